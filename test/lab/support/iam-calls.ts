import {
  AddUserToGroupCommand,
  AttachGroupPolicyCommand,
  AttachRolePolicyCommand,
  AttachUserPolicyCommand,
  CreateGroupCommand,
  CreatePolicyCommand,
  CreatePolicyVersionCommand,
  CreateRoleCommand,
  CreateUserCommand,
  DeleteGroupPolicyCommand,
  DeletePolicyCommand,
  DeletePolicyVersionCommand,
  DeleteRoleCommand,
  DeleteRolePermissionsBoundaryCommand,
  DeleteRolePolicyCommand,
  DeleteUserCommand,
  DeleteUserPolicyCommand,
  DetachGroupPolicyCommand,
  DetachRolePolicyCommand,
  DetachUserPolicyCommand,
  type IAMClient,
  PutGroupPolicyCommand,
  PutRolePermissionsBoundaryCommand,
  PutRolePolicyCommand,
  PutUserPolicyCommand,
  RemoveUserFromGroupCommand,
  SetDefaultPolicyVersionCommand,
  TagRoleCommand,
  TagUserCommand,
  UntagRoleCommand,
  UntagUserCommand,
  UpdateAssumeRolePolicyCommand,
} from "@aws-sdk/client-iam";
import type { LabCall } from "./lab-call.ts";
import { documentOf, uniqueName } from "./lab-names.ts";

const decryptAll = documentOf({ Action: "kms:Decrypt", Resource: "*" });
const encryptAll = documentOf({ Action: "kms:Encrypt", Resource: "*" });
const inline = { PolicyName: "decrypt", PolicyDocument: decryptAll };
const managed = { PolicyArn: "arn:aws:iam::aws:policy/AWSKeyManagementServicePowerUser" };
const boundary = { PermissionsBoundary: managed.PolicyArn };
const Tags = [{ Key: "team", Value: "blue" }];
const trusting = (Service: string) =>
  documentOf({ Principal: { Service }, Action: "sts:AssumeRole" });

async function createRole(iam: IAMClient): Promise<{ RoleName: string }> {
  const RoleName = `lab-role-${uniqueName()}`;
  const AssumeRolePolicyDocument = trusting("lambda.amazonaws.com");
  await iam.send(new CreateRoleCommand({ RoleName, AssumeRolePolicyDocument }));
  return { RoleName };
}

async function createUser(iam: IAMClient): Promise<{ UserName: string }> {
  const UserName = `lab-user-${uniqueName()}`;
  await iam.send(new CreateUserCommand({ UserName }));
  return { UserName };
}

async function createGroup(iam: IAMClient): Promise<{ GroupName: string }> {
  const GroupName = `lab-group-${uniqueName()}`;
  await iam.send(new CreateGroupCommand({ GroupName }));
  return { GroupName };
}

async function createPolicy(iam: IAMClient): Promise<{ PolicyArn: string }> {
  const PolicyName = `lab-policy-${uniqueName()}`;
  const { Policy } = await iam.send(
    new CreatePolicyCommand({ PolicyName, PolicyDocument: decryptAll, Tags }),
  );
  return { PolicyArn: Policy?.Arn ?? "" };
}

type OnRole = (iam: IAMClient, role: { RoleName: string }) => Promise<unknown>;
type OnUser = (iam: IAMClient, user: { UserName: string }) => Promise<unknown>;
type OnGroup = (iam: IAMClient, group: { GroupName: string }) => Promise<unknown>;
type OnPolicy = (iam: IAMClient, policy: { PolicyArn: string }) => Promise<unknown>;

const onRole = (eventName: string, make: OnRole): LabCall => ({
  eventName,
  make: async ({ iam }) => {
    const role = await createRole(iam);
    await make(iam, role);
    return role.RoleName;
  },
});
const onUser = (eventName: string, make: OnUser): LabCall => ({
  eventName,
  make: async ({ iam }) => {
    const user = await createUser(iam);
    await make(iam, user);
    return user.UserName;
  },
});
const onGroup = (eventName: string, make: OnGroup): LabCall => ({
  eventName,
  make: async ({ iam }) => {
    const group = await createGroup(iam);
    await make(iam, group);
    return group.GroupName;
  },
});
const onPolicy = (eventName: string, make: OnPolicy): LabCall => ({
  eventName,
  make: async ({ iam }) => {
    const policy = await createPolicy(iam);
    await make(iam, policy);
    return policy.PolicyArn;
  },
});

const addToGroup = async (iam: IAMClient, group: { GroupName: string }) => {
  const membership = { ...group, ...(await createUser(iam)) };
  await iam.send(new PutGroupPolicyCommand({ ...group, ...inline }));
  await iam.send(new AddUserToGroupCommand(membership));
  return membership;
};
const addVersion = (iam: IAMClient, policy: { PolicyArn: string }, SetAsDefault: boolean) =>
  iam.send(new CreatePolicyVersionCommand({ ...policy, PolicyDocument: encryptAll, SetAsDefault }));

