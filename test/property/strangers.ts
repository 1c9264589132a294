import type { Condition } from "../../src/kms/decision.ts";
import type { SnapshotJson } from "../support/generators/snapshot-arbitrary.ts";
import { evaluateCondition, type LookUp } from "./evaluate-condition.ts";

const account = "000011110000";

/** Somebody of an account that no policy names, and what its requests tell of it. */
export interface Stranger {
  readonly principal: string;
  readonly context: Readonly<Record<string, string>>;
}

const contextOf = (arn: string, type: string, userid: string): Stranger["context"] => ({
  "aws:principalarn": arn,
  "aws:principalaccount": account,
  "kms:calleraccount": account,
  "aws:principaltype": type,
  "aws:userid": userid,
});

const userArn = `arn:aws:iam::${account}:user/a-user`;
const roleArn = `arn:aws:iam::${account}:role/a-role`;

export const strangers: readonly Stranger[] = [
  { principal: userArn, context: contextOf(userArn, "User", "AIDASTRANGER") },
  {
    principal: `arn:aws:sts::${account}:assumed-role/a-role/a-session`,
    context: contextOf(roleArn, "AssumedRole", "AROASTRANGER:a-session"),
  },
];

/** The account with the strangers', whose IAM allows them everything or nothing. */
export const withStrangers = (snapshot: SnapshotJson, allowed: boolean): SnapshotJson => {
  const document = {
    Version: "2012-10-17",
    Statement: [{ Effect: "Allow", Action: allowed ? "*" : "s3:*", Resource: "*" }],
  };
  const policies = [{ PolicyName: "own", PolicyDocument: document }];
  return {
    ...snapshot,
    otherAccounts: [
      ...((snapshot["otherAccounts"] as readonly unknown[] | undefined) ?? []),
      {
        account,
        authorizationDetails: {
          UserDetailList: [
            { UserName: "a-user", UserId: "AIDASTRANGER", Arn: userArn, UserPolicyList: policies },
          ],
          RoleDetailList: [
            { RoleName: "a-role", RoleId: "AROASTRANGER", Arn: roleArn, RolePolicyList: policies },
          ],
          GroupDetailList: [],
          Policies: [],
        },
      },
    ],
  };
};

const always: Condition = { and: [] };
const never: Condition = { or: [] };

/** A condition told of everyone, with what the stranger's IAM says filled in. */
const withIam = (condition: Condition, allowed: boolean): Condition => {
  const fill = (part: Condition) => withIam(part, allowed);
  if ("and" in condition) return { and: condition.and.map(fill) };
  if ("or" in condition) return { or: condition.or.map(fill) };
  if ("not" in condition) return { not: fill(condition.not) };
  if (!("unknown" in condition) || !condition.unknown.startsWith("identityPoliciesUnknown")) {
    return condition;
  }
  return allowed && !condition.unknown.endsWith("(what it might deny)") ? always : never;
};

/** What a condition told of everyone says of a stranger; null: it hangs on something else that nobody knows. */
export const holdsForStranger = (
  condition: Condition,
  { context }: Stranger,
  allowed: boolean,
): boolean | null => {
  const lookUp: LookUp = (key) => {
    const value = context[key];
    return value === undefined ? null : [value];
  };
  return evaluateCondition(withIam(condition, allowed), lookUp);
};
