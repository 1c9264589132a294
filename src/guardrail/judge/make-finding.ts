import type { AccessChange } from "../../access/compare/access-change.ts";
import type { Change } from "../../account/change.ts";
import type { TrailEvent } from "../../cloudtrail/trail-event.ts";
import type { Unknown } from "../../kms/decision.ts";
import type { GuardrailConfig } from "../config/config.ts";
import type { AttributeChange, Finding, FindingEvent, Severity } from "../finding/finding.ts";
import { findingId } from "../finding/finding-id.ts";
import { findingTitle } from "../finding/finding-title.ts";
import { resourceOfEvent } from "../finding/resource-of-event.ts";
import { atLeast, SEVERITIES, severityOfChange, worse } from "../finding/severity.ts";
import { summarize } from "../finding/summary.ts";
import type { Worlds } from "./change-scope.ts";
import type { FindingPerimeter } from "./judge-perimeter.ts";
import { hasPolicyAdministrator } from "./key-control.ts";
import { perimeterTitle } from "./perimeter-title.ts";

/** Access changes kept in a finding unless all are asked for. */
const MOST_CHANGES = 1000;
/** Tags, aliases and grants take up to five minutes to matter everywhere. */
const PROPAGATION_MS = 5 * 60 * 1000;

export interface FindingInput {
  readonly event: TrailEvent;
  readonly changes: readonly Change[];
  readonly attributes: readonly AttributeChange[];
  readonly accessChanges: readonly AccessChange[];
  readonly perimeter: FindingPerimeter;
  readonly worlds: Worlds;
  readonly notes: readonly Unknown[];
  /** Something about the change or its effect could not be told. */
  readonly blind: boolean;
  readonly config: GuardrailConfig;
  readonly full: boolean;
}

/** Makes the finding of an event from what it did to access. */
export function makeFinding(input: FindingInput): Finding {
  const { event, changes, attributes, worlds, perimeter } = input;
  const rated = rate(input);
  const lockedOut = lostControl(input);
  const { blind } = input;
  const kept = input.full ? rated : rated.slice(0, MOST_CHANGES);
  const accessChanges = kept.map(({ change }) => change);
  const resource = resourceOfEvent(changes, event, worlds.before);
  return {
    schemaVersion: 1,
    findingId: findingId(
      event.eventId,
      attributes,
      rated.map(({ change }) => change),
      ...(perimeter.changes.length > 0 ? [perimeter.changes] : []),
    ),
    kind: kindOf(input),
    event: findingEvent(event),
    resource,
    keyState: worlds.after.keys.get(resource.arn)?.snapshotKey.metadata.KeyState ?? null,
    attributeChanges: attributes,
    effectiveFrom: event.eventTime,
    effectiveBy: effectiveBy(event, attributes),
    severity: worse(severityOf(rated, lockedOut.length > 0, blind), perimeter.severity),
    title: titleOf(input, rated),
    summary: summarize(rated.map(({ change }) => change)),
    accessChanges,
    ...(kept.length < rated.length ? { truncated: true as const } : {}),
    perimeterChanges: perimeter.changes,
    notes: [...input.notes, ...lockedOut],
    remediation: { mode: input.config.mode, status: "none", refusedBecause: null, calls: [] },
  };
}

function kindOf({ accessChanges, perimeter, blind }: FindingInput): Finding["kind"] {
  if (accessChanges.length > 0) return "access";
  if (perimeter.isTold) return "perimeter";
  return blind ? "blind" : "access";
}

/** The worse of what the event did to access and to the perimeter gives the title. */
function titleOf(
  { event, attributes, worlds, perimeter, blind }: FindingInput,
  rated: readonly Rated[],
): string {
  const worst = rated[0]?.severity ?? "informational";
  const isPerimeters = perimeter.isTold || (perimeter.changes.length > 0 && !blind);
  if (isPerimeters && !atLeast(worst, perimeter.severity)) {
    return perimeterTitle(perimeter, attributes, event.actor);
  }
  return findingTitle(
    rated.map(({ change }) => change),
    attributes,
    event.actor,
    [worlds.before, worlds.after],
    blind,
  );
}

interface Rated {
  readonly change: AccessChange;
  readonly severity: Severity;
}

/** The access changes, worst first. */
function rate({ accessChanges, worlds, event }: FindingInput): readonly Rated[] {
  return accessChanges
    .map((change) => ({ change, severity: severityOfChange(change, worlds.after, event.actor) }))
    .sort(
      (a, b) =>
        SEVERITIES.indexOf(a.severity) - SEVERITIES.indexOf(b.severity) ||
        compareText(sortKey(a.change), sortKey(b.change)),
    );
}

function sortKey({ change, principal, key, via, actions }: AccessChange): string {
  return JSON.stringify([principal, key, via ?? "", change, actions]);
}

function compareText(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}

function severityOf(rated: readonly Rated[], lockedOut: boolean, blind: boolean): Severity {
  const start: Severity = lockedOut ? "critical" : blind ? "medium" : "informational";
  return rated.reduce<Severity>((worst, { severity }) => worse(worst, severity), start);
}

/** Keys of which nobody in the account can change the key policy any more. */
function lostControl({ accessChanges, worlds }: FindingInput): readonly Unknown[] {
  const keys = new Set(
    accessChanges
      .filter(
        ({ change, actions }) =>
          (change === "lost" || change === "narrowed") && actions.includes("kms:PutKeyPolicy"),
      )
      .map(({ key }) => key)
      .filter((key) => key !== null),
  );
  return [...keys]
    .filter(
      (key) =>
        hasPolicyAdministrator(worlds.before, key) && !hasPolicyAdministrator(worlds.after, key),
    )
    .map((key) => ({
      code: "lockedOut",
      text: `nobody in the account is left who can change the key policy of \`${key}\``,
    }));
}

function effectiveBy(event: TrailEvent, attributes: readonly AttributeChange[]): string {
  const slow = attributes.some(({ attribute }) => /^(tag|alias|grant):/.test(attribute));
  if (!slow) return event.eventTime;
  return new Date(Date.parse(event.eventTime) + PROPAGATION_MS).toISOString().replace(".000Z", "Z");
}

/** What a finding tells of its event. */
export function findingEvent(event: TrailEvent): FindingEvent {
  const { eventId, eventName, eventSource, eventTime, awsRegion, recipientAccountId } = event;
  const { type, arn, sessionIssuerArn, invokedBy } = event.actor;
  return {
    eventId,
    eventName,
    eventSource,
    eventTime,
    awsRegion,
    recipientAccountId,
    actor: { type, arn, sessionIssuerArn, invokedBy },
    sourceIPAddress: event.sourceIPAddress,
    vpcEndpointId: event.vpcEndpointId,
  };
}
