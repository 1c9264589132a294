import type { Remediation, RemediationCall } from "../../guardrail/finding/finding.ts";
import { awsCliLine } from "./aws-cli-line.ts";
import type { Names } from "./names.ts";

type Input = RemediationCall["input"];
type Say = (input: Input, names: Names) => string;

/** How far a revert has come and what it would do; none: there is nothing to tell of one. */
export function revertLines(
  { remediation }: { readonly remediation: Remediation },
  names: Names,
): readonly string[] {
  const { calls, refusedBecause } = remediation;
  if (calls.length === 0 && refusedBecause === null) return [];
  return [revertStatus(remediation), ...revertSentences(remediation, names)];
}

/** What a revert would do, or did, a sentence a call. */
export function revertSentences(
  { calls }: Pick<Remediation, "calls">,
  names: Names,
): readonly string[] {
  return calls.map((call) => {
    const say = Object.hasOwn(sentences, call.operation) ? sentences[call.operation] : undefined;
    return say === undefined ? `run ${awsCliLine(call)}` : say(call.input, names);
  });
}

/** How far a revert has come. */
export function revertStatus({ status, refusedBecause }: Remediation): string {
  const because = refusedBecause === null ? "" : `: ${refusedBecause}`;
  return `${statusWords[status]}${because}`;
}

const statusWords: Readonly<Record<Remediation["status"], string>> = {
  none: "nothing to revert",
  proposed: "proposed, not done",
  awaitingApproval: "awaits approval",
  rejected: "rejected, not done",
  expired: "nobody decided in time, not done",
  applied: "done, not yet read back",
  verified: "done and read back",
  refused: "refused, not done",
  failed: "failed",
};

const sentences: Readonly<Record<string, Say>> = {
  TagResource: (input) => `set ${list(input["Tags"], tagText)}`,
  UntagResource: (input) => `remove the tag ${list(input["TagKeys"], text)}`,
  CreateAlias: (input, names) => `create ${alias(input)} for ${key(input["TargetKeyId"], names)}`,
  UpdateAlias: (input, names) =>
    `point ${alias(input)} back to ${key(input["TargetKeyId"], names)}`,
  DeleteAlias: (input) => `delete ${alias(input)}`,
  PutKeyPolicy: (input, names) =>
    `put back the key policy of ${key(input["KeyId"], names)} as it was`,
  CreateGrant: (input, names) =>
    `create a grant for ${principal(input["GranteePrincipal"], names)} on ${key(input["KeyId"], names)}, with another id and token`,
  RevokeGrant: (input, names) =>
    `revoke the grant ${text(input["GrantId"])} on ${key(input["KeyId"], names)}`,
  ModifyVpcEndpoint: (input) =>
    `put back the VPC endpoint ${text(input["VpcEndpointId"])} as it was`,
  DeleteVpcEndpoints: (input) => `delete the VPC endpoint ${list(input["VpcEndpointIds"], text)}`,
  CancelKeyDeletion: (input, names) => `cancel the deletion of ${key(input["KeyId"], names)}`,
  EnableKey: (input, names) => `enable ${key(input["KeyId"], names)}`,
  DisableKey: (input, names) => `disable ${key(input["KeyId"], names)}`,
};

function tagText(tag: unknown): string {
  if (typeof tag !== "object" || tag === null) return "a tag";
  const { TagKey, TagValue }: { TagKey?: unknown; TagValue?: unknown } = tag;
  return `the tag ${text(TagKey)} to ${JSON.stringify(text(TagValue))}`;
}

function list(value: unknown, say: (item: unknown) => string): string {
  return Array.isArray(value) ? value.map(say).join(", ") : text(value);
}

function alias(input: Input): string {
  return text(input["AliasName"]);
}

function key(value: unknown, names: Names): string {
  return typeof value === "string" ? names.key(value) : "the key";
}

function principal(value: unknown, names: Names): string {
  return typeof value === "string" ? names.principal(value) : "its grantee";
}

function text(value: unknown): string {
  return typeof value === "string" ? value : JSON.stringify(value ?? null);
}
