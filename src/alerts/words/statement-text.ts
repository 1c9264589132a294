import { parseArn } from "../../account/arn.ts";
import type { DeterminingStatement, Layer } from "../../kms/decision.ts";
import { shorten } from "./shorten.ts";

const mostSidCharacters = 120;

const layerNames: Readonly<Record<Layer, string>> = {
  "key-policy": "key policy",
  grant: "grant",
  "identity-policy": "identity policy",
  "permissions-boundary": "permissions boundary",
  "session-policy": "session policy",
  "service-control-policy": "SCP",
  "resource-control-policy": "RCP",
  "vpc-endpoint-policy": "VPC endpoint policy",
  "key-state": "key state",
  operation: "operation",
};

/** A layer in AWS's words. */
export function layerName(layer: Layer): string {
  return layerNames[layer];
}

/** A statement by its place: `identity policy ci-abac, statement 0 "AllowProject"`. */
export function statementText(statement: DeterminingStatement): string {
  const policy = policyText(statement.layer, statement.policy);
  const place = statementPlace(statement);
  const from = statement.from === undefined ? "" : `, through ${statement.from}`;
  return `${policy}${place === "" ? "" : `, ${place}`}${from}`;
}

/** `statement 0 "AllowProject"`; nothing for a grant, which has no statements. */
export function statementPlace({
  statement,
  sid,
}: Pick<DeterminingStatement, "statement" | "sid">): string {
  if (statement === null) return "";
  return `statement ${statement}${sid === null || sid === "" ? "" : ` "${shorten(sid, mostSidCharacters)}"`}`;
}

function policyText(layer: Layer, policy: string): string {
  // A layer that stops a request without a statement stands for itself.
  if (policy === layer || (layer === "key-policy" && policy === "default")) return layerName(layer);
  return `${layerName(layer)} ${policyName(policy)}`;
}

/** A managed policy by its name; one of AWS's own is told as such. */
export function policyName(policy: string): string {
  const arn = parseArn(policy);
  if (arn === null || !arn.resource.startsWith("policy/")) return policy;
  const name = arn.resource.slice(arn.resource.lastIndexOf("/") + 1);
  return arn.account === "aws" ? `${name} (AWS managed)` : name;
}
