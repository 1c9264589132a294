import type { Change } from "../../account/change.ts";
import {
  type AuthorizationDetails,
  isUnreadable,
  type Snapshot,
  type SnapshotKey,
  type Unreadable,
  type VpcEndpoint,
} from "../../account/snapshot.ts";
import { isHere } from "../../account/snapshot-keys.ts";
import type { LiveReader, Observed, StateWrite, StoredState } from "../../guardrail/ports.ts";
import type { Unknown } from "../../kms/decision.ts";
import { keysReached } from "./keys-reached.ts";

/** What was read of the live account for an event. */
export interface LiveParts {
  readonly keys: readonly SnapshotKey[];
  readonly endpoints: readonly VpcEndpoint[] | null;
  /** What of the recorded resources could not be read. */
  readonly unconfirmed: readonly Unknown[];
  /** What was read and is to be recorded, since nothing was recorded of it. */
  readonly unrecorded: Pick<StateWrite, "keys" | "endpoints" | "authorizationDetails">;
  /** The state with these. */
  readonly stored: StoredState;
  /** What AWS refuses to tell: it is in the account for this event, and is not recorded. */
  readonly untold: {
    readonly vpcEndpoints?: Unreadable;
    readonly authorizationDetails?: Unreadable;
  };
}

/**
 * Reads the resources that changes touch, and those of which nothing is recorded yet.
 */
export async function readLiveParts(
  reader: LiveReader,
  known: Snapshot,
  stored: StoredState,
  changes: readonly Change[],
  now: () => string,
): Promise<LiveParts> {
  const arns = (keysReached(changes) ?? []).filter((arn) => isHere(known, arn));
  const recorded = recordedArns(known, stored);
  const unconfirmed: Unknown[] = [];
  /** What is recorded is read to confirm it only: the event is judged all the same. */
  const toConfirm = (what: string, error: unknown) => {
    const reason = error instanceof Error ? error.name : String(error);
    unconfirmed.push({
      code: "confirmLater",
      text: `${what} could not be read (${reason}); the event is trusted, to be confirmed later`,
    });
    return null;
  };
  const readKey = (arn: string) =>
    recorded.has(arn)
      ? reader.readKey(arn).catch((error: unknown) => toConfirm(`\`${arn}\``, error))
      : reader.readKey(arn);
  const readEndpoints = () => {
    if (stored.endpoints === null) return reader.readEndpoints();
    if (!changes.some(isOfEndpoint)) return null;
    return reader.readEndpoints().catch((error: unknown) => toConfirm("the VPC endpoints", error));
  };
  const [keys, endpoints, details] = await Promise.all([
    Promise.all(arns.map(readKey)),
    readEndpoints(),
    stored.authorizationDetails === null ? reader.readAuthorizationDetails() : null,
  ]);
  const read = keys.filter((key) => key !== null);
  const observed = observeUnrecorded(known, stored, { keys: read, endpoints, details }, now());
  return {
    keys: read,
    unconfirmed,
    endpoints: orNull(endpoints),
    untold: {
      ...(isUnreadable(endpoints) && stored.endpoints === null ? { vpcEndpoints: endpoints } : {}),
      ...(isUnreadable(details) && stored.authorizationDetails === null
        ? { authorizationDetails: details }
        : {}),
    },
    unrecorded: observed,
    stored: {
      ...stored,
      keys: [...stored.keys, ...(observed.keys ?? [])],
      endpoints: stored.endpoints ?? observed.endpoints ?? null,
      authorizationDetails: observed.authorizationDetails ?? stored.authorizationDetails,
    },
  };
}

interface Read {
  readonly keys: readonly SnapshotKey[];
  readonly endpoints: readonly VpcEndpoint[] | Unreadable | null;
  readonly details: AuthorizationDetails | Unreadable | null;
}

function observeUnrecorded(
  known: Snapshot,
  stored: StoredState,
  read: Read,
  observedAt: string,
): LiveParts["unrecorded"] {
  const observe = <T>(value: T): Observed<T> => ({ value, observedAt });
  const recorded = recordedArns(known, stored);
  const keys = read.keys.filter((key) => !recorded.has(arnOf(key))).map(observe);
  const endpoints = stored.endpoints === null ? orNull(read.endpoints) : null;
  const details = orNull(read.details);
  return {
    ...(keys.length === 0 ? {} : { keys }),
    ...(endpoints === null ? {} : { endpoints: endpoints.map(observe) }),
    ...(details === null ? {} : { authorizationDetails: observe(details) }),
  };
}

/** The keys that are recorded, those too that an event deleted or has yet to create. */
function recordedArns({ keys }: Snapshot, stored: StoredState): ReadonlySet<string> {
  const known = isUnreadable(keys) ? [] : keys;
  return new Set([...known, ...stored.keys.map(({ value }) => value)].map(arnOf));
}

function orNull<T>(part: T | Unreadable | null): T | null {
  return part === null || isUnreadable(part) ? null : part;
}

function arnOf({ metadata }: SnapshotKey): string {
  return metadata.Arn;
}

export function isOfEndpoint({ kind }: Change): boolean {
  return (
    kind === "endpoint-created" || kind === "endpoint-modified" || kind === "endpoints-deleted"
  );
}
