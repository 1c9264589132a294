import * as z from "zod/mini";
import { optionalText, requestParser } from "../call-request.ts";
import { type CallParser, told } from "../reading.ts";
import { type IamIdentityType, readIdentityCall, untoldOfIam } from "./iam-subject.ts";

const policyRequest = z.object({ policyArn: optionalText });
const boundaryRequest = z.object({ permissionsBoundary: optionalText });
const membershipRequest = z.object({ groupName: optionalText });

const attachment = (
  type: IamIdentityType,
  kind: "iam-policy-attached" | "iam-policy-detached",
): CallParser =>
  requestParser(policyRequest, ({ policyArn }, call) =>
    readIdentityCall(call, type, (identity) =>
      policyArn ? told({ kind, identity, policyArn }) : untoldOfIam("the managed policy"),
    ),
  );

const putBoundary = (type: IamIdentityType): CallParser =>
  requestParser(boundaryRequest, ({ permissionsBoundary: policyArn }, call) =>
    readIdentityCall(call, type, (identity) =>
      policyArn
        ? told({ kind: "iam-boundary-set", identity, policyArn })
        : untoldOfIam("the permissions boundary"),
    ),
  );

const deleteBoundary =
  (type: IamIdentityType): CallParser =>
  (call) =>
    readIdentityCall(call, type, (identity) =>
      told({ kind: "iam-boundary-set", identity, policyArn: null }),
    );

const membership = (member: boolean): CallParser =>
  requestParser(membershipRequest, ({ groupName }, call) =>
    readIdentityCall(call, "user", ({ name: userName }) =>
      groupName
        ? told({ kind: "iam-group-membership", userName, groupName, member })
        : untoldOfIam("the group"),
    ),
  );

/**
 * What is attached to an identity: managed policies, the permissions boundary, groups.
 * https://docs.aws.amazon.com/IAM/latest/APIReference/API_AttachRolePolicy.html
 * https://docs.aws.amazon.com/IAM/latest/APIReference/API_PutRolePermissionsBoundary.html
 * https://docs.aws.amazon.com/IAM/latest/APIReference/API_AddUserToGroup.html
 */
export const iamAttachmentEvents: ReadonlyMap<string, CallParser> = new Map([
  ["AttachUserPolicy", attachment("user", "iam-policy-attached")],
  ["AttachGroupPolicy", attachment("group", "iam-policy-attached")],
  ["AttachRolePolicy", attachment("role", "iam-policy-attached")],
  ["DetachUserPolicy", attachment("user", "iam-policy-detached")],
  ["DetachGroupPolicy", attachment("group", "iam-policy-detached")],
  ["DetachRolePolicy", attachment("role", "iam-policy-detached")],
  ["PutUserPermissionsBoundary", putBoundary("user")],
  ["PutRolePermissionsBoundary", putBoundary("role")],
  ["DeleteUserPermissionsBoundary", deleteBoundary("user")],
  ["DeleteRolePermissionsBoundary", deleteBoundary("role")],
  ["AddUserToGroup", membership(true)],
  ["RemoveUserFromGroup", membership(false)],
]);
