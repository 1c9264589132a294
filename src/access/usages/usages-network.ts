import { applyChange } from "../../account/apply/apply-change.ts";
import { isDeleted, type Snapshot } from "../../account/snapshot.ts";
import {
  isKmsService,
  OUTSIDE_ENDPOINTS,
  type RequestPath,
} from "../../kms/request/request-path.ts";
import { findPath, type World } from "../../kms/world/world.ts";
import type { AccessChange } from "../compare/access-change.ts";
import { compareWorlds, type DependentOptions } from "./usages-dependents.ts";
import { listed } from "./usages-listed.ts";

/**
 * Who could do less if a VPC endpoint, or all of a VPC's, were gone and their requests went outside
 * any endpoint. What they then could do more, they can do there today.
 */
export function dependentsOnNetwork(
  snapshots: readonly Snapshot[],
  id: string,
  options: DependentOptions,
): readonly AccessChange[] {
  const held = endpointsOf(snapshots, id);
  const ofKms = held.filter(({ leadsToKms }) => leadsToKms);
  if (held.length > 0 && ofKms.length === 0) return [];
  const ids = ofKms.map((endpoint) => endpoint.id);
  const regions = new Set(ofKms.map(({ region }) => region));
  const after = snapshots.map((snapshot) =>
    applyChange(snapshot, { kind: "endpoints-deleted", vpcEndpointIds: ids }),
  );
  // Of a network that the account does not have only what policies say of it counts.
  const pathOf = (before: World, via: string): RequestPath =>
    ids.length === 0 ? { ...findPath(before, via), policy: null } : findPath(before, via);
  const vias = ids.length === 0 ? [id] : ids;
  return compareWorlds({ snapshots, after, options }, everybody, (before) => [
    {
      keys: [
        ...[...before.keys.values()]
          .filter(({ region }) => regions.size === 0 || regions.has(region))
          .map(({ arn }) => arn),
        null,
      ],
      paths: vias.map((via) => ({ via, before: pathOf(before, via), after: OUTSIDE_ENDPOINTS })),
    },
  ]).filter(({ change }) => change !== "gained" && change !== "widened");
}

const everybody = (): boolean => true;

interface HeldEndpoint {
  readonly id: string;
  readonly region: string;
  readonly leadsToKms: boolean;
}

/** The endpoint of an id, or those of a VPC's id, that are there. */
function endpointsOf(snapshots: readonly Snapshot[], id: string): readonly HeldEndpoint[] {
  return snapshots.flatMap(({ region, vpcEndpoints }) =>
    listed(vpcEndpoints)
      .filter((endpoint) => !isDeleted(endpoint))
      .filter(({ VpcEndpointId, VpcId }) => VpcEndpointId === id || VpcId === id)
      .map(({ VpcEndpointId, ServiceName }) => ({
        id: VpcEndpointId,
        region,
        leadsToKms: ServiceName === undefined || isKmsService(ServiceName),
      })),
  );
}