/** Calls of IAM that change what principals may do, each on principals of its own; what each returns is in its record. */
export const iamCalls: readonly LabCall[] = [
  onRole("PutRolePolicy", (iam, role) =>
    iam.send(new PutRolePolicyCommand({ ...role, ...inline })),
  ),
  onRole("DeleteRolePolicy", async (iam, role) => {
    await iam.send(new PutRolePolicyCommand({ ...role, ...inline }));
    await iam.send(new DeleteRolePolicyCommand({ ...role, PolicyName: inline.PolicyName }));
  }),
  onRole("AttachRolePolicy", (iam, role) =>
    iam.send(new AttachRolePolicyCommand({ ...role, ...managed })),
  ),
  onRole("DetachRolePolicy", async (iam, role) => {
    await iam.send(new AttachRolePolicyCommand({ ...role, ...managed }));
    await iam.send(new DetachRolePolicyCommand({ ...role, ...managed }));
  }),
  onRole("PutRolePermissionsBoundary", (iam, role) =>
    iam.send(new PutRolePermissionsBoundaryCommand({ ...role, ...boundary })),
  ),
  onRole("DeleteRolePermissionsBoundary", async (iam, role) => {
    await iam.send(new PutRolePermissionsBoundaryCommand({ ...role, ...boundary }));
    await iam.send(new DeleteRolePermissionsBoundaryCommand(role));
  }),
  onRole("UpdateAssumeRolePolicy", (iam, role) =>
    iam.send(
      new UpdateAssumeRolePolicyCommand({ ...role, PolicyDocument: trusting("ec2.amazonaws.com") }),
    ),
  ),
  onRole("TagRole", (iam, role) => iam.send(new TagRoleCommand({ ...role, Tags }))),
  onRole("UntagRole", async (iam, role) => {
    await iam.send(new TagRoleCommand({ ...role, Tags }));
    await iam.send(new UntagRoleCommand({ ...role, TagKeys: ["team"] }));
  }),
  onRole("CreateRole", () => Promise.resolve()),
  onRole("DeleteRole", (iam, role) => iam.send(new DeleteRoleCommand(role))),
  onUser("CreateUser", () => Promise.resolve()),
  onUser("DeleteUser", (iam, user) => iam.send(new DeleteUserCommand(user))),
  onUser("PutUserPolicy", (iam, user) =>
    iam.send(new PutUserPolicyCommand({ ...user, ...inline })),
  ),
  onUser("DeleteUserPolicy", async (iam, user) => {
    await iam.send(new PutUserPolicyCommand({ ...user, ...inline }));
    await iam.send(new DeleteUserPolicyCommand({ ...user, PolicyName: inline.PolicyName }));
  }),
  onUser("AttachUserPolicy", (iam, user) =>
    iam.send(new AttachUserPolicyCommand({ ...user, ...managed })),
  ),
  onUser("DetachUserPolicy", async (iam, user) => {
    await iam.send(new AttachUserPolicyCommand({ ...user, ...managed }));
    await iam.send(new DetachUserPolicyCommand({ ...user, ...managed }));
  }),
  onUser("TagUser", (iam, user) => iam.send(new TagUserCommand({ ...user, Tags }))),
  onUser("UntagUser", async (iam, user) => {
    await iam.send(new TagUserCommand({ ...user, Tags }));
    await iam.send(new UntagUserCommand({ ...user, TagKeys: ["team"] }));
  }),
  onGroup("PutGroupPolicy", (iam, group) =>
    iam.send(new PutGroupPolicyCommand({ ...group, ...inline })),
  ),
  onGroup("DeleteGroupPolicy", async (iam, group) => {
    await iam.send(new PutGroupPolicyCommand({ ...group, ...inline }));
    await iam.send(new DeleteGroupPolicyCommand({ ...group, PolicyName: inline.PolicyName }));
  }),
  onGroup("AttachGroupPolicy", (iam, group) =>
    iam.send(new AttachGroupPolicyCommand({ ...group, ...managed })),
  ),
  onGroup("DetachGroupPolicy", async (iam, group) => {
    await iam.send(new AttachGroupPolicyCommand({ ...group, ...managed }));
    await iam.send(new DetachGroupPolicyCommand({ ...group, ...managed }));
  }),
  onGroup("AddUserToGroup", addToGroup),
  onGroup("RemoveUserFromGroup", async (iam, group) => {
    await iam.send(new RemoveUserFromGroupCommand(await addToGroup(iam, group)));
  }),
  onPolicy("CreatePolicy", () => Promise.resolve()),
  onPolicy("DeletePolicy", (iam, policy) => iam.send(new DeletePolicyCommand(policy))),
  onPolicy("CreatePolicyVersion", (iam, policy) => addVersion(iam, policy, true)),
  onPolicy("SetDefaultPolicyVersion", async (iam, policy) => {
    await addVersion(iam, policy, false);
    await iam.send(new SetDefaultPolicyVersionCommand({ ...policy, VersionId: "v2" }));
  }),
  onPolicy("DeletePolicyVersion", async (iam, policy) => {
    await addVersion(iam, policy, true);
    await iam.send(new DeletePolicyVersionCommand({ ...policy, VersionId: "v1" }));
  }),
];
