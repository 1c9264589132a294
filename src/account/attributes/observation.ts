import {
  type AuthorizationDetails,
  isUnreadable,
  type Snapshot,
  type SnapshotKey,
  type VpcEndpoint,
} from "../snapshot.ts";
import { filterShared, putShared, withMember } from "../structural-sharing.ts";
import { type AttributeChange, isUnknown } from "./attribute-value.ts";
import { endpointDifferences } from "./endpoint-differences.ts";
import { inventoryDifferences, repairInventory } from "./inventory-differences.ts";
import { keyDifferences, repairKey } from "./key-differences.ts";

/** What was read of a resource and no event told. */
export type Observation =
  | {
      readonly kind: "key";
      readonly keyArn: string;
      /** null: there is no such key. */
      readonly key: SnapshotKey | null;
      /** What is taken over of a key that is known. */
      readonly attributes: readonly string[];
    }
  | {
      readonly kind: "endpoint";
      readonly vpcEndpointId: string;
      /** null: there is no such VPC endpoint. */
      readonly endpoint: VpcEndpoint | null;
    }
  | {
      readonly kind: "iam";
      /** A user, group, role or managed policy. */
      readonly arn: string;
      /** The inventory with nothing in it but that; empty: there is none. */
      readonly details: AuthorizationDetails;
    };

/** The account after an observation; the same when it tells nothing new. */
export function applyObservation(snapshot: Snapshot, observation: Observation): Snapshot {
  if (observationChanges(snapshot, observation).length === 0) return snapshot;
  switch (observation.kind) {
    case "key":
      return applyKey(snapshot, observation);
    case "endpoint":
      return applyEndpoint(snapshot, observation);
    case "iam": {
      const known = snapshot.authorizationDetails;
      if (known === undefined || isUnreadable(known)) return snapshot;
      const details = repairInventory(known, observation.details, (arn) => arn === observation.arn);
      return withMember(snapshot, "authorizationDetails", details);
    }
  }
}

/** What an observation tells that the account does not: attributes with the value before and after. */
export function observationChanges(
  snapshot: Snapshot,
  observation: Observation,
): readonly AttributeChange[] {
  switch (observation.kind) {
    case "key": {
      const { keyArn, key, attributes } = observation;
      const known = isUnreadable(snapshot.keys)
        ? null
        : (snapshot.keys.find(({ metadata }) => metadata.Arn === keyArn) ?? null);
      const differences = keyDifferences(known, key);
      if (known === null || key === null) return differences;
      return differences.filter(
        ({ attribute, before }) => isUnknown(before) || attributes.includes(attribute),
      );
    }
    case "endpoint": {
      const { vpcEndpoints } = snapshot;
      if (vpcEndpoints === undefined || isUnreadable(vpcEndpoints)) return [];
      const known = vpcEndpoints.find(
        ({ VpcEndpointId }) => VpcEndpointId === observation.vpcEndpointId,
      );
      return endpointDifferences(known ?? null, observation.endpoint);
    }
    case "iam": {
      const known = snapshot.authorizationDetails;
      if (known === undefined || isUnreadable(known)) return [];
      return inventoryDifferences(known, observation.details).get(observation.arn) ?? [];
    }
  }
}

function applyKey(
  snapshot: Snapshot,
  { keyArn, key, attributes }: Extract<Observation, { readonly kind: "key" }>,
): Snapshot {
  if (isUnreadable(snapshot.keys)) return snapshot;
  const isIt = ({ metadata }: SnapshotKey) => metadata.Arn === keyArn;
  const isTaken = (known: SnapshotKey) => {
    const unknown = keyDifferences(known, key).filter(({ before }) => isUnknown(before));
    const names = new Set([...attributes, ...unknown.map(({ attribute }) => attribute)]);
    return (attribute: string) => names.has(attribute);
  };
  const keys =
    key === null
      ? filterShared(snapshot.keys, (known) => !isIt(known))
      : putShared(snapshot.keys, isIt, (known) =>
          known === undefined ? key : repairKey(known, key, isTaken(known)),
        );
  return withMember(snapshot, "keys", keys);
}

function applyEndpoint(
  snapshot: Snapshot,
  { vpcEndpointId, endpoint }: Extract<Observation, { readonly kind: "endpoint" }>,
): Snapshot {
  const { vpcEndpoints } = snapshot;
  if (vpcEndpoints === undefined || isUnreadable(vpcEndpoints)) return snapshot;
  const isIt = ({ VpcEndpointId }: VpcEndpoint) => VpcEndpointId === vpcEndpointId;
  return withMember(
    snapshot,
    "vpcEndpoints",
    endpoint === null
      ? filterShared(vpcEndpoints, (known) => !isIt(known))
      : putShared(vpcEndpoints, isIt, () => endpoint),
  );
}
