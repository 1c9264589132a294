import type { AccessChange } from "../../access/compare/access-change.ts";
import { parseArn } from "../../account/arn.ts";
import { findKey, indexSnapshot } from "../../account/snapshot-index.ts";
import { shortPrincipal } from "../../guardrail/finding/finding-title.ts";
import type { PlayedEvent } from "./play-events.ts";

/** Which findings are told; null: all. */
export interface FindingFilter {
  /** Key ids, ARNs, alias names or alias ARNs. */
  readonly keys: readonly string[] | null;
  /** ARNs, or short as in `role/app`. */
  readonly principals: readonly string[] | null;
  /** Milliseconds since 1970. */
  readonly since: number | null;
}

/** Which access changes of a played event the filter asks for; null: the event is not asked for. */
export function concernsOf(
  played: PlayedEvent,
  { keys, principals, since }: FindingFilter,
): ((change: AccessChange) => boolean) | null {
  const { event, finding } = played;
  if (since !== null && Date.parse(event.eventTime) < since) return null;
  const arns = keys === null ? null : keyArns(played, keys);
  const isAboutKey = arns?.has(finding.resource.arn) === true;
  const asksFor = (change: AccessChange): boolean =>
    (arns === null || isAboutKey || (change.key !== null && arns.has(change.key))) &&
    (principals === null || principals.some((named) => isPrincipal(change.principal, named)));
  if (arns === null && principals === null) return asksFor;
  if (finding.accessChanges.some(asksFor)) return asksFor;
  return isAboutKey && principals === null ? asksFor : null;
}

/** The ARNs of the keys that go by a name before or after the event. */
function keyArns({ before, after }: PlayedEvent, names: readonly string[]): ReadonlySet<string> {
  const found = [...new Set([...before, ...after])].flatMap((snapshot) => {
    const index = indexSnapshot(snapshot);
    return names.flatMap((name) => findKey(index, snapshot, name)?.key.metadata.Arn ?? []);
  });
  return new Set([...found, ...names.filter((name) => parseArn(name) !== null)]);
}

function isPrincipal(principal: string, named: string): boolean {
  return (
    principal === named ||
    shortPrincipal(principal) === named ||
    parseArn(principal)?.resource === named
  );
}
