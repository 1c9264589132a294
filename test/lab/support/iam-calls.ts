import {
  AddUserToGroupCommand,
  AttachGroupPolicyCommand,
  AttachRolePolicyCommand,
  AttachUserPolicyCommand,
  CreateGroupCommand,
  CreatePolicyCommand,
  CreatePolicyVersionCommand,
  CreateRoleCommand,
  CreateServiceLinkedRoleCommand,
  CreateUserCommand,
  DeleteGroupCommand,
  DeleteGroupPolicyCommand,
  DeletePolicyCommand,
  DeletePolicyVersionCommand,
  DeleteRoleCommand,
  DeleteRolePermissionsBoundaryCommand,
  DeleteRolePolicyCommand,
  DeleteServiceLinkedRoleCommand,
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
  UpdateGroupCommand,
  UpdateUserCommand,
} from "@aws-sdk/client-iam";
import type { LabCall } from "./lab-call.ts";
import { documentOf, uniqueName } from "./lab-names.ts";

const decryptAll = documentOf({ Action: "kms:Decrypt", Resource: "*" });
const encryptAll = documentOf({ Action: "kms:Encrypt", Resource: "*" });
const inline = { PolicyName: "decrypt", PolicyDocument: decryptAll };
const managed = { PolicyArn: "arn:aws:iam::aws:policy/AWSKeyManagementServicePowerUser" };
const boundary = { PermissionsBoundary: managed.PolicyArn };
const Tags = [{ Key: "team", Value: "blue" }];
const ofTeamBlue = {
  PolicyName: "of-team-blue",
  PolicyDocument: documentOf({
    Action: "kms:Decrypt",
    Resource: "*",
    Condition: { StringEquals: { "aws:PrincipalTag/team": "blue" } },
  }),
};
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

/** A group with a member. */
async function createGroup(iam: IAMClient): Promise<Group> {
  const GroupName = `lab-group-${uniqueName()}`;
  await iam.send(new CreateGroupCommand({ GroupName }));
  const member = { GroupName, ...(await createUser(iam)) };
  await iam.send(new AddUserToGroupCommand(member));
  return member;
}

async function createPolicy(iam: IAMClient): Promise<{ PolicyArn: string }> {
  const PolicyName = `lab-policy-${uniqueName()}`;
  const { Policy } = await iam.send(
    new CreatePolicyCommand({ PolicyName, PolicyDocument: decryptAll, Tags }),
  );
  return { PolicyArn: Policy?.Arn ?? "" };
}

async function createServiceLinkedRole(iam: IAMClient): Promise<{ RoleName: string }> {
  const { Role } = await iam.send(
    new CreateServiceLinkedRoleCommand({
      AWSServiceName: "autoscaling.amazonaws.com",
      CustomSuffix: uniqueName(),
    }),
  );
  return { RoleName: Role?.RoleName ?? "" };
}

type Prepare<Subject> = (iam: IAMClient, subject: Subject) => Promise<unknown>;
type Role = { readonly RoleName: string };
type User = { readonly UserName: string };
type Group = { readonly GroupName: string; readonly UserName: string };
type Policy = { readonly PolicyArn: string };

interface Making<Subject> {
  /** What was there before the call. */
  readonly before?: Prepare<Subject>;
  /** The call; left out where making the subject is the call. */
  readonly call?: Prepare<Subject>;
  readonly isSilent?: true;
}

/** Calls on subjects of one kind, each on a subject of its own. */
function callsOn<Subject extends Readonly<Record<string, string>>>(
  create: (iam: IAMClient) => Promise<Subject>,
) {
  return (eventName: string, { before, call, ...more }: Making<Subject>): LabCall => ({
    eventName,
    ...more,
    make: async (clients, quiet) => {
      const subject = await create(call === undefined ? clients.iam : quiet.iam);
      await before?.(quiet.iam, subject);
      await call?.(clients.iam, subject);
      return Object.values(subject)[0] ?? "";
    },
  });
}

