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
  if (isAboutKey && principals === null) return asksFor;
  return mayConcern(played, isAboutKey, { arns, principals }) ? asksFor : null;
}

/** Where not everything is told, what is asked for may be in what is not. */
function mayConcern(
  { finding: { kind, resource, truncated }, before, after }: PlayedEvent,
  isAboutKey: boolean,
  asked: {
    readonly arns: ReadonlySet<string> | null;
    readonly principals: readonly string[] | null;
  },
): boolean {
  if (truncated === true) return true;
  if (kind !== "blind") return false;
  const isHeldKey = [...before, ...after].some((one) =>
    indexSnapshot(one).keyByArn.has(resource.arn),
  );
  const isPerson = /^AWS::IAM::(Role|User)$/.test(resource.type);
  return (
    (asked.arns === null || isAboutKey || !isHeldKey) &&
    (!isPerson || asked.principals?.some((named) => isPrincipal(resource.arn, named)) !== false)
  );
}

/** The ARNs of the keys that go by a name before or after the event. */
function keyArns({ before, after }: PlayedEvent, names: readonly string[]): ReadonlySet<string> {
  const found = [...new Set([...before, ...after])].flatMap((snapshot) => {
    const index = indexSnapshot(snapshot);
    return names.flatMap((name) => findKey(index, snapshot, name)?.key.metadata.Arn ?? []);
  });
  return new Set([...found, ...names.filter((name) => parseArn(name) !== null)]);
}

/** Whether a principal goes by a name: its ARN, or short as in `role/app`. */
export function isPrincipal(principal: string, named: string): boolean {
  return (
    principal === named ||
    shortPrincipal(principal) === named ||
    parseArn(principal)?.resource === named
  );
}
