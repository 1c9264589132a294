import { describe, expect, it } from "vitest";
import type { Organization, Unreadable } from "../../../../src/account/snapshot.ts";
import { createCompiler } from "../../../../src/kms/compiler.ts";
import { compileOrganization } from "../../../../src/kms/directory/account-organization.ts";
import { ABSENT, known, UNKNOWN } from "../../../../src/policy/fact.ts";

const account = "111122223333";
const document = { Statement: { Effect: "Allow", Action: "*", Resource: "*" } };
const forAll = { Statement: { ...document.Statement, Principal: "*" } };
const unreadable: Unreadable = { unreadable: "AccessDenied" };
const compile = (organization: Organization | Unreadable | undefined, of = account) =>
  compileOrganization(organization, of, createCompiler());

/** The levels, each policy as its layer and name; `!` where its document is not known. */
const levelsOf = (organization: Organization | Unreadable) => {
  const { serviceControl, resourceControl } = compile(organization);
  const told = (levels: typeof serviceControl) =>
    levels.map((level) =>
      level.map(
        ({ layer, policy, compiled }) =>
          `${layer} ${policy}${"unreadable" in compiled ? `! ${compiled.unreadable}` : ""}`,
      ),
    );
  return [told(serviceControl), told(resourceControl)];
};

describe("what is told of an account's organization", () => {
  it("is its id and path", () => {
    expect(compile({ id: "o-exampleorgid", path: "o-exampleorgid/r-ab12/" })).toMatchObject({
      id: known("o-exampleorgid"),
      paths: known("o-exampleorgid/r-ab12/"),
      organizationId: "o-exampleorgid",
    });
  });

  it("may be neither, or that there is none", () => {
    expect(compile({})).toMatchObject({ id: UNKNOWN, paths: UNKNOWN, organizationId: null });
    expect(compile(undefined)).toEqual({
      id: ABSENT,
      paths: ABSENT,
      organizationId: null,
      serviceControl: [],
      resourceControl: [],
    });
  });

  it("may be unreadable: then it may have any policy", () => {
    const fact = {
      kind: "undocumented",
      code: "organizationUnreadable",
      reason: "the organization could not be read: AccessDenied",
    };
    expect(compile(unreadable)).toMatchObject({ id: fact, paths: fact, organizationId: null });
    expect(levelsOf(unreadable)).toEqual([
      [["service-control-policy service-control-policy! AccessDenied"]],
      [["resource-control-policy resource-control-policy! AccessDenied"]],
    ]);
  });
});

// https://docs.aws.amazon.com/organizations/latest/userguide/orgs_manage_policies_scps.html
describe("the levels of its policies", () => {
  const policies = [
    [{ name: "FullAWSAccess", document }],
    [
      { name: "a", document },
      { name: "b", document },
    ],
  ];

  it("are kept apart", () => {
    expect(levelsOf({ serviceControlPolicies: policies, resourceControlPolicies: [] })).toEqual([
      [
        ["service-control-policy FullAWSAccess"],
        ["service-control-policy a", "service-control-policy b"],
      ],
      [],
    ]);
  });

  it("may be unreadable, one or all", () => {
    expect(
      levelsOf({
        serviceControlPolicies: unreadable,
        resourceControlPolicies: [[{ name: "RCPFullAWSAccess", document: forAll }], unreadable],
      }),
    ).toEqual([
      [["service-control-policy service-control-policy! AccessDenied"]],
      [
        ["resource-control-policy RCPFullAWSAccess"],
        ["resource-control-policy resource-control-policy! AccessDenied"],
      ],
    ]);
  });

  it("do not bind the management account", () => {
    const organization = { managementAccount: account, serviceControlPolicies: policies };
    const compiler = createCompiler();
    expect(compileOrganization(organization, account, compiler).serviceControl).toEqual([]);
    expect(compileOrganization(organization, "444455556666", compiler).serviceControl).toHaveLength(
      2,
    );
  });
});
