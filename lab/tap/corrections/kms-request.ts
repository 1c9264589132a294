import type { Call } from "../call.ts";
import { asText, type JsonObject } from "../json.ts";
import type { ServiceError } from "../service-error.ts";

const keyArn = /^arn:aws:kms:([^:]+):\d+:key\/(.+)$/;

/** What moto takes a request of KMS for, where it would misunderstand the one that AWS takes. */
export function correctKmsRequest({
  operation,
  region,
  json,
}: Pick<Call, "operation" | "region" | "json">): JsonObject | ServiceError {
  const corrected: Record<string, unknown> = { ...json };
  for (const member of ["KeyId", "TargetKeyId"]) {
    const [, keyRegion, keyId] = keyArn.exec(asText(json[member]) ?? "") ?? [];
    if (keyRegion === undefined) continue;
    // moto finds a key of another Region by its id, and several operations know no ARN.
    if (keyRegion !== region) return notOfThisRegion(keyRegion);
    corrected[member] = keyId;
  }
  if (operation === "GetKeyPolicy" || operation === "PutKeyPolicy") {
    corrected["PolicyName"] ??= "default";
  }
  if (operation === "CreateKey") corrected["KeyUsage"] ??= "ENCRYPT_DECRYPT";
  return corrected;
}

function notOfThisRegion(region: string): ServiceError {
  return { code: "NotFoundException", message: `Invalid arn ${region}`, status: 400 };
}
