import type { AuthorizationDetails, SnapshotKey, VpcEndpoint } from "../../account/snapshot.ts";
import type { Observed, StoredEvent, StoredState } from "../../guardrail/ports.ts";
import { nothingStored } from "../../guardrail/state/projection-write.ts";
import type { BodyStore } from "./body-store.ts";
import { headerName, inventoryName, type StateItem, sweepName } from "./state-items.ts";

/** The stored state that items tell. A body that is gone is as if it had never been recorded. */
export async function stateOfItems(
  items: readonly StateItem[],
  bodies: BodyStore,
): Promise<StoredState> {
  const header = items.find(({ item }) => item === headerName);
  if (header === undefined) return nothingStored;
  const sweep = items.find(({ item }) => item === sweepName)?.body;
  const [keys, endpoints, inventory, events, account, swept] = await Promise.all([
    observedOf<SnapshotKey>(named(items, "KEY#"), bodies),
    observedOf<VpcEndpoint>(named(items, "ENDPOINT#"), bodies),
    observedOf<AuthorizationDetails>(named(items, inventoryName), bodies),
    eventsOf(named(items, "EVENT#"), bodies),
    header.body === undefined ? {} : bodies.unpack<StoredState["account"]>(header.body),
    sweep === undefined ? null : bodies.unpack<StoredState["sweep"]>(sweep),
  ]);
  const foldedThrough = header["foldedThrough"];
  return {
    revision: header.version,
    isComplete: header["isComplete"] === true,
    foldedThrough: typeof foldedThrough === "string" ? foldedThrough : null,
    account: account ?? {},
    keys,
    endpoints: header["hasEndpoints"] === true ? endpoints : null,
    authorizationDetails: inventory[0] ?? null,
    events,
    sweep: swept ?? null,
  };
}

function named(items: readonly StateItem[], prefix: string): readonly StateItem[] {
  return items.filter(({ item }) => item.startsWith(prefix));
}

async function observedOf<T>(
  items: readonly StateItem[],
  bodies: BodyStore,
): Promise<readonly Observed<T>[]> {
  const all = await Promise.all(
    items.map(async ({ body, ...item }) => {
      const value = body === undefined ? undefined : await bodies.unpack<T>(body);
      return value === undefined ? [] : [{ value, observedAt: String(item["observedAt"]) }];
    }),
  );
  return all.flat();
}

async function eventsOf(
  items: readonly StateItem[],
  bodies: BodyStore,
): Promise<readonly StoredEvent[]> {
  return Promise.all(
    items.map(async ({ body, ...item }) => {
      const record = body === undefined ? undefined : await bodies.unpack<unknown>(body);
      const { findingId, revertCall } = item as { readonly [name: string]: unknown };
      return {
        eventId: String(item["eventId"]),
        eventTime: String(item["eventTime"]),
        record: record ?? null,
        findingId: typeof findingId === "string" ? findingId : null,
        ...(typeof revertCall === "number" ? { revertCall } : {}),
      };
    }),
  );
}