const onRole = callsOn<Role>(createRole);
const onUser = callsOn<User>(createUser);
const onGroup = callsOn<Group>(createGroup);
const onPolicy = callsOn<Policy>(createPolicy);
const onServiceLinkedRole = callsOn<Role>(createServiceLinkedRole);
const isSilent = true;

const putRolePolicy: Prepare<Role> = (iam, role) =>
  iam.send(new PutRolePolicyCommand({ ...role, ...inline }));
const attachRolePolicy: Prepare<Role> = (iam, role) =>
  iam.send(new AttachRolePolicyCommand({ ...role, ...managed }));
const boundRole: Prepare<Role> = (iam, role) =>
  iam.send(new PutRolePermissionsBoundaryCommand({ ...role, ...boundary }));
const useByRoleTag: Prepare<Role> = (iam, role) =>
  iam.send(new PutRolePolicyCommand({ ...role, ...ofTeamBlue }));
const tagRole: Prepare<Role> = (iam, role) => iam.send(new TagRoleCommand({ ...role, Tags }));
const putUserPolicy: Prepare<User> = (iam, user) =>
  iam.send(new PutUserPolicyCommand({ ...user, ...inline }));
const attachUserPolicy: Prepare<User> = (iam, user) =>
  iam.send(new AttachUserPolicyCommand({ ...user, ...managed }));
const useByUserTag: Prepare<User> = (iam, user) =>
  iam.send(new PutUserPolicyCommand({ ...user, ...ofTeamBlue }));
const tagUser: Prepare<User> = (iam, user) => iam.send(new TagUserCommand({ ...user, Tags }));
const putGroupPolicy: Prepare<Group> = (iam, group) =>
  iam.send(new PutGroupPolicyCommand({ ...group, ...inline }));
const attachGroupPolicy: Prepare<Group> = (iam, group) =>
  iam.send(new AttachGroupPolicyCommand({ ...group, ...managed }));
const removeMember: Prepare<Group> = (iam, group) =>
  iam.send(new RemoveUserFromGroupCommand(group));
const attachToRole: Prepare<Policy> = async (iam, policy) =>
  iam.send(new AttachRolePolicyCommand({ ...(await createRole(iam)), ...policy }));
const addVersion =
  (SetAsDefault: boolean): Prepare<Policy> =>
  (iam, policy) =>
    iam.send(
      new CreatePolicyVersionCommand({ ...policy, PolicyDocument: encryptAll, SetAsDefault }),
    );
const together =
  <Subject>(...all: Prepare<Subject>[]): Prepare<Subject> =>
  async (iam, subject) => {
    for (const prepare of all) await prepare(iam, subject);
  };

const roleCalls = [
  onRole("PutRolePolicy", { call: putRolePolicy }),
  onRole("DeleteRolePolicy", {
    before: putRolePolicy,
    call: (iam, role) =>
      iam.send(new DeleteRolePolicyCommand({ ...role, PolicyName: inline.PolicyName })),
  }),
  onRole("AttachRolePolicy", { call: attachRolePolicy }),
  onRole("DetachRolePolicy", {
    before: attachRolePolicy,
    call: (iam, role) => iam.send(new DetachRolePolicyCommand({ ...role, ...managed })),
  }),
  onRole("PutRolePermissionsBoundary", { before: putRolePolicy, call: boundRole }),
  onRole("DeleteRolePermissionsBoundary", {
    before: together(putRolePolicy, boundRole),
    call: (iam, role) => iam.send(new DeleteRolePermissionsBoundaryCommand(role)),
  }),
  onRole("UpdateAssumeRolePolicy", {
    isSilent,
    call: (iam, role) => {
      const PolicyDocument = trusting("ec2.amazonaws.com");
      return iam.send(new UpdateAssumeRolePolicyCommand({ ...role, PolicyDocument }));
    },
  }),
  onRole("TagRole", { before: useByRoleTag, call: tagRole }),
  onRole("UntagRole", {
    before: together(useByRoleTag, tagRole),
    call: (iam, role) => iam.send(new UntagRoleCommand({ ...role, TagKeys: ["team"] })),
  }),
  onRole("CreateRole", { isSilent }),
  onServiceLinkedRole("CreateServiceLinkedRole", { isSilent }),
  onServiceLinkedRole("DeleteServiceLinkedRole", {
    isSilent,
    call: (iam, role) => iam.send(new DeleteServiceLinkedRoleCommand(role)),
  }),
  onRole("DeleteRole", { isSilent, call: (iam, role) => iam.send(new DeleteRoleCommand(role)) }),
];

