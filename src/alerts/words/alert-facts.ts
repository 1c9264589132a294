import { parseArn } from "../../account/arn.ts";
import type { Finding } from "../../guardrail/finding/finding.ts";
import { attributeLines } from "./attribute-lines.ts";
import { callerText, eventText } from "./event-text.ts";
import { hidingState } from "./hiding-state.ts";
import type { Names } from "./names.ts";
import { spanText } from "./time-text.ts";

/** What is told beside the access that changed, in lines. */
export interface AlertFacts {
  /** The call and what it changed. */
  readonly what: readonly string[];
  readonly by: readonly string[];
  readonly since: readonly string[];
}

const mostAttributes = 5;

/** What happened, who did it and since when. */
export function alertFacts(finding: Finding, names: Names): AlertFacts {
  const { event, effectiveFrom, effectiveBy } = finding;
  const call = event === null ? `found by reading ${finding.resource.arn}` : eventText(event);
  const hiding = hidingState(finding);
  const state = hiding === null ? [] : [`the key is ${hiding}: this counts once it is enabled`];
  return {
    what: [call, ...attributes(finding, names)],
    by: event === null ? [] : [callerText(event, names), ...issuerLines(event.actor)],
    since: [spanText(effectiveFrom, effectiveBy), ...state],
  };
}

function attributes({ attributeChanges }: Finding, names: Names): readonly string[] {
  const shown = attributeChanges.slice(0, mostAttributes);
  const rest = attributeChanges.length - shown.length;
  const lines = shown
    .flatMap((change) => attributeLines(change, { names, full: false }))
    .map((line) => line.map(({ text }) => text).join(""))
    .map((line) => line.replace(/: --full shows all$/, "").trimEnd());
  return rest === 0 ? lines : [...lines, `and ${rest} more`];
}

/** The role that a session stands for, unless its own ARN says it whole. */
function issuerLines({ arn, sessionIssuerArn }: NonNullable<Finding["event"]>["actor"]): string[] {
  if (sessionIssuerArn === null || sessionIssuerArn === arn) return [];
  return [`session of ${parseArn(sessionIssuerArn)?.resource ?? sessionIssuerArn}`];
}
