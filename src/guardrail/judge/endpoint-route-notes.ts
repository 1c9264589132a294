import { mentionPattern } from "../../access/usages/mention-patterns.ts";
import { usageStatements } from "../../access/usages/usages-statements.ts";
import type { Change } from "../../account/change.ts";
import type { VpcEndpoint } from "../../account/snapshot.ts";
import type { TrailEvent } from "../../cloudtrail/trail-event.ts";
import type { Unknown } from "../../kms/decision.ts";
import { type EndpointSides, judgeEndpoint } from "../../perimeter/judge-endpoint.ts";
import { isGap } from "../../perimeter/perimeter-gap.ts";
import type { Worlds } from "./change-scope.ts";
import { sidesOf, snapshotOf } from "./perimeter-judgement.ts";

/** What an event did to the way that requests take to a VPC endpoint. */
export interface RouteNotes {
  readonly notes: readonly Unknown[];
  /** The endpoint that requests go past now, though its policy kept something back; null: none. */
  readonly bypassed: string | null;
}

/**
 * Tells who still comes to an endpoint: by private DNS, subnets and security groups, or by route
 * tables. These decide who reaches it, not what it lets through.
 * https://docs.aws.amazon.com/vpc/latest/privatelink/manage-dns-names.html
 * https://docs.aws.amazon.com/vpc/latest/privatelink/gateway-endpoints.html
 */
export function endpointRouteNotes(
  changes: readonly Change[],
  worlds: Worlds,
  event: TrailEvent,
  trustedAccounts: readonly string[],
): RouteNotes {
  const found = changes
    .flatMap((change) => sidesOf(change, worlds))
    .map((sides): RouteNotes => {
      const past = pastNotes(sides);
      const gone = sides.before !== null && sides.after === null;
      const notes = [
        ...past,
        ...(sides.after === null || !isWorthTelling(sides, sides.after)
          ? []
          : reachabilityNotes(sides.after)),
        ...(gone || past.length > 0 ? namedNotes(sides, worlds) : []),
      ];
      const isBypassed =
        past.length > 0 && keepsSomethingBack(sides, worlds, event, trustedAccounts);
      return { notes, bypassed: isBypassed ? sides.via : null };
    });
  return {
    notes: found.flatMap(({ notes }) => notes),
    bypassed: found.find(({ bypassed }) => bypassed !== null)?.bypassed ?? null,
  };
}

/** Requests that no longer take the endpoint. */
function pastNotes({ via, before, after }: EndpointSides): readonly Unknown[] {
  if (before === null || after === null) return [];
  const notes: Unknown[] = [];
  if (before.PrivateDnsEnabled === true && after.PrivateDnsEnabled === false) {
    notes.push({
      code: "privateDnsOff",
      text: `requests from ${after.VpcId ?? "its VPC"} to the service's own name no longer take \`${via}\`: its policy filters only those that name the endpoint`,
    });
  }
  // Interface endpoints have no route tables: https://docs.aws.amazon.com/vpc/latest/privatelink/gateway-endpoints.html
  const isGateway = after.VpcEndpointType === "Gateway";
  const now = after.RouteTableIds ?? [];
  const removed = isGateway ? (before.RouteTableIds ?? []).filter((id) => !now.includes(id)) : [];
  if (removed.length > 0) {
    notes.push({
      code: "routesRemoved",
      text: `requests from the subnets of ${removed.join(", ")} no longer take \`${via}\`: its policy does not filter them`,
    });
  }
  return notes;
}

/** Where the way to the endpoint moved, or is not the usual one. */
function isWorthTelling({ before }: EndpointSides, after: VpcEndpoint): boolean {
  const { SubnetIds, Groups, RouteTableIds, PrivateDnsEnabled, VpcEndpointType } = after;
  const moved =
    before !== null &&
    (before.SubnetIds !== SubnetIds ||
      before.Groups !== Groups ||
      before.RouteTableIds !== RouteTableIds ||
      before.PrivateDnsEnabled !== PrivateDnsEnabled);
  if (moved) return true;
  if (VpcEndpointType === "Gateway") return RouteTableIds?.length === 0;
  return PrivateDnsEnabled === false || SubnetIds?.length === 0;
}

function reachabilityNotes(endpoint: VpcEndpoint): readonly Unknown[] {
  const { VpcEndpointId: via, VpcId, SubnetIds, Groups, RouteTableIds } = endpoint;
  const isGateway = endpoint.VpcEndpointType === "Gateway";
  const parts = isGateway
    ? [listPart("route tables", RouteTableIds)]
    : [
        listPart("subnets", SubnetIds),
        listPart(
          "security groups",
          Groups?.map(({ GroupId }) => GroupId ?? ""),
        ),
        dnsPart(endpoint.PrivateDnsEnabled),
      ];
  return [
    {
      code: "endpointReachability",
      text: `requests take \`${via}\` from ${VpcId ?? "a VPC that is not known"}: ${parts.join("; ")}`,
    },
  ];
}

function listPart(name: string, ids: readonly string[] | undefined): string {
  if (ids === undefined) return `${name} not known`;
  return ids.length === 0 ? `no ${name}` : `${name} ${ids.join(", ")}`;
}

function dnsPart(isEnabled: boolean | undefined): string {
  if (isEnabled === undefined) return "private DNS not known";
  return isEnabled
    ? "private DNS on, so that the service's own name leads to it"
    : "private DNS off, so that only its own names lead to it";
}

/** The statements that ask for an endpoint that requests no longer take. */
function namedNotes({ via }: EndpointSides, { after }: Worlds): readonly Unknown[] {
  const statements = usageStatements(
    after.snapshots,
    mentionPattern({ kind: "network", id: via }, after.snapshots),
    after.compiler,
  );
  if (statements.length === 0) return [];
  const places = [
    ...new Set(
      statements.map(({ layer, attachedTo, policy }) => `${layer} of ${attachedTo[0] ?? policy}`),
    ),
  ];
  const shown = places.slice(0, MOST_PLACES).join(", ");
  const more = places.length - MOST_PLACES;
  return [
    {
      code: "endpointNamedByPolicies",
      text: `policies ask for \`${via}\` (${shown}${more > 0 ? ` and ${more} more` : ""}): requests that do not take it fail their condition, and another endpoint in its place has another id`,
    },
  ];
}

const MOST_PLACES = 5;

/** Whether the endpoint's policy stops somebody whom the service would serve. */
function keepsSomethingBack(
  { via, before }: EndpointSides,
  { after: world }: Worlds,
  event: TrailEvent,
  trustedAccounts: readonly string[],
): boolean {
  const snapshot = snapshotOf(world, event);
  if (snapshot === undefined) return false;
  const { doors, changes } = judgeEndpoint(
    { via, before: null, after: before },
    { world, snapshot, trustedAccounts },
  );
  if (doors.after.kind === "unsupported") return false;
  const strangers = changes.some(
    (pair) => isGap(pair) && pair.who === "anyone" && pair.resources === "anyone",
  );
  return !strangers;
}
