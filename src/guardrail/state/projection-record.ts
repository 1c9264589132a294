import { isUnreadable, type Snapshot, type Unreadable } from "../../account/snapshot.ts";
import type { Observed, StateStore } from "../ports.ts";

/**
 * Records a whole account as it was read at a time, over what was recorded before. Parts that could
 * not be read are left out: they are read again when an event needs them.
 */
export async function recordSnapshot(
  store: StateStore,
  snapshot: Snapshot,
  observedAt: string,
): Promise<"saved" | "stale"> {
  const observe = <T>(value: T): Observed<T> => ({ value, observedAt });
  const { revision } = await store.load();
  const { organization, otherAccounts, vpcEndpointServices } = snapshot;
  const keys = readable(snapshot.keys);
  const endpoints = readable(snapshot.vpcEndpoints);
  const details = readable(snapshot.authorizationDetails);
  return store.commit(revision, {
    account: {
      ...(organization === undefined ? {} : { organization }),
      ...(otherAccounts === undefined ? {} : { otherAccounts }),
      ...(vpcEndpointServices === undefined ? {} : { vpcEndpointServices }),
    },
    ...(keys === null ? {} : { keys: keys.map(observe), isComplete: true }),
    ...(endpoints === null ? {} : { endpoints: endpoints.map(observe) }),
    ...(details === null ? {} : { authorizationDetails: observe(details) }),
  });
}

function readable<T>(part: T | Unreadable | undefined): T | null {
  return part === undefined || isUnreadable(part) ? null : part;
}
