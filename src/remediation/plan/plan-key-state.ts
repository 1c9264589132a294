import type { RemediationCall } from "../../guardrail/finding/finding.ts";
import { recordedKey } from "./recorded-parts.ts";
import { automatic, noRevert, proposal, type RevertInput, type RevertPlan } from "./revert-plan.ts";

const DAY_MS = 24 * 60 * 60 * 1000;

/**
 * The key's state as it was. A key whose deletion is cancelled is disabled, whatever it was before;
 * key material that came or went is not the guardrail's to destroy or to have.
 * https://docs.aws.amazon.com/kms/latest/developerguide/key-state.html
 * https://docs.aws.amazon.com/kms/latest/APIReference/API_CancelKeyDeletion.html
 */
export function planKeyState(keyArn: string, input: RevertInput): RevertPlan {
  const key = recordedKey(input.before, keyArn);
  const old = key?.metadata.KeyState;
  const now = recordedKey(input.after, keyArn)?.metadata.KeyState;
  if (key === null || old === undefined || now === undefined) {
    return noRevert("the key's state before the event is not known");
  }
  if (old === now) return automatic([]);
  if (old === "PendingDeletion") {
    return proposal([scheduleAgain(keyArn, key.metadata["DeletionDate"], input.event.eventTime)], {
      code: "deletionStartsAnew",
      text: "scheduling the deletion again starts a new waiting period: a person decides whether the key is to go",
    });
  }
  if (now === "PendingImport" || old === "PendingImport") {
    return noRevert(
      now === "PendingImport"
        ? "only who has the key material can import it again"
        : "imported key material is not destroyed by the guardrail; DisableKey stops its use",
    );
  }
  const calls = callsBetween(keyArn, now, old);
  return calls === null
    ? noRevert(`no call takes a key from the state \`${now}\` to \`${old}\``)
    : automatic(calls);
}

function callsBetween(keyArn: string, from: string, to: string): readonly RemediationCall[] | null {
  const call = (operation: string): RemediationCall => ({
    service: "kms",
    operation,
    input: { KeyId: keyArn },
  });
  if (to !== "Enabled" && to !== "Disabled") return null;
  switch (from) {
    case "Enabled":
      return [call("DisableKey")];
    case "Disabled":
      return [call("EnableKey")];
    case "PendingDeletion":
    case "PendingReplicaDeletion":
      return to === "Enabled"
        ? [call("CancelKeyDeletion"), call("EnableKey")]
        : [call("CancelKeyDeletion")];
    default:
      return null;
  }
}

/** What was left of the waiting period, within the 7 to 30 days that KMS takes. */
function scheduleAgain(keyArn: string, deletion: unknown, eventTime: string): RemediationCall {
  const left = typeof deletion === "string" ? Date.parse(deletion) - Date.parse(eventTime) : NaN;
  const days = Number.isNaN(left) ? 30 : Math.ceil(left / DAY_MS);
  const PendingWindowInDays = Math.min(30, Math.max(7, days));
  const input = { KeyId: keyArn, PendingWindowInDays };
  return { service: "kms", operation: "ScheduleKeyDeletion", input };
}
