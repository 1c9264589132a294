import { type AttributeChange, isUnknown } from "../../account/attributes/attribute-value.ts";
import { endpointDifferences } from "../../account/attributes/endpoint-differences.ts";
import {
  inventoryDifferences,
  repairInventory,
} from "../../account/attributes/inventory-differences.ts";
import { keyDifferences } from "../../account/attributes/key-differences.ts";
import type { Observation } from "../../account/attributes/observation.ts";
import {
  type AuthorizationDetails,
  isUnreadable,
  type Snapshot,
  type SnapshotKey,
  type VpcEndpoint,
} from "../../account/snapshot.ts";
import { hashText } from "../finding/finding-id.ts";
import type { Observed, StateWrite, StoredState } from "../ports.ts";
import type { LookedResource } from "./look.ts";

/** What was read of the live account; what is left out was not looked at, or could not be read. */
export interface LiveRead {
  /** By ARN; null: there is no such key. */
  readonly keys?: ReadonlyMap<string, SnapshotKey | null>;
  readonly endpoints?: readonly VpcEndpoint[];
  readonly details?: AuthorizationDetails;
}

/** What a reading makes of the state. */
export interface Reconciled {
  /** What was never recorded before. */
  readonly first: Pick<StateWrite, "keys" | "endpoints" | "authorizationDetails">;
  /** What differs for sure: it did before, or was not known. */
  readonly observations: readonly Observation[];
  /** What differs and may yet be explained by an event on its way. */
  readonly unsure: readonly Unsure[];
}

export interface Unsure {
  readonly resource: LookedResource;
  readonly fingerprints: readonly string[];
}

/** Compares what was read with what is known; `seen`: the fingerprints of what differed before. */
export function reconcile(
  known: Snapshot,
  stored: StoredState,
  read: LiveRead,
  seen: ReadonlySet<string>,
  now: string,
): Reconciled {
  const observe = <T>(value: T): Observed<T> => ({ value, observedAt: now });
  const knownKeys = keysByArn(known);
  const isFirst = (arn: string) => !stored.isComplete && !knownKeys.has(arn);
  const looked = [...(read.keys ?? [])];
  const first = looked.flatMap(([arn, key]) =>
    key !== null && isFirst(arn) ? [observe(key)] : [],
  );
  const parts = [
    ...looked
      .filter(([arn]) => !isFirst(arn))
      .map(([arn, key]) => ofKey(arn, knownKeys.get(arn) ?? null, key, seen)),
    ...(read.endpoints === undefined || stored.endpoints === null
      ? []
      : [ofEndpoints(known, read.endpoints, seen)]),
    ...(read.details === undefined || stored.authorizationDetails === null
      ? []
      : [ofInventory(known, read.details, seen)]),
  ];
  return {
    first: {
      ...(first.length === 0 ? {} : { keys: first }),
      ...(read.endpoints !== undefined && stored.endpoints === null
        ? { endpoints: read.endpoints.map(observe) }
        : {}),
      ...(read.details !== undefined && stored.authorizationDetails === null
        ? { authorizationDetails: observe(read.details) }
        : {}),
    },
    observations: parts.flatMap(({ observations }) => observations),
    unsure: parts.flatMap(({ unsure }) => unsure),
  };
}

type Part = Pick<Reconciled, "observations" | "unsure">;

function keysByArn({ keys }: Snapshot): ReadonlyMap<string, SnapshotKey> {
  return new Map(isUnreadable(keys) ? [] : keys.map((key) => [key.metadata.Arn, key]));
}

function ofKey(
  keyArn: string,
  known: SnapshotKey | null,
  key: SnapshotKey | null,
  seen: ReadonlySet<string>,
): Part {
  const differences = keyDifferences(known, key);
  const isWhole = known === null || key === null;
  const sure = surelyOf(keyArn, differences, seen, isWhole);
  const rest = differences.filter((difference) => !sure.includes(difference));
  const attributes = sure.map(({ attribute }) => attribute);
  return {
    observations: sure.length === 0 ? [] : [{ kind: "key", keyArn, key, attributes }],
    unsure: unsureOf({ kind: "key", keyArn }, [[keyArn, rest]]),
  };
}

function ofEndpoints(
  known: Snapshot,
  live: readonly VpcEndpoint[],
  seen: ReadonlySet<string>,
): Part {
  const { vpcEndpoints } = known;
  const before = new Map(
    vpcEndpoints === undefined || isUnreadable(vpcEndpoints)
      ? []
      : vpcEndpoints.map((endpoint) => [endpoint.VpcEndpointId, endpoint]),
  );
  const after = new Map(live.map((endpoint) => [endpoint.VpcEndpointId, endpoint]));
  const differing = [...new Set([...before.keys(), ...after.keys()])].flatMap((id) => {
    const changes = endpointDifferences(before.get(id) ?? null, after.get(id) ?? null);
    return changes.length === 0 ? [] : [[id, changes] as const];
  });
  const isSure = ([id, changes]: (typeof differing)[number]) =>
    surelyOf(id, changes, seen, true).length > 0;
  return {
    observations: differing.filter(isSure).map(([vpcEndpointId]) => ({
      kind: "endpoint",
      vpcEndpointId,
      endpoint: after.get(vpcEndpointId) ?? null,
    })),
    unsure: unsureOf(
      { kind: "endpoints" },
      differing.filter((one) => !isSure(one)),
    ),
  };
}

function ofInventory(known: Snapshot, live: AuthorizationDetails, seen: ReadonlySet<string>): Part {
  const details = known.authorizationDetails;
  if (details === undefined || isUnreadable(details)) return { observations: [], unsure: [] };
  const differing = [...inventoryDifferences(details, live)].sort(([a], [b]) => rank(a) - rank(b));
  const isSure = ([arn, changes]: (typeof differing)[number]) =>
    surelyOf(arn, changes, seen, true).length > 0;
  return {
    observations: differing.filter(isSure).map(([arn]) => ({
      kind: "iam",
      arn,
      details: repairInventory({}, live, (other) => other === arn),
    })),
    unsure: unsureOf(
      { kind: "inventory" },
      differing.filter((one) => !isSure(one)),
    ),
  };
}

/** What others hang on comes first: policies, then groups. */
function rank(arn: string): number {
  return arn.includes(":policy/") ? 0 : arn.includes(":group/") ? 1 : 2;
}

/**
 * The differences that are sure: those seen before, and what was not known. Where a resource is taken
 * over whole, all or none.
 */
function surelyOf(
  resource: string,
  differences: readonly AttributeChange[],
  seen: ReadonlySet<string>,
  isWhole: boolean,
): readonly AttributeChange[] {
  const sure = differences.filter(
    (difference) => isUnknown(difference.before) || seen.has(fingerprint(resource, difference)),
  );
  return isWhole && sure.length < differences.length ? [] : sure;
}

function unsureOf(
  resource: LookedResource,
  differing: readonly (readonly [name: string, differences: readonly AttributeChange[]])[],
): readonly Unsure[] {
  const fingerprints = differing.flatMap(([name, differences]) =>
    differences
      .filter(({ before }) => !isUnknown(before))
      .map((difference) => fingerprint(name, difference)),
  );
  return fingerprints.length === 0
    ? []
    : [{ resource, fingerprints: fingerprints.slice(0, mostFingerprints) }];
}

/** What a message holds; the rest is seen with the next look. */
const mostFingerprints = 5000;

function fingerprint(resource: string, { attribute, after }: AttributeChange): string {
  return hashText(JSON.stringify([resource, attribute, after]));
}
