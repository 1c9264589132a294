import {
  DescribeOrganizationCommand,
  DescribePolicyCommand,
  ListParentsCommand,
  ListPoliciesForTargetCommand,
  ListRootsCommand,
  OrganizationsClient,
  OrganizationsServiceException,
} from "@aws-sdk/client-organizations";
import { mockClient } from "aws-sdk-client-mock";
import { beforeEach, describe, expect, it } from "vitest";
import { readOrganization } from "../../../../src/aws/snapshot/organization-reader.ts";

const account = "111122223333";
const managementAccount = "999999999999";
const client = new OrganizationsClient({ region: "us-east-1" });
const organizations = mockClient(client);
const refusal = (name: string) =>
  new OrganizationsServiceException({ name, $fault: "client", $metadata: {} });
const summary = (Id: string) => ({ Id, Name: `name of ${Id}` });

beforeEach(() => {
  organizations.reset();
  organizations
    .on(DescribeOrganizationCommand)
    .resolves({ Organization: { Id: "o-exampleorgid", MasterAccountId: managementAccount } })
    .on(ListParentsCommand, { ChildId: account })
    .resolves({ Parents: [{ Id: "ou-ab12-22222222", Type: "ORGANIZATIONAL_UNIT" }] })
    .on(ListParentsCommand, { ChildId: "ou-ab12-22222222" })
    .resolves({ Parents: [{ Id: "r-ab12", Type: "ROOT" }] })
    .on(ListRootsCommand)
    .resolves({
      Roots: [
        {
          PolicyTypes: [
            { Type: "SERVICE_CONTROL_POLICY", Status: "ENABLED" },
            { Type: "RESOURCE_CONTROL_POLICY", Status: "PENDING_DISABLE" },
          ],
        },
      ],
    })
    .on(ListPoliciesForTargetCommand, { TargetId: "r-ab12" })
    .resolves({ Policies: [summary("p-FullAWSAccess")] })
    .on(ListPoliciesForTargetCommand, { TargetId: "ou-ab12-22222222" })
    .resolves({ Policies: [summary("p-FullAWSAccess")], NextToken: "2" })
    .on(ListPoliciesForTargetCommand, { TargetId: "ou-ab12-22222222", NextToken: "2" })
    .resolves({ Policies: [summary("p-deny")] })
    .on(ListPoliciesForTargetCommand, { TargetId: account })
    .resolves({ Policies: [] })
    .on(DescribePolicyCommand, { PolicyId: "p-FullAWSAccess" })
    .resolves({ Policy: { Content: '{"Statement":"all"}' } })
    .on(DescribePolicyCommand, { PolicyId: "p-deny" })
    .resolves({ Policy: { Content: '{"Statement":"deny"}' } });
});

describe("reading an organization", () => {
  it("gives where the account stands and each level's policies, the root first", async () => {
    const full = { name: "name of p-FullAWSAccess", document: '{"Statement":"all"}' };
    expect(await readOrganization(client, account)).toEqual({
      id: "o-exampleorgid",
      path: "o-exampleorgid/r-ab12/ou-ab12-22222222/",
      managementAccount,
      serviceControlPolicies: [
        [full],
        [full, { name: "name of p-deny", document: '{"Statement":"deny"}' }],
        [],
      ],
    });
    expect(organizations.commandCalls(DescribePolicyCommand)).toHaveLength(2);
  });

  it("is null outside any organization", async () => {
    organizations
      .on(DescribeOrganizationCommand)
      .rejects(refusal("AWSOrganizationsNotInUseException"));
    expect(await readOrganization(client, account)).toBeNull();
  });

  it("is unreadable when nothing may be seen", async () => {
    organizations.on(DescribeOrganizationCommand).rejects(refusal("AccessDeniedException"));
    expect(await readOrganization(client, account)).toEqual({
      unreadable: "AccessDeniedException",
    });
  });

  it("has unreadable policies in an account that sees only which organization it is in", async () => {
    organizations.on(ListParentsCommand).rejects(refusal("AccessDeniedException"));
    const refused = { unreadable: "AccessDeniedException" };
    expect(await readOrganization(client, account)).toEqual({
      id: "o-exampleorgid",
      managementAccount,
      serviceControlPolicies: refused,
      resourceControlPolicies: refused,
    });
  });

  it("has unreadable policies when nobody says which types are enabled", async () => {
    organizations.on(ListRootsCommand).rejects(refusal("AccessDeniedException"));
    const refused = { unreadable: "AccessDeniedException" };
    expect(await readOrganization(client, account)).toMatchObject({
      path: "o-exampleorgid/r-ab12/ou-ab12-22222222/",
      serviceControlPolicies: refused,
      resourceControlPolicies: refused,
    });
  });

  it("keeps the levels and documents that can be read", async () => {
    organizations
      .on(ListPoliciesForTargetCommand, { TargetId: "r-ab12" })
      .rejects(refusal("AccessDeniedException"))
      .on(DescribePolicyCommand, { PolicyId: "p-deny" })
      .rejects(refusal("PolicyNotFoundException"));
    expect(await readOrganization(client, account)).toMatchObject({
      serviceControlPolicies: [
        { unreadable: "AccessDeniedException" },
        [
          { document: '{"Statement":"all"}' },
          { document: { unreadable: "PolicyNotFoundException" } },
        ],
        [],
      ],
    });
  });
});
