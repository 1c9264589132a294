import type { AliasChange } from "../../account/change.ts";
import type { SnapshotKey } from "../../account/snapshot.ts";
import type { RemediationCall } from "../../guardrail/finding/finding.ts";
import { keyTypeOf } from "../../kms/key/key-type.ts";
import { recordedHolder, recordedKey, snapshotOfEvent } from "./recorded-parts.ts";
import { automatic, noRevert, proposal, type RevertInput, type RevertPlan } from "./revert-plan.ts";

/**
 * The alias as it was: gone, back on its former key, or there again.
 * https://docs.aws.amazon.com/kms/latest/APIReference/API_UpdateAlias.html
 */
export function planAlias(change: AliasChange, input: RevertInput): RevertPlan {
  const plan = planBack(change, input);
  const { targetKeyArn: target } = change;
  const isKnown = target === null || recordedKey(input.after, target) !== null;
  if (isKnown || plan.calls.length === 0) return plan;
  return proposal(plan.calls, {
    code: "keyUnknown",
    text: `the key \`${target}\` that has the alias now is not recorded, so nothing proves what taking it away does`,
  });
}

function planBack(change: AliasChange, input: RevertInput): RevertPlan {
  const { aliasName, targetKeyArn } = change;
  const old = recordedHolder(snapshotOfEvent(input.before, input.event), aliasName);
  if (old === null) {
    // Only CreateAlias makes an alias: moved or deleted, it was some key's.
    return input.event.eventName === "CreateAlias"
      ? automatic([remove(aliasName)])
      : noRevert(`which key had \`${aliasName}\` before is not recorded`);
  }
  const { Arn } = old.metadata;
  if (Arn === targetKeyArn) return automatic([]);
  const now = recordedKey(input.after, Arn);
  if (now === null) return noRevert(`the key \`${Arn}\` that had the alias is not there any more`);
  if (targetKeyArn === null) return automatic([create(aliasName, Arn)]);
  const target = recordedKey(input.after, targetKeyArn);
  return target !== null && ofAnotherType(now, target)
    ? automatic([remove(aliasName), create(aliasName, Arn)])
    : automatic([call("UpdateAlias", { AliasName: aliasName, TargetKeyId: Arn })]);
}

/**
 * UpdateAlias moves an alias only between keys of one type (symmetric, asymmetric, HMAC) and usage;
 * what the snapshot leaves out does not count, since an UpdateAlias that happened was possible.
 */
function ofAnotherType(a: SnapshotKey, b: SnapshotKey): boolean {
  return (
    differ(keyTypeOf(a.metadata), keyTypeOf(b.metadata)) ||
    differ(a.metadata.KeyUsage ?? null, b.metadata.KeyUsage ?? null)
  );
}

function differ(a: string | null, b: string | null): boolean {
  return a !== null && b !== null && a !== b;
}

function create(aliasName: string, keyArn: string): RemediationCall {
  return call("CreateAlias", { AliasName: aliasName, TargetKeyId: keyArn });
}

function remove(aliasName: string): RemediationCall {
  return call("DeleteAlias", { AliasName: aliasName });
}

function call(operation: string, input: RemediationCall["input"]): RemediationCall {
  return { service: "kms", operation, input };
}
