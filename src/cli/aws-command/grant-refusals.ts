import type { KeyMetadata } from "../../account/snapshot.ts";
import { KMS_ACTIONS } from "../../kms/action-table.ts";
import { GRANTABLE } from "../../kms/key/compiled-grant.ts";
import { possibleOperations } from "../../kms/key/key-operations.ts";
import { kmsActionIndex } from "../../kms/kms-vocabulary.ts";
import type { World } from "../../kms/world/world.ts";
import { hasAction } from "../../policy/action-set.ts";
import { isGonePrincipal } from "../../remediation/check/gone-principals.ts";
import { type Input, structureOf, textOf, textsOf } from "./input.ts";
import { isPossible } from "./key-refusals.ts";

/**
 * Why KMS would refuse a new grant.
 * https://docs.aws.amazon.com/kms/latest/APIReference/API_CreateGrant.html
 * https://docs.aws.amazon.com/kms/latest/developerguide/create-grant-overview.html
 */
export function grantRefusals(
  input: Input,
  metadata: KeyMetadata,
  world: World,
): readonly string[] {
  return [
    ...operationRefusals(textsOf(input, "Operations"), metadata),
    ...principalRefusals(input, world),
    ...constraintRefusals(input, metadata),
  ];
}

function operationRefusals(
  operations: readonly string[],
  metadata: KeyMetadata,
): readonly string[] {
  const possible = possibleOperations(metadata, {
    crossAccount: true,
    multiRegionServiceRole: false,
  });
  if (operations.length === 0) return ["the grant has no operations"];
  return operations.flatMap((operation) => {
    const action = kmsActionIndex(`kms:${operation}`);
    // The names of operations are told apart by case.
    const isName = action !== undefined && KMS_ACTIONS[action]?.name === operation;
    if (!isName || !hasAction(GRANTABLE, action)) {
      const list = operation.includes(",") ? ": spaces separate operations" : "";
      return [`\`${operation}\` is no operation that a grant can give${list}`];
    }
    if (isPossible(operation, possible)) return [];
    const { KeyUsage = "unknown usage", KeySpec = "unknown spec" } = metadata;
    return [`the key (${KeyUsage}, ${KeySpec}) does not support \`${operation}\``];
  });
}

function principalRefusals(input: Input, world: World): readonly string[] {
  const grantee = textOf(input, "GranteePrincipal");
  const service = textOf(input, "GranteeServicePrincipal");
  const retiring = textOf(input, "RetiringPrincipal");
  const retiringService = textOf(input, "RetiringServicePrincipal");
  const reasons: string[] = [];
  if ((grantee === undefined) === (service === undefined)) {
    reasons.push("a grant has one grantee: a principal or a service principal");
  }
  if (service !== undefined && (retiring === undefined) === (retiringService === undefined)) {
    reasons.push("a grant to a service principal has one retiring principal or service principal");
  }
  if (
    service !== undefined &&
    textOf(structureOf(input, "Constraints"), "SourceArn") === undefined
  ) {
    reasons.push("a grant to a service principal needs a `SourceArn` constraint");
  }
  for (const principal of [grantee, retiring]) {
    if (principal === undefined) continue;
    if (!principal.startsWith("arn:")) reasons.push(`\`${principal}\` is no principal's ARN`);
    else if (isGonePrincipal(world, principal)) reasons.push(`there is no \`${principal}\``);
  }
  return reasons;
}

function constraintRefusals(input: Input, { KeySpec }: KeyMetadata): readonly string[] {
  const { EncryptionContextEquals: equals, EncryptionContextSubset: subset } = structureOf(
    input,
    "Constraints",
  );
  const reasons: string[] = [];
  if (equals !== undefined && subset !== undefined) {
    reasons.push("a grant has one encryption context constraint: Equals or Subset");
  }
  const constrains = equals !== undefined || subset !== undefined;
  if (constrains && KeySpec !== undefined && KeySpec !== "SYMMETRIC_DEFAULT") {
    reasons.push(`a key of the spec ${KeySpec} takes no encryption context`);
  }
  return reasons;
}
