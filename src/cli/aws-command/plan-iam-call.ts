import type { IdentityView } from "../../account/attributes/identity-view.ts";
import type { IamIdentity } from "../../account/change.ts";
import { readDocument } from "../../account/policy-document.ts";
import { isUnreadable } from "../../account/snapshot.ts";
import type { Compiler } from "../../kms/compiler.ts";
import { refusedByAws } from "./aws-error.ts";
import { findCallIdentity } from "./find-call-identity.ts";
import { type Input, requiredText, structuresOf, textOf } from "./input.ts";
import { malformedDocument } from "./malformed-document.ts";
import type { CallContext, CallPlanner } from "./planned-call.ts";
import { lowerCamel } from "./recorded-members.ts";
import { tagRefusals } from "./tag-refusals.ts";

type Refusals = (input: Input, view: IdentityView, context: CallContext) => readonly string[];

/** The one Region in which a partition's IAM is called. */
const iamRegions: Readonly<Record<string, string>> = {
  "aws-us-gov": "us-gov-west-1",
  "aws-cn": "cn-north-1",
};

/** Plans a call on a user, group or role; all that it names must be there. */
function onIdentity(
  types: readonly IamIdentity["type"][],
  refusalsOf: Refusals = () => [],
): CallPlanner {
  return (input, context, api) => {
    const found = types.map((type) =>
      findCallIdentity({ type, name: requiredText(input, nameMember(type)) }, context),
    );
    const reasons = found.flatMap(({ view }) =>
      view === null ? [] : refusalsOf(input, view, context),
    );
    const [snapshot] = found.map((one) => one.snapshot);
    if (reasons.length > 0 || snapshot === undefined) throw refusedByAws(api, reasons);
    const { account, partition } = snapshot;
    const region = iamRegions[partition] ?? "us-east-1";
    return {
      account,
      region,
      request: lowerCamel(input),
      response: null,
      resources: [],
      notes: [],
    };
  };
}

function nameMember(type: IamIdentity["type"]): string {
  return `${type.charAt(0).toUpperCase()}${type.slice(1)}Name`;
}

const putInline: Refusals = (input, _view, { world }) =>
  identityPolicyRefusals(requiredText(input, "PolicyDocument"), world.compiler);

function identityPolicyRefusals(text: string, compiler: Compiler): readonly string[] {
  const document = readDocument(text);
  if (isUnreadable(document)) return [`the policy cannot be read: ${document.unreadable}`];
  const malformed = malformedDocument(document.json, "identity-policy", compiler);
  return malformed === null ? [] : [`the policy is malformed: ${malformed}`];
}

const deleteInline: Refusals = (input, { inlinePolicies }) => {
  const name = requiredText(input, "PolicyName");
  const isThere =
    isUnreadable(inlinePolicies) || inlinePolicies.some(({ PolicyName }) => PolicyName === name);
  return isThere ? [] : [`there is no inline policy \`${name}\``];
};

const detach: Refusals = (input, { attachedPolicies }) => {
  const arn = requiredText(input, "PolicyArn");
  const isThere =
    isUnreadable(attachedPolicies) || attachedPolicies.some(({ PolicyArn }) => PolicyArn === arn);
  return isThere ? [] : [`the policy \`${arn}\` is not attached`];
};

const namePolicy: Refusals = (input) => {
  const arn = textOf(input, "PolicyArn") ?? textOf(input, "PermissionsBoundary") ?? "";
  const isArn = /^arn:[\w-]+:iam::(?:\d{12}|aws):policy\/./.test(arn);
  return isArn ? [] : [`\`${arn}\` is no ARN of a managed policy`];
};

const deleteBoundary: Refusals = (_input, { boundary }) =>
  boundary === null ? ["there is no permissions boundary"] : [];

const tag: Refusals = (input) =>
  tagRefusals(structuresOf(input, "Tags").map((one) => requiredText(one, "Key")));

/** https://docs.aws.amazon.com/IAM/latest/APIReference/API_Operations.html */
export const iamPlanners: Readonly<Record<string, CallPlanner>> = {
  PutRolePolicy: onIdentity(["role"], putInline),
  PutUserPolicy: onIdentity(["user"], putInline),
  PutGroupPolicy: onIdentity(["group"], putInline),
  DeleteRolePolicy: onIdentity(["role"], deleteInline),
  DeleteUserPolicy: onIdentity(["user"], deleteInline),
  DeleteGroupPolicy: onIdentity(["group"], deleteInline),
  AttachRolePolicy: onIdentity(["role"], namePolicy),
  AttachUserPolicy: onIdentity(["user"], namePolicy),
  AttachGroupPolicy: onIdentity(["group"], namePolicy),
  DetachRolePolicy: onIdentity(["role"], detach),
  DetachUserPolicy: onIdentity(["user"], detach),
  DetachGroupPolicy: onIdentity(["group"], detach),
  TagRole: onIdentity(["role"], tag),
  TagUser: onIdentity(["user"], tag),
  UntagRole: onIdentity(["role"]),
  UntagUser: onIdentity(["user"]),
  PutRolePermissionsBoundary: onIdentity(["role"], namePolicy),
  PutUserPermissionsBoundary: onIdentity(["user"], namePolicy),
  DeleteRolePermissionsBoundary: onIdentity(["role"], deleteBoundary),
  DeleteUserPermissionsBoundary: onIdentity(["user"], deleteBoundary),
  AddUserToGroup: onIdentity(["user", "group"]),
  RemoveUserFromGroup: onIdentity(["user", "group"]),
};
