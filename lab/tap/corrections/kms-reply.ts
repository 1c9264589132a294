import type { Call } from "../call.ts";
import { asObject, asText, defined, type JsonObject } from "../json.ts";
import type { MotoClient } from "../moto-client.ts";
import type { GrantBook, NotedGrant } from "./grant-book.ts";
import { pageKmsList } from "./kms-pages.ts";

interface ReplyContext {
  readonly accountId: string;
  readonly grants: GrantBook;
  readonly moto: MotoClient;
}

type CorrectReply = (
  call: Call,
  answer: JsonObject,
  context: ReplyContext,
) => JsonObject | Promise<JsonObject>;

const corrections: Readonly<Record<string, CorrectReply>> = {
  CancelKeyDeletion: (call, answer, context) => ({ ...answer, KeyId: keyArn(call, context) }),
  CreateGrant: (call, answer, context) => {
    context.grants.note(notedGrant(call, answer));
    return answer;
  },
  ListGrants: listGrants,
  ReplicateKey: fillReplica,
  ScheduleKeyDeletion: (call, answer, context) => ({
    ...answer,
    KeyId: keyArn(call, context),
    KeyState: "PendingDeletion",
    PendingWindowInDays: call.json["PendingWindowInDays"] ?? 30,
  }),
};

/** What AWS would have answered where moto answers less. */
export async function correctKmsReply(
  call: Call,
  answer: JsonObject,
  context: ReplyContext,
): Promise<JsonObject> {
  const corrected = await corrections[call.operation]?.(call, answer, context);
  return pageKmsList(call, corrected ?? answer);
}

function keyArn({ json, region }: Call, { accountId }: ReplyContext): string {
  const keyId = asText(json["KeyId"]) ?? "";
  return keyId.startsWith("arn:") ? keyId : `arn:aws:kms:${region}:${accountId}:key/${keyId}`;
}

function notedGrant({ json, region }: Call, { GrantId, GrantToken }: JsonObject): NotedGrant {
  const { KeyId, GrantTokens: _, DryRun: __, ...members } = json;
  return {
    grantId: asText(GrantId) ?? "",
    token: asText(GrantToken) ?? "",
    keyId: asText(KeyId) ?? "",
    region,
    members: { ...members, CreationDate: Math.floor(Date.now() / 1_000) },
  };
}

/** Grants with all that they were made with, of the grantee that was asked for. */
function listGrants(call: Call, answer: JsonObject, context: ReplyContext): JsonObject {
  const grants = Array.isArray(answer["Grants"]) ? answer["Grants"].map(asObject) : [];
  const grantee = call.json["GranteePrincipal"];
  const whole = grants.map((grant) => ({
    ...withoutNulls(grant),
    Name: grant["Name"] ?? "",
    IssuingAccount: `arn:aws:iam::${context.accountId}:root`,
    ...context.grants.byId(asText(grant["GrantId"]) ?? "")?.members,
    KeyId: keyArn(call, context),
  }));
  return {
    ...answer,
    Grants: whole.filter((grant) => {
      const { GranteePrincipal } = grant as JsonObject;
      return grantee === undefined || GranteePrincipal === grantee;
    }),
  };
}

/** The replica gets the key policy, the tags and the description that were asked for. */
async function fillReplica({ json }: Call, answer: JsonObject, { moto }: ReplyContext) {
  const replica = asObject(answer["ReplicaKeyMetadata"]);
  const { Policy, Tags, Description } = json;
  const region = asText(json["ReplicaRegion"]) ?? "";
  const KeyId = asText(replica["KeyId"]) ?? "";
  if (Policy !== undefined) {
    await moto.kms(region, "PutKeyPolicy", { KeyId, Policy, PolicyName: "default" });
  }
  if (Tags !== undefined) await moto.kms(region, "TagResource", { KeyId, Tags });
  if (Description !== undefined) {
    await moto.kms(region, "UpdateKeyDescription", { KeyId, Description });
  }
  return defined({
    ...answer,
    ReplicaKeyMetadata: defined({
      ...replica,
      Description: Description ?? replica["Description"],
      KeyState: "Creating",
    }),
    ReplicaPolicy: Policy ?? answer["ReplicaPolicy"],
    ReplicaTags: Tags,
  });
}

function withoutNulls(object: JsonObject): JsonObject {
  return Object.fromEntries(Object.entries(object).filter(([, value]) => value !== null));
}
