import { isDeleted, isUnreadable, type VpcEndpoint } from "../account/snapshot.ts";
import type { World } from "../kms/world/world.ts";
import type { EndpointDoor } from "./endpoint-door.ts";
import { type JudgedEndpoint, judgeEndpoint } from "./judge-endpoint.ts";
import { type PassingRequest, passingRequests } from "./passing-requests.ts";
import { PERIMETER_WHO, type PerimeterWho } from "./perimeter-change.ts";
import { isGap } from "./perimeter-gap.ts";
import type { ResourceOwner } from "./resource-probe.ts";

/**
 * Whether requests of some principals for some resources pass: `allowed`, all or some of them
 * whatever else they say; `conditional`, where their context decides, or nobody can tell; `denied`.
 */
export type PassDecision = "allowed" | "conditional" | "denied";

/** One cell of the table. */
export interface PerimeterCell {
  readonly who: PerimeterWho;
  readonly resources: ResourceOwner;
  readonly decision: PassDecision;
  /** A way through the perimeter. */
  readonly gap: boolean;
}

/** An endpoint with what it lets through. */
export interface PerimeterOfEndpoint {
  readonly endpoint: VpcEndpoint;
  readonly judged: JudgedEndpoint;
  readonly cells: readonly PerimeterCell[];
}

/** Whose resources there are columns for, the widest first. */
export const TABLE_RESOURCES: readonly ResourceOwner[] = [
  "anyone",
  "listed-accounts",
  "aws-owned",
  "organization",
  "account",
];

/** Who reaches whose resources through every endpoint that the snapshots hold. */
export function* perimeterTable(
  world: World,
  trustedAccounts: readonly string[],
): Generator<PerimeterOfEndpoint> {
  for (const snapshot of world.snapshots) {
    const { vpcEndpoints } = snapshot;
    if (vpcEndpoints === undefined || isUnreadable(vpcEndpoints)) continue;
    for (const endpoint of vpcEndpoints) {
      if (isDeleted(endpoint)) continue;
      const judged = judgeEndpoint(
        { via: endpoint.VpcEndpointId, before: null, after: endpoint },
        { world, snapshot, trustedAccounts },
      );
      yield { endpoint, judged, cells: cellsOf(judged) };
    }
  }
}

function cellsOf(judged: JudgedEndpoint): readonly PerimeterCell[] {
  const { doors, input, changes } = judged;
  const requests = doors.after.kind === "policy" ? [...passingRequests(input)] : [];
  return PERIMETER_WHO.flatMap((who) =>
    TABLE_RESOURCES.map((resources): PerimeterCell => {
      const ofPair = requests.filter(
        ({ probe }) => probe.principal.who === who && probe.resource.owner === resources,
      );
      const change = changes.find((pair) => pair.who === who && pair.resources === resources);
      return {
        who,
        resources,
        decision: decisionOf(doors.after, ofPair),
        gap: change !== undefined && isGap(change),
      };
    }),
  );
}

function decisionOf(door: EndpointDoor, requests: readonly PassingRequest[]): PassDecision {
  if (door.kind === "unsupported") return "allowed";
  if (door.kind === "unknown") return "conditional";
  const passing = requests.filter(({ after }) => after.passing !== "no");
  if (passing.length === 0) return "denied";
  return passing.some(isSure) ? "allowed" : "conditional";
}

function isSure({ after, probe: { principal, resource } }: PassingRequest): boolean {
  return after.formula.kind === "true" && !principal.isTagged && resource.isOwnerTold;
}
