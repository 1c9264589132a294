import { operationsOf } from "./aws-operation.ts";
import { listOf, structure, text, texts } from "./shape.ts";

const tags = listOf(structure({ Key: text, Value: text }, ["Key", "Value"]));
const RoleName = text;
const UserName = text;
const GroupName = text;
const inlinePolicy = { PolicyName: text, PolicyDocument: text };

/** https://docs.aws.amazon.com/IAM/latest/APIReference/API_Operations.html */
export const iamOperations = operationsOf("iam", {
  PutRolePolicy: [{ RoleName, ...inlinePolicy }, "RoleName", "PolicyName", "PolicyDocument"],
  PutUserPolicy: [{ UserName, ...inlinePolicy }, "UserName", "PolicyName", "PolicyDocument"],
  PutGroupPolicy: [{ GroupName, ...inlinePolicy }, "GroupName", "PolicyName", "PolicyDocument"],
  DeleteRolePolicy: [{ RoleName, PolicyName: text }, "RoleName", "PolicyName"],
  DeleteUserPolicy: [{ UserName, PolicyName: text }, "UserName", "PolicyName"],
  DeleteGroupPolicy: [{ GroupName, PolicyName: text }, "GroupName", "PolicyName"],
  AttachRolePolicy: [{ RoleName, PolicyArn: text }, "RoleName", "PolicyArn"],
  AttachUserPolicy: [{ UserName, PolicyArn: text }, "UserName", "PolicyArn"],
  AttachGroupPolicy: [{ GroupName, PolicyArn: text }, "GroupName", "PolicyArn"],
  DetachRolePolicy: [{ RoleName, PolicyArn: text }, "RoleName", "PolicyArn"],
  DetachUserPolicy: [{ UserName, PolicyArn: text }, "UserName", "PolicyArn"],
  DetachGroupPolicy: [{ GroupName, PolicyArn: text }, "GroupName", "PolicyArn"],
  TagRole: [{ RoleName, Tags: tags }, "RoleName", "Tags"],
  TagUser: [{ UserName, Tags: tags }, "UserName", "Tags"],
  UntagRole: [{ RoleName, TagKeys: texts }, "RoleName", "TagKeys"],
  UntagUser: [{ UserName, TagKeys: texts }, "UserName", "TagKeys"],
  PutRolePermissionsBoundary: [
    { RoleName, PermissionsBoundary: text },
    "RoleName",
    "PermissionsBoundary",
  ],
  PutUserPermissionsBoundary: [
    { UserName, PermissionsBoundary: text },
    "UserName",
    "PermissionsBoundary",
  ],
  DeleteRolePermissionsBoundary: [{ RoleName }, "RoleName"],
  DeleteUserPermissionsBoundary: [{ UserName }, "UserName"],
  AddUserToGroup: [{ GroupName, UserName }, "GroupName", "UserName"],
  RemoveUserFromGroup: [{ GroupName, UserName }, "GroupName", "UserName"],
});
