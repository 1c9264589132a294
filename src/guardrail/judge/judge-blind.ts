import { isUnreadable, type SnapshotKey } from "../../account/snapshot.ts";
import type { Finding } from "../finding/finding.ts";
import { findingId } from "../finding/finding-id.ts";
import { summarize } from "../finding/summary.ts";
import type { SweepState, Unread } from "../state/sweep-state.ts";
import type { BlindContext, BlindResource } from "./blind-resource.ts";
import { neededStatement } from "./needed-statement.ts";

/** The parts of a key that could not be read, with the refusals. */
export function unreadOf(key: SnapshotKey): Unread {
  const parts = (["policy", "tags", "aliases", "grants"] as const).flatMap((part) => {
    const value = key[part];
    return isUnreadable(value) ? [[part, value.unreadable] as const] : [];
  });
  // A key whose metadata AWS refuses has nothing but its ARN.
  const isNameless = Object.keys(key.metadata).length === 1;
  return Object.fromEntries([...(isNameless ? [["metadata", "refused"] as const] : []), ...parts]);
}

/** The blind resources by name, and those of them that the sweep before could read, or read more of. */
export function newlyBlind(
  blind: SweepState["blind"],
  resources: readonly BlindResource[],
): readonly BlindResource[] {
  return resources.filter(
    ({ arn, unread }) =>
      Object.keys(unread).length > 0 && JSON.stringify(blind[arn]) !== JSON.stringify(unread),
  );
}

/** The record of what is blind with resources as they were read now. */
export function withBlind(
  blind: SweepState["blind"],
  resources: readonly BlindResource[],
): SweepState["blind"] {
  const after = new Map(Object.entries(blind));
  for (const { arn, unread } of resources) {
    if (Object.keys(unread).length > 0) after.set(arn, unread);
    else after.delete(arn);
  }
  return Object.fromEntries(after);
}

/** One finding for all resources that became blind in the same way. */
export function judgeBlind(
  resources: readonly BlindResource[],
  context: BlindContext,
): readonly Finding[] {
  const alike = new Map<string, BlindResource[]>();
  for (const resource of resources) {
    const way = JSON.stringify([resource.type, resource.unread]);
    alike.set(way, [...(alike.get(way) ?? []), resource]);
  }
  return [...alike.values()].map((group) => blindFinding(group, context));
}

function blindFinding(group: readonly BlindResource[], context: BlindContext): Finding {
  const { sweep, now } = context;
  const [first] = group;
  if (first === undefined) throw new Error("a group has members");
  const parts = Object.entries(first.unread);
  const what = parts.map(([part, code]) => `${part} (${code})`).join(", ");
  const others = group.length - 1;
  const whose = `${first.arn}${others > 0 ? ` and ${others} other${others > 1 ? "s" : ""}` : ""}`;
  return {
    schemaVersion: 1,
    findingId: findingId("blind", sweep.sweepId, group),
    kind: "blind",
    event: null,
    resource: { type: first.type, arn: first.arn },
    keyState: null,
    attributeChanges: [],
    effectiveFrom: now,
    effectiveBy: now,
    severity: "medium",
    title: `the guardrail cannot read ${parts.map(([part]) => part).join(", ")} of ${whose}`,
    summary: summarize([]),
    accessChanges: [],
    perimeterChanges: [],
    notes: [
      ...group.map(({ arn }) => ({ code: "unreadable", text: `\`${arn}\`: ${what}` })),
      { code: "neededStatement", text: neededStatement(first, context) },
    ],
    remediation: { mode: "alert", status: "none", refusedBecause: null, calls: [] },
  };
}
