import type { Change } from "../../account/change.ts";
import type { Snapshot } from "../../account/snapshot.ts";
import type { TrailEvent } from "../../cloudtrail/trail-event.ts";
import type { StoredState } from "../../guardrail/ports.ts";
import { isReadAlready } from "../../guardrail/state/projection.ts";
import { beforeEvent } from "./before-event.ts";
import { isOfEndpoint } from "./live-parts.ts";

/**
 * The account as it was read, for an event of some time: a resource that was read only after the
 * event shows what the event made of it, so what was there before is not known.
 */
export function observedBefore(
  observed: Snapshot,
  stored: StoredState,
  event: TrailEvent,
  changes: readonly Change[],
): Snapshot {
  const time = Date.parse(event.eventTime);
  const isRead = (change: Change) =>
    isReadAlready(event, change, stored) ||
    Date.parse(observedAtOf(stored, change) ?? event.eventTime) > time;
  return changes
    .filter(isRead)
    .reduce((account, change) => beforeEvent(account, event, [change]), observed);
}

/** When the resource was read that a change touches; null: never, or it is none of those kept. */
function observedAtOf(stored: StoredState, change: Change): string | null {
  if (isOfEndpoint(change)) return latest(stored.endpoints ?? []);
  if (change.kind === "none") return null;
  if (change.kind.startsWith("iam-")) return stored.authorizationDetails?.observedAt ?? null;
  const arn = keyArnOf(change);
  return stored.keys.find(({ value }) => value.metadata.Arn === arn)?.observedAt ?? null;
}

function keyArnOf(change: Change): string | null {
  if (change.kind === "key-created") return change.metadata.Arn;
  if (change.kind === "alias-set") return change.targetKeyArn;
  return "keyArn" in change ? change.keyArn : null;
}

function latest(parts: readonly { readonly observedAt: string }[]): string | null {
  return parts.reduce<string | null>(
    (last, { observedAt }) => (last === null || observedAt > last ? observedAt : last),
    null,
  );
}
