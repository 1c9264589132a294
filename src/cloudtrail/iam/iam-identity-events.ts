import * as z from "zod/mini";
import { optionalText, readShape, requestParser } from "../call-request.ts";
import { objectMember } from "../json-object.ts";
import { present } from "../present.ts";
import { type CallParser, partlyTold, type Reading, told } from "../reading.ts";
import type { TrailCall } from "../trail-call.ts";
import { iamArn } from "./iam-arn.ts";
import { type IamIdentityType, readIdentityCall, untoldOfIam } from "./iam-subject.ts";
import { asIamTags, recordedIamTags } from "./recorded-iam-tags.ts";

const newIdentityRequest = z.object({
  userName: optionalText,
  groupName: optionalText,
  roleName: optionalText,
  path: optionalText,
  permissionsBoundary: optionalText,
  assumeRolePolicyDocument: optionalText,
  tags: recordedIamTags,
});

const newIdentityResponse = z.object({
  userName: optionalText,
  groupName: optionalText,
  roleName: optionalText,
  userId: optionalText,
  groupId: optionalText,
  roleId: optionalText,
  arn: optionalText,
  path: optionalText,
  permissionsBoundary: z.nullish(z.object({ permissionsBoundaryArn: optionalText })),
  assumeRolePolicyDocument: optionalText,
  tags: recordedIamTags,
});

type NewIdentityRequest = z.infer<typeof newIdentityRequest>;

/**
 * A new identity: named in the request, described by the response, whose trust policy is
 * URL-encoded. A service-linked role comes with a policy that the record does not tell.
 * https://docs.aws.amazon.com/IAM/latest/APIReference/API_CreateRole.html
 * https://docs.aws.amazon.com/IAM/latest/APIReference/API_CreateServiceLinkedRole.html
 */
function readNewIdentity(
  request: NewIdentityRequest,
  call: TrailCall,
  type: IamIdentityType,
  conclude: typeof told,
): Reading {
  const at = `responseElements.${type}`;
  const response = readShape(newIdentityResponse, objectMember(call.response, type) ?? {}, at);
  if ("malformed" in response) return response;
  const { value: made } = response;
  const name = request[`${type}Name`] ?? made[`${type}Name`];
  if (!name) return untoldOfIam(`the new ${type}'s name`);
  const path = made.path ?? request.path;
  return conclude({
    kind: "iam-identity-created",
    identity: { type, name },
    arn: made.arn ?? iamArn(call, type, path, name),
    ...present({
      uniqueId: made[`${type}Id`],
      path,
      tags: asIamTags(request.tags ?? made.tags),
      boundaryArn: request.permissionsBoundary ?? made.permissionsBoundary?.permissionsBoundaryArn,
      trustPolicy: request.assumeRolePolicyDocument ?? made.assumeRolePolicyDocument,
    }),
  });
}

const create = (type: IamIdentityType): CallParser =>
  requestParser(newIdentityRequest, (request, call) =>
    readNewIdentity(request, call, type, call.request === null ? partlyTold : told),
  );

const remove =
  (type: IamIdentityType): CallParser =>
  (call) =>
    readIdentityCall(call, type, (identity) => told({ kind: "iam-identity-deleted", identity }));

/** A new name or path makes another ARN, which policies may or may not name. */
const rename =
  (type: IamIdentityType): CallParser =>
  (call) =>
    readIdentityCall(call, type, ({ name }) =>
      untoldOfIam(`all that the new name or path of the ${type} \`${name}\` changes`),
    );

/**
 * Users, groups and roles that come, go or get another name.
 * https://docs.aws.amazon.com/IAM/latest/APIReference/API_UpdateUser.html
 * https://docs.aws.amazon.com/IAM/latest/APIReference/API_DeleteServiceLinkedRole.html
 */
export const iamIdentityEvents: ReadonlyMap<string, CallParser> = new Map([
  ["CreateUser", create("user")],
  ["CreateGroup", create("group")],
  ["CreateRole", create("role")],
  [
    "CreateServiceLinkedRole",
    requestParser(newIdentityRequest, (request, call) =>
      readNewIdentity(request, call, "role", partlyTold),
    ),
  ],
  ["DeleteUser", remove("user")],
  ["DeleteGroup", remove("group")],
  ["DeleteRole", remove("role")],
  [
    "DeleteServiceLinkedRole",
    () => untoldOfIam("whether the service-linked role is gone: that is decided later"),
  ],
  ["UpdateUser", rename("user")],
  ["UpdateGroup", rename("group")],
]);
