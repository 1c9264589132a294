import { accountId, accountRoot } from "./names.ts";

/** A statement as JSON. */
export type StatementJson = Readonly<Record<string, unknown>>;

/** A policy document as JSON. */
export interface DocumentJson {
  readonly [element: string]: unknown;
  readonly Version: "2012-10-17";
  readonly Statement: readonly StatementJson[];
}

export const documentOf = (...statements: readonly StatementJson[]): DocumentJson => ({
  Version: "2012-10-17",
  Statement: statements,
});

const useActions = [
  "kms:Encrypt",
  "kms:Decrypt",
  "kms:ReEncrypt*",
  "kms:GenerateDataKey*",
  "kms:DescribeKey",
];

/** KMS's default key policy with the console's statement for key users. */
export const keyPolicy = (users: readonly string[]): DocumentJson =>
  documentOf(
    {
      Sid: "Enable IAM User Permissions",
      Effect: "Allow",
      Principal: { AWS: accountRoot },
      Action: "kms:*",
      Resource: "*",
    },
    {
      Sid: "Allow use of the key",
      Effect: "Allow",
      Principal: { AWS: users },
      Action: useActions,
      Resource: "*",
    },
  );

/** A team's managed policy: keys by tag (of the team, or of whoever asks) and by alias, and something else. */
export const teamPolicy = (team: number): DocumentJson =>
  documentOf(
    {
      Sid: "ByTag",
      Effect: "Allow",
      Action: ["kms:Decrypt", "kms:GenerateDataKey*", "kms:DescribeKey"],
      Resource: "*",
      Condition: {
        StringEquals: {
          "aws:ResourceTag/Project": team % 2 === 0 ? `p${team}` : "${aws:PrincipalTag/Project}",
        },
      },
    },
    {
      Sid: "ByAlias",
      Effect: "Allow",
      Action: "kms:Encrypt",
      Resource: "*",
      Condition: {
        "ForAnyValue:StringLike": { "kms:ResourceAliases": `alias/team${team}-*` },
      },
    },
    { Sid: "Storage", Effect: "Allow", Action: "s3:*", Resource: "*" },
  );

export const everything = documentOf({ Effect: "Allow", Action: "*", Resource: "*" });

/** An SCP that asks of every request who makes it. */
export const noKeyDeletion = documentOf({
  Sid: "NoKeyDeletion",
  Effect: "Deny",
  Action: "kms:ScheduleKeyDeletion",
  Resource: "*",
  Condition: { ArnNotLike: { "aws:PrincipalArn": "arn:aws:iam::*:role/break-glass" } },
});

/** An endpoint policy that lets the account's own principals pass. */
export const ownPrincipalsOnly = documentOf({
  Effect: "Allow",
  Principal: "*",
  Action: "kms:*",
  Resource: "*",
  Condition: { StringEquals: { "aws:PrincipalAccount": accountId } },
});
