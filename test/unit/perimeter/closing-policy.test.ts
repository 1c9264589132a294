import { describe, expect, it } from "vitest";
import { closingPolicy } from "../../../src/perimeter/closing-policy.ts";
import {
  allow,
  allowIf,
  type Given,
  gapsOf,
  judge,
  ORGANIZATION,
  OWN,
  PARTNER,
  pairsOf,
  STRANGER,
  type Statement,
} from "./endpoint-fixture.ts";

const equals = (StringEquals: Statement): Statement => ({ StringEquals });

/** The statements that are proposed in place of these; null: none. */
function proposed(
  statements: readonly Statement[],
  given: Given = {},
): readonly Statement[] | null {
  const { doors, input } = judge(statements, given);
  const policy = closingPolicy(doors.after, input);
  return policy === null ? null : (policy["Statement"] as readonly Statement[]);
}

const lone = {
  schemaVersion: 1,
  ...{ account: OWN, region: "us-west-2", partition: "aws", keys: [] },
} as const;

describe("the policy that closes a gap", () => {
  it.each<readonly [string, readonly Statement[], Given]>([
    ["full access", [allow()], {}],
    ["full access to S3", [allow()], { service: "s3" }],
    ["full access with a partner", [allow()], { trusted: [PARTNER] }],
    ["full access outside any organization", [allow()], { snapshot: lone }],
    ["principals only", [allowIf(equals({ "aws:PrincipalOrgID": ORGANIZATION }))], {}],
    ["resources only", [allowIf(equals({ "aws:ResourceOrgID": ORGANIZATION }))], {}],
    ["IfExists", [allowIf({ StringEqualsIfExists: { "aws:PrincipalOrgID": ORGANIZATION } })], {}],
    ["a bucket", [allow({ Resource: "arn:aws:s3:::example-reports/*" })], { service: "s3" }],
    ["another account's name", [allowIf(equals({ "aws:PrincipalAccount": STRANGER }))], {}],
  ])("leaves none of %s", (_, statements, given) => {
    const policy = proposed(statements, given);
    expect(policy).not.toBeNull();
    const after = judge(policy ?? [], given);
    expect(gapsOf(after)).toEqual([]);
    expect(after.reach.untoldOwners).toEqual([]);
  });

  it("keeps what is allowed on purpose", () => {
    const kept = allowIf(
      equals({ "aws:PrincipalOrgID": ORGANIZATION, "aws:ResourceAccount": OWN }),
    );
    const deny = allow({ Effect: "Deny", Action: "sqs:PurgeQueue" });
    const policy = proposed([kept, deny, allow({ Sid: "Open" })]) ?? [];
    expect(policy[0]).toEqual(kept);
    expect(policy[1]).toEqual(deny);
    expect(pairsOf(judge(policy))).toEqual(
      expect.arrayContaining(["account > account", "organization > organization"]),
    );
  });

  it("lets trusted accounts in, and their resources be reached", () => {
    const after = judge(proposed([allow()], { trusted: [PARTNER] }) ?? [], { trusted: [PARTNER] });
    expect(pairsOf(after)).toContain("listed-accounts > account");
  });

  it("lets instances read package repositories of AWS without a signature", () => {
    const after = judge(proposed([allow()], { service: "s3" }) ?? [], { service: "s3" });
    expect(pairsOf(after)).toContain("unauthenticated > aws-owned");
    expect(after.changes.find(({ who }) => who === "unauthenticated")?.onlyReads).toBe(true);
  });

  it("is none where there is no gap", () => {
    expect(
      proposed([
        allowIf(equals({ "aws:PrincipalOrgID": ORGANIZATION, "aws:ResourceOrgID": ORGANIZATION })),
      ]),
    ).toBeNull();
  });
});
