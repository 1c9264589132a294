import type { SnapshotKey, VpcEndpoint } from "../../account/snapshot.ts";
import type { Finding } from "../../guardrail/finding/finding.ts";
import type { EventJudgement, Observed, StateWrite, StoredEvent } from "../../guardrail/ports.ts";
import type { Home } from "../../guardrail/state/home.ts";
import type { SweepState } from "../../guardrail/state/sweep-state.ts";
import type { Body, BodyStore } from "./body-store.ts";

/** What an item of the table holds: its key, what may be looked at in a console, and the packed rest. */
export interface ItemContent {
  /** The account and Region, with `/findings` for those, which are not read with the state. */
  readonly scope: string;
  readonly item: string;
  readonly body?: Body;
  readonly [attribute: string]: unknown;
}

export interface StateItem extends ItemContent {
  /** The revision that wrote it. */
  readonly version: number;
}

export type ItemWrite =
  | { readonly put: ItemContent }
  | { readonly remove: { readonly scope: string; readonly item: string } };

/** The item that counts revisions. */
export const headerName = "HEADER";
export const inventoryName = "IAM";
export const sweepName = "SWEEP";

export function scopeOf({ account, region }: Home): string {
  return `${account}/${region}`;
}

export function findingsScopeOf(home: Home): string {
  return `${scopeOf(home)}/findings`;
}

/** The item of an event, and in the scope of findings that of its finding. */
export function findingItemName(eventId: string): string {
  return `EVENT#${eventId}`;
}

/** Findings are kept for a year. https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/TTL.html */
const secondsKept = 365 * 24 * 60 * 60;

/** The items that a commit writes, without the header. */
export async function itemsOfWrite(
  home: Home,
  write: StateWrite,
  bodies: BodyStore,
): Promise<readonly ItemWrite[]> {
  const scope = scopeOf(home);
  const put = async (item: string, value: unknown, more: object, where?: "object") => ({
    put: {
      scope,
      item,
      body: await bodies.pack(`${scope}/${item}`, value, where),
      ...more,
    },
  });
  const remove = (item: string) => ({ remove: { scope, item } });
  const { authorizationDetails, sweep } = write;
  return [
    ...(await Promise.all([
      ...(write.keys ?? []).map((key) => put(keyName(key.value), key.value, observed(key))),
      ...(write.endpoints ?? []).map((endpoint) =>
        put(endpointName(endpoint.value), endpoint.value, observed(endpoint)),
      ),
      ...(authorizationDetails === undefined
        ? []
        : [
            put(
              inventoryName,
              authorizationDetails.value,
              observed(authorizationDetails),
              "object",
            ),
          ]),
      ...(sweep === undefined ? [] : [put(sweepName, sweep, shownOfSweep(sweep))]),
      ...(write.events ?? []).map((event) => put(...eventItem(event))),
      ...(write.judgements ?? []).map((judgement) => findingWrite(home, judgement, bodies)),
    ])),
    ...(write.removedKeys ?? []).map((arn) => remove(`KEY#${arn}`)),
    ...(write.removedEndpoints ?? []).map((id) => remove(`ENDPOINT#${id}`)),
    ...(write.removedEvents ?? []).map((id) => remove(`EVENT#${id}`)),
  ];
}

/** The names of the items of a scope that are written. */
export function namesOf(writes: readonly ItemWrite[], scope: string): readonly string[] {
  const named = writes.map((write) => ("put" in write ? write.put : write.remove));
  return named.filter((item) => item.scope === scope).map(({ item }) => item);
}

function keyName({ metadata }: SnapshotKey): string {
  return `KEY#${metadata.Arn}`;
}

function endpointName({ VpcEndpointId }: VpcEndpoint): string {
  return `ENDPOINT#${VpcEndpointId}`;
}

function observed({ observedAt }: Observed<unknown>): object {
  return { observedAt };
}

function eventItem({ record, ...shown }: StoredEvent) {
  return [`EVENT#${shown.eventId}`, record, shown] as const;
}

function shownOfSweep({ sweepId, startedAt, endedAt, lastEndedAt }: SweepState): object {
  return { sweepId, startedAt, endedAt, lastEndedAt: lastEndedAt ?? null };
}

async function findingWrite(
  home: Home,
  { eventId, finding }: EventJudgement,
  bodies: BodyStore,
): Promise<ItemWrite> {
  const scope = findingsScopeOf(home);
  const item = findingItemName(eventId);
  if (finding === null) return { remove: { scope, item } };
  const body = await bodies.pack(`${scope}/${item}`, finding);
  return { put: { scope, item, body, ...shownOf(finding) } };
}

function shownOf({ findingId, kind, severity, title, effectiveFrom }: Finding): object {
  const expiresAt = Math.floor(Date.parse(effectiveFrom) / 1000) + secondsKept;
  return { findingId, kind, severity, title, effectiveFrom, expiresAt };
}