const userCalls = [
  onUser("CreateUser", { isSilent }),
  onUser("DeleteUser", { isSilent, call: (iam, user) => iam.send(new DeleteUserCommand(user)) }),
  // Policies go with the user: only its name is another.
  onUser("UpdateUser", {
    before: putUserPolicy,
    call: (iam, { UserName }) =>
      iam.send(new UpdateUserCommand({ UserName, NewUserName: `${UserName}-renamed` })),
  }),
  onUser("PutUserPolicy", { call: putUserPolicy }),
  onUser("DeleteUserPolicy", {
    before: putUserPolicy,
    call: (iam, user) =>
      iam.send(new DeleteUserPolicyCommand({ ...user, PolicyName: inline.PolicyName })),
  }),
  onUser("AttachUserPolicy", { call: attachUserPolicy }),
  onUser("DetachUserPolicy", {
    before: attachUserPolicy,
    call: (iam, user) => iam.send(new DetachUserPolicyCommand({ ...user, ...managed })),
  }),
  onUser("TagUser", { before: useByUserTag, call: tagUser }),
  onUser("UntagUser", {
    before: together(useByUserTag, tagUser),
    call: (iam, user) => iam.send(new UntagUserCommand({ ...user, TagKeys: ["team"] })),
  }),
];

const groupCalls = [
  onGroup("CreateGroup", { isSilent }),
  onGroup("DeleteGroup", {
    isSilent,
    before: removeMember,
    call: (iam, { GroupName }) => iam.send(new DeleteGroupCommand({ GroupName })),
  }),
  onGroup("UpdateGroup", {
    isSilent,
    before: putGroupPolicy,
    call: (iam, { GroupName }) =>
      iam.send(new UpdateGroupCommand({ GroupName, NewGroupName: `${GroupName}-renamed` })),
  }),
  onGroup("PutGroupPolicy", { call: putGroupPolicy }),
  onGroup("DeleteGroupPolicy", {
    before: putGroupPolicy,
    call: (iam, group) =>
      iam.send(new DeleteGroupPolicyCommand({ ...group, PolicyName: inline.PolicyName })),
  }),
  onGroup("AttachGroupPolicy", { call: attachGroupPolicy }),
  onGroup("DetachGroupPolicy", {
    before: attachGroupPolicy,
    call: (iam, group) => iam.send(new DetachGroupPolicyCommand({ ...group, ...managed })),
  }),
  onGroup("RemoveUserFromGroup", {
    before: putGroupPolicy,
    call: removeMember,
  }),
  onGroup("AddUserToGroup", {
    before: together(putGroupPolicy, removeMember),
    call: (iam, { GroupName, UserName }) =>
      iam.send(new AddUserToGroupCommand({ GroupName, UserName })),
  }),
];

const policyCalls = [
  onPolicy("CreatePolicy", { isSilent }),
  onPolicy("DeletePolicy", {
    isSilent,
    call: (iam, policy) => iam.send(new DeletePolicyCommand(policy)),
  }),
  onPolicy("CreatePolicyVersion", { before: attachToRole, call: addVersion(true) }),
  onPolicy("SetDefaultPolicyVersion", {
    before: together(attachToRole, addVersion(false)),
    call: (iam, policy) =>
      iam.send(new SetDefaultPolicyVersionCommand({ ...policy, VersionId: "v2" })),
  }),
  onPolicy("DeletePolicyVersion", {
    isSilent,
    before: addVersion(true),
    call: (iam, policy) => iam.send(new DeletePolicyVersionCommand({ ...policy, VersionId: "v1" })),
  }),
];

/** Calls of IAM that change what principals may do; what each returns is in its record. */
export const iamCalls: readonly LabCall[] = [
  ...roleCalls,
  ...userCalls,
  ...groupCalls,
  ...policyCalls,
];
