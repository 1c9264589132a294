import { describe, expect, it } from "vitest";
import type { KeyMetadata, Organization } from "../../../../src/account/snapshot.ts";
import { createCompiler } from "../../../../src/kms/compiler.ts";
import { compileOrganization } from "../../../../src/kms/directory/account-organization.ts";
import { compileKey } from "../../../../src/kms/key/compiled-key.ts";
import { prepareTarget } from "../../../../src/kms/layers/prepared-target.ts";
import { compileContext, NOTHING_TOLD } from "../../../../src/kms/request/request-facts.ts";
import { OUTSIDE_ENDPOINTS } from "../../../../src/kms/request/request-path.ts";
import { keyTarget } from "../../../../src/kms/request/target.ts";

const account = "111122223333";
const everything = { Principal: "*", Action: "kms:*", Resource: "*" };
const rcp = (...statements: readonly object[]) => ({
  name: "rcp",
  document: { Version: "2012-10-17", Statement: statements },
});
const allow = { Effect: "Allow", ...everything };
const fullAccess = { ...allow, Action: "*" };
const deny = { Effect: "Deny", ...everything };

function prepare(resourceControlPolicies: Organization["resourceControlPolicies"], more = {}) {
  const compiler = createCompiler();
  const metadata: KeyMetadata = {
    Arn: `arn:aws:kms:us-west-2:${account}:key/1234abcd`,
    KeyManager: "CUSTOMER",
    ...more,
  };
  const key = compileKey({ metadata, policy: { Statement: [allow, deny] } }, compiler);
  const organization = compileOrganization(
    { id: "o-exampleorgid", ...(resourceControlPolicies && { resourceControlPolicies }) },
    account,
    compiler,
  );
  const request = compileContext(NOTHING_TOLD);
  return prepareTarget(keyTarget(key, organization, OUTSIDE_ENDPOINTS, request));
}
const effects = ({ ownStatements }: ReturnType<typeof prepare>) =>
  ownStatements.resourceControl.map(({ effect }) => effect);

// https://docs.aws.amazon.com/organizations/latest/userguide/orgs_manage_policies_rcps.html
describe("the RCPs of a key", () => {
  it("only deny: what RCPFullAWSAccess allows gives nothing", () => {
    const prepared = prepare([[rcp(fullAccess)], [rcp(fullAccess), rcp(deny)]]);
    expect(effects(prepared)).toEqual(["Deny"]);
    expect(prepared.resourceControl).toHaveLength(1);
  });

  it("may deny where they could not be read", () => {
    expect(effects(prepare({ unreadable: "AccessDenied" }))).toEqual(["Deny"]);
  });

  it("do not bind AWS managed keys", () => {
    expect(effects(prepare([[rcp(deny)]], { KeyManager: "AWS" }))).toEqual([]);
  });
});

describe("a request outside any endpoint", () => {
  it("meets no endpoint policy", () => {
    const { endpoint, ownStatements } = prepare([]);
    expect(endpoint).toBeNull();
    expect(ownStatements.endpoint).toEqual([]);
    expect(ownStatements.keyPolicy).toHaveLength(2);
  });
});
