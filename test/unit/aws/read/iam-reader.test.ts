import {
  GetAccountAuthorizationDetailsCommand,
  IAMClient,
  IAMServiceException,
} from "@aws-sdk/client-iam";
import { mockClient } from "aws-sdk-client-mock";
import { beforeEach, describe, expect, it } from "vitest";
import { makeIamReader } from "../../../../src/aws/read/iam-reader.ts";

const client = new IAMClient({ region: "us-west-2" });
const iam = mockClient(client);
const reader = makeIamReader(client);

const ofAccount = (name: string) => `arn:aws:iam::111122223333:${name}`;
const managed = (name: string) => `arn:aws:iam::aws:policy/${name}`;
const everything = ["User", "Group", "Role", "LocalManagedPolicy", "AWSManagedPolicy"] as const;

beforeEach(() => {
  iam.reset();
});

describe("reading IAM's inventory", () => {
  it("asks for customer managed policies by name", async () => {
    iam.on(GetAccountAuthorizationDetailsCommand).resolves({});
    await reader.readAuthorizationDetails();
    const [call] = iam.commandCalls(GetAccountAuthorizationDetailsCommand);
    expect(call?.args[0].input.Filter).toEqual(everything);
  });

  it("merges every page by the marker, whatever IsTruncated says", async () => {
    iam
      .on(GetAccountAuthorizationDetailsCommand)
      .resolves({
        UserDetailList: [{ UserName: "ana", Arn: ofAccount("user/ana") }],
        IsTruncated: false,
        Marker: "m2",
      })
      .on(GetAccountAuthorizationDetailsCommand, { Marker: "m2" })
      .resolves({
        UserDetailList: [{ UserName: "bo", Arn: ofAccount("user/bo") }],
        GroupDetailList: [{ GroupName: "devs", Arn: ofAccount("group/devs") }],
        RoleDetailList: [
          {
            RoleName: "app",
            Arn: ofAccount("role/app"),
            CreateDate: new Date("2026-11-01T00:00:00Z"),
          },
        ],
        Marker: "m3",
      })
      .on(GetAccountAuthorizationDetailsCommand, { Marker: "m3" })
      .resolves({ Policies: [{ Arn: ofAccount("policy/own"), AttachmentCount: 0 }] });
    expect(await reader.readAuthorizationDetails()).toEqual({
      UserDetailList: [
        { UserName: "ana", Arn: ofAccount("user/ana") },
        { UserName: "bo", Arn: ofAccount("user/bo") },
      ],
      GroupDetailList: [{ GroupName: "devs", Arn: ofAccount("group/devs") }],
      RoleDetailList: [
        { RoleName: "app", Arn: ofAccount("role/app"), CreateDate: "2026-11-01T00:00:00.000Z" },
      ],
      Policies: [{ Arn: ofAccount("policy/own"), AttachmentCount: 0 }],
    });
  });

  it("keeps the AWS managed policies that somebody has, and all of the customer's", async () => {
    const attached = (name: string) => [{ PolicyArn: managed(name), PolicyName: name }];
    iam.on(GetAccountAuthorizationDetailsCommand).resolves({
      UserDetailList: [
        {
          UserName: "ana",
          Arn: ofAccount("user/ana"),
          AttachedManagedPolicies: attached("ByUser"),
          PermissionsBoundary: { PermissionsBoundaryArn: managed("Boundary") },
        },
      ],
      GroupDetailList: [
        {
          GroupName: "devs",
          Arn: ofAccount("group/devs"),
          AttachedManagedPolicies: attached("ByGroup"),
        },
      ],
      RoleDetailList: [
        {
          RoleName: "app",
          Arn: ofAccount("role/app"),
          AttachedManagedPolicies: attached("ByRole"),
        },
      ],
      Policies: [
        ...["ByUser", "ByGroup", "ByRole", "Boundary", "Unused"].map((name) => ({
          Arn: managed(name),
        })),
        { Arn: ofAccount("policy/unused") },
      ],
    });
    expect(await reader.readAuthorizationDetails()).toMatchObject({
      Policies: [
        ...["ByUser", "ByGroup", "ByRole", "Boundary"].map((name) => ({ Arn: managed(name) })),
        { Arn: ofAccount("policy/unused") },
      ],
    });
  });

  it("tells that IAM refused, also halfway", async () => {
    const refusal = { name: "AccessDenied", $fault: "client" as const, $metadata: {} };
    iam
      .on(GetAccountAuthorizationDetailsCommand)
      .resolves({ Marker: "m2" })
      .on(GetAccountAuthorizationDetailsCommand, { Marker: "m2" })
      .rejects(new IAMServiceException(refusal));
    expect(await reader.readAuthorizationDetails()).toEqual({ unreadable: "AccessDenied" });
  });
});
