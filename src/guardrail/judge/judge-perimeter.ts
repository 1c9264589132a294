import type { AccessChange } from "../../access/compare/access-change.ts";
import type { Change } from "../../account/change.ts";
import type { TrailEvent } from "../../cloudtrail/trail-event.ts";
import type { Unknown } from "../../kms/decision.ts";
import { isKmsService } from "../../kms/request/request-path.ts";
import type { JudgedEndpoint } from "../../perimeter/judge-endpoint.ts";
import type { PerimeterChange, Severity } from "../finding/finding.ts";
import { atLeast, worse } from "../finding/severity.ts";
import type { Worlds } from "./change-scope.ts";
import { endpointRouteNotes } from "./endpoint-route-notes.ts";
import { foreignNetworkNotes } from "./foreign-networks.ts";
import { judgePerimeter } from "./perimeter-judgement.ts";
import { perimeterNotes } from "./perimeter-notes.ts";

/** What an event did to the data perimeter, for its finding. */
export interface FindingPerimeter {
  /** Worst first. */
  readonly changes: readonly PerimeterChange[];
  readonly severity: Severity;
  /** Whether the event is told for it. */
  readonly isTold: boolean;
  /** Whatever an endpoint of another service than KMS let through before: no gap is open now. */
  readonly isClosed: boolean;
  /** Nothing is worse than that names do not tell whose the resources are that it leads to. */
  readonly isOwnerUntold: boolean;
  /** The endpoint that is gone; null: none, or others moved too. */
  readonly gone: string | null;
  /** The endpoint that requests go past now, though its policy kept something back; null: none. */
  readonly bypassed: string | null;
  readonly notes: readonly Unknown[];
}

/** Judges the perimeter and the way to it, and collects what a reader should know of both. */
export function judgeFindingPerimeter(
  changes: readonly Change[],
  worlds: Worlds,
  event: TrailEvent,
  trustedAccounts: readonly string[],
  accessChanges: readonly AccessChange[],
): FindingPerimeter {
  const perimeter = judgePerimeter(changes, worlds, event, trustedAccounts);
  const route = endpointRouteNotes(changes, worlds, event, trustedAccounts);
  const severity =
    route.bypassed === null ? perimeter.severity : worse(perimeter.severity, "medium");
  const touched =
    perimeter.changes[0]?.via ?? (isOfEndpoint(changes) ? accessChanges[0]?.via : null);
  return {
    changes: perimeter.changes,
    severity,
    isTold: atLeast(severity, "medium"),
    isClosed: perimeter.endpoints.length > 0 && perimeter.endpoints.every(isClosedNow),
    isOwnerUntold: perimeter.isOwnerUntold,
    gone: perimeter.endpoints.every(({ after }) => after === null)
      ? (perimeter.endpoints[0]?.via ?? null)
      : null,
    bypassed: route.bypassed,
    notes: [
      ...perimeter.endpoints.flatMap(perimeterNotes),
      ...route.notes,
      ...(touched === null || touched === undefined ? [] : [serviceCallsNote(touched)]),
      ...foreignNetworkNotes(changes, worlds.after),
    ],
  };
}

function isClosedNow({ serviceName, doors, reach }: JudgedEndpoint): boolean {
  if (isKmsService(serviceName) || doors.after.kind === "unknown") return false;
  return [reach.gaps, reach.untoldOwners, reach.unknown].every((some) => some.length === 0);
}

function isOfEndpoint(changes: readonly Change[]): boolean {
  return changes.some(({ kind }) => kind.startsWith("endpoint"));
}

/**
 * Forward access sessions and calls with a service principal start in AWS's network.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/access_forward_access_sessions.html
 */
function serviceCallsNote(via: string): Unknown {
  return {
    code: "serviceCallsPassBy",
    text: `calls that AWS services make on a principal's behalf do not pass \`${via}\`: its policy neither lets them through nor stops them`,
  };
}
