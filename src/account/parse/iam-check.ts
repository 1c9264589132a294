import { anyText, type Check, flag, list, object, orUnreadable, text } from "./check-json.ts";
import { policyDocument } from "./document-check.ts";

const tags = orUnreadable(list(object({ Key: text, Value: anyText }, {})));
const inlinePolicies = orUnreadable(
  list(object({ PolicyName: text }, { PolicyDocument: policyDocument })),
);
const attachedPolicies = orUnreadable(list(object({ PolicyArn: text }, { PolicyName: anyText })));
const boundary = orUnreadable(
  object({ PermissionsBoundaryArn: text }, { PermissionsBoundaryType: anyText }),
);

const user = object(
  { UserName: text, Arn: text },
  {
    UserId: anyText,
    Path: anyText,
    UserPolicyList: inlinePolicies,
    GroupList: orUnreadable(list(text)),
    AttachedManagedPolicies: attachedPolicies,
    PermissionsBoundary: boundary,
    Tags: tags,
  },
);

const group = object(
  { GroupName: text, Arn: text },
  {
    GroupId: anyText,
    Path: anyText,
    GroupPolicyList: inlinePolicies,
    AttachedManagedPolicies: attachedPolicies,
  },
);

const role = object(
  { RoleName: text, Arn: text },
  {
    RoleId: anyText,
    Path: anyText,
    AssumeRolePolicyDocument: policyDocument,
    RolePolicyList: inlinePolicies,
    AttachedManagedPolicies: attachedPolicies,
    PermissionsBoundary: boundary,
    Tags: tags,
  },
);

const managedPolicy = object(
  { Arn: text },
  {
    PolicyName: anyText,
    DefaultVersionId: anyText,
    PolicyVersionList: orUnreadable(
      list(object({ VersionId: text }, { IsDefaultVersion: flag, Document: policyDocument })),
    ),
  },
);

/** `iam get-account-authorization-details`. https://docs.aws.amazon.com/IAM/latest/APIReference/API_GetAccountAuthorizationDetails.html */
export const authorizationDetails: Check = orUnreadable(
  object(
    {},
    {
      UserDetailList: list(user),
      GroupDetailList: list(group),
      RoleDetailList: list(role),
      Policies: list(managedPolicy),
    },
  ),
);
