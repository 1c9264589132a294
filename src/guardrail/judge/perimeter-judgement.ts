import type { Change } from "../../account/change.ts";
import { defaultEndpointPolicy } from "../../account/default-policy.ts";
import { sameDocument } from "../../account/policy-document.ts";
import { isDeleted, type Snapshot, type VpcEndpoint } from "../../account/snapshot.ts";
import type { TrailEvent } from "../../cloudtrail/trail-event.ts";
import type { World } from "../../kms/world/world.ts";
import type { ComparedPair } from "../../perimeter/compared-pair.ts";
import {
  type EndpointSides,
  type JudgedEndpoint,
  judgeEndpoint,
} from "../../perimeter/judge-endpoint.ts";
import type { PerimeterChange, Severity } from "../finding/finding.ts";
import { atLeast, SEVERITIES } from "../finding/severity.ts";
import type { Worlds } from "./change-scope.ts";
import { severityOfPair } from "./perimeter-severity.ts";

/** What an event did to the data perimeter. */
export interface PerimeterJudgement {
  /** Endpoints that came, went, or whose policy moved. */
  readonly endpoints: readonly JudgedEndpoint[];
  /** Worst first. */
  readonly changes: readonly PerimeterChange[];
  readonly severity: Severity;
  /** Whether the event is told for what it did to the perimeter. */
  /** Nothing is worse than that names do not tell whose the resources are that an endpoint leads to. */
  readonly isOwnerUntold: boolean;
}

export const NO_PERIMETER: PerimeterJudgement = {
  endpoints: [],
  changes: [],
  severity: "informational",
  isOwnerUntold: false,
};

/** Judges what the changes of an event did to who reaches whose resources through VPC endpoints. */
export function judgePerimeter(
  changes: readonly Change[],
  worlds: Worlds,
  event: TrailEvent,
  trustedAccounts: readonly string[],
): PerimeterJudgement {
  const snapshot = snapshotOf(worlds.after, event);
  const sides = changes.flatMap((change) => sidesOf(change, worlds)).filter(hasMoved);
  if (snapshot === undefined || sides.length === 0) return NO_PERIMETER;
  const view = { world: worlds.after, snapshot, trustedAccounts };
  const endpoints = sides.map((side) => judgeEndpoint(side, view));
  const rated = endpoints
    .flatMap((endpoint) => endpoint.changes)
    .map((pair) => ({ pair, severity: severityOfPair(pair) }))
    .sort((a, b) => SEVERITIES.indexOf(a.severity) - SEVERITIES.indexOf(b.severity));
  const ownerUntold = endpoints.some(({ reach }) => reach.untoldOwners.length > 0);
  const worst = rated[0]?.severity ?? "informational";
  const isOwnerUntold = ownerUntold && !atLeast(worst, "medium");
  return {
    endpoints,
    changes: rated.map(({ pair }) => changeOf(pair)),
    severity: isOwnerUntold ? "medium" : worst,
    isOwnerUntold,
  };
}

function changeOf({ change, via, who, resources, because }: ComparedPair): PerimeterChange {
  return { change, via, who, resources, because };
}

/** The snapshot of the event's account and Region. */
export function snapshotOf(world: World, event: TrailEvent): Snapshot | undefined {
  return world.snapshots.find(
    ({ account, region }) => account === event.recipientAccountId && region === event.awsRegion,
  );
}

/** The endpoints that a change is about, on both sides. */
export function sidesOf(change: Change, { before, after }: Worlds): readonly EndpointSides[] {
  return idsOf(change).map((via) => ({
    via,
    before: there(before, via) ?? unheld(change),
    after: there(after, via) ?? toldBy(change),
  }));
}

function idsOf(change: Change): readonly string[] {
  switch (change.kind) {
    case "endpoint-created":
      return [change.endpoint.VpcEndpointId];
    case "endpoint-modified":
      return [change.vpcEndpointId];
    case "endpoints-deleted":
      return change.vpcEndpointIds;
    default:
      return [];
  }
}

function there({ endpoints }: World, via: string): VpcEndpoint | null {
  const endpoint = endpoints.get(via);
  return endpoint === undefined || isDeleted(endpoint) ? null : endpoint;
}

/** An endpoint that was modified was there, though the state did not know it. */
function unheld(change: Change): VpcEndpoint | null {
  return change.kind === "endpoint-modified" ? { VpcEndpointId: change.vpcEndpointId } : null;
}

/** Of an endpoint that the state did not know, what the event tells. */
function toldBy(change: Change): VpcEndpoint | null {
  if (change.kind !== "endpoint-modified") return null;
  const { vpcEndpointId: VpcEndpointId, policyDocument } = change;
  if (policyDocument === undefined) return { VpcEndpointId };
  return {
    VpcEndpointId,
    PolicyDocument: policyDocument === "default" ? defaultEndpointPolicy : policyDocument,
  };
}

/** Whether what an endpoint lets through may have moved. */
function hasMoved({ before, after }: EndpointSides): boolean {
  if (before === null || after === null) return before !== after;
  return !sameDocument(before.PolicyDocument, after.PolicyDocument);
}
