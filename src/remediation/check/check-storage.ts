import type { RemediationCall } from "../../guardrail/finding/finding.ts";
import type { World } from "../../kms/world/world.ts";
import { isGonePrincipal } from "./gone-principals.ts";
import type { Refusal } from "./refusal.ts";
import { checkStorable } from "./storable-policy.ts";

/** The longest endpoint policy. https://docs.aws.amazon.com/vpc/latest/privatelink/vpc-endpoints-access.html */
const MOST_ENDPOINT_CHARACTERS = 20_480;

export interface StorageResult {
  readonly refusals: readonly Refusal[];
  /** The calls with documents that would be taken; null: there are none such, or none are needed. */
  readonly repaired: readonly RemediationCall[] | null;
}

/** Whether AWS would take the documents and tags that a plan puts back. */
export function checkStorage(calls: readonly RemediationCall[], world: World): StorageResult {
  const checks = calls.map((call) => checkCall(call, world));
  const refusals = checks.flatMap(({ reasons }) =>
    reasons.map((text): Refusal => ({ code: "unstorable", text })),
  );
  const repaired = checks.map((check) => check.repaired).filter((call) => call !== null);
  return {
    refusals,
    repaired: refusals.length > 0 && repaired.length === calls.length ? repaired : null,
  };
}

interface CallCheck {
  readonly reasons: readonly string[];
  readonly repaired: RemediationCall | null;
}

function checkCall(call: RemediationCall, world: World): CallCheck {
  switch (call.operation) {
    case "PutKeyPolicy":
      return checkKeyPolicy(call, world);
    case "ModifyVpcEndpoint":
    case "CreateVpcEndpoint":
      return checkEndpointPolicy(call);
    case "TagResource":
      return checkTags(call);
    default:
      return { reasons: [], repaired: call };
  }
}

function checkKeyPolicy(call: RemediationCall, world: World): CallCheck {
  const text = call.input["Policy"];
  if (typeof text !== "string") return { reasons: [], repaired: call };
  const { faults, repaired } = checkStorable(text, (principal) =>
    isGonePrincipal(world, principal),
  );
  if (faults.length === 0) return { reasons: [], repaired: call };
  const more = faults.length > 5 ? `; and ${faults.length - 5} more` : "";
  return {
    reasons: [`KMS would refuse the former key policy: ${faults.slice(0, 5).join("; ")}${more}`],
    repaired: repaired === null ? null : { ...call, input: { ...call.input, Policy: repaired } },
  };
}

function checkEndpointPolicy(call: RemediationCall): CallCheck {
  const text = call.input["PolicyDocument"];
  if (typeof text !== "string" || text.length <= MOST_ENDPOINT_CHARACTERS) {
    return { reasons: [], repaired: call };
  }
  const limit = `more than ${MOST_ENDPOINT_CHARACTERS} characters`;
  return { reasons: [`EC2 would refuse the former endpoint policy: ${limit}`], repaired: null };
}

/** Tags of AWS's own cannot be set. https://docs.aws.amazon.com/kms/latest/developerguide/tagging-keys.html */
function checkTags(call: RemediationCall): CallCheck {
  const tags = (call.input["Tags"] ?? []) as readonly { readonly TagKey?: string }[];
  const reserved = tags.filter(({ TagKey }) => TagKey?.toLowerCase().startsWith("aws:"));
  if (call.service !== "kms" || reserved.length === 0) return { reasons: [], repaired: call };
  const names = reserved.map(({ TagKey }) => `\`${TagKey}\``).join(", ");
  return { reasons: [`only AWS sets the tags ${names}`], repaired: null };
}
