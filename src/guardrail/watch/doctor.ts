import { isUnreadable, type Unreadable } from "../../account/snapshot.ts";
import type { CanaryRecord } from "./canary.ts";
import { checkCanary } from "./doctor-canary.ts";
import { type Check, fewOf, judged, unreadable } from "./doctor-check.ts";
import { checkSweeps, type SweepFacts } from "./doctor-sweeps.ts";

/** What a deployed guardrail looks like from outside. A part that AWS refused to tell is unreadable. */
export interface DoctorFacts {
  readonly trails: readonly TrailFacts[] | Unreadable;
  readonly rules: readonly RuleFacts[] | Unreadable;
  /** Messages in the dead-letter queue; null: the guardrail has none. */
  readonly deadLetters: number | Unreadable | null;
  /** Absent: not looked at. */
  readonly keys?: readonly KeyFacts[] | Unreadable;
  /** What the canary keeps between its runs; null: it never ran. */
  readonly canary: CanaryRecord | Unreadable | null;
  /** null: no sweep began. Absent: not looked at. */
  readonly sweep?: SweepFacts | Unreadable | null;
}

export interface TrailFacts {
  readonly name: string;
  readonly isLogging: boolean | Unreadable;
  /** It covers the Region that is looked at. */
  readonly coversRegion: boolean;
  readonly selectors: TrailSelectors | Unreadable;
}

/** What of management events a trail records: at least the calls that write. */
export interface TrailSelectors {
  readonly hasManagementEvents: boolean;
  readonly excludesKms: boolean;
}

export interface RuleFacts {
  readonly name: string;
  /** The stack has it, and AWS does not list it. */
  readonly isMissing?: true;
  readonly isEnabled: boolean;
  readonly targets: number | Unreadable;
}

export interface KeyFacts {
  readonly arn: string;
  /** The parts that could not be read, with the reason; none: it was read whole. */
  readonly unread: readonly string[];
}

/**
 * What no event tells, however well the guardrail is: calls that an endpoint policy refuses are recorded
 * only as network activity events.
 * https://docs.aws.amazon.com/awscloudtrail/latest/userguide/logging-network-events-with-cloudtrail.html
 */
export const untold: readonly string[] = [
  "calls that a VPC endpoint policy refuses are not recorded, unless a trail logs network activity events",
  "changes in accounts and Regions without a guardrail are not heard; IAM's and Organizations' only where they are forwarded",
  "records larger than 256 KB are not sent to EventBridge: the sweep finds what they changed",
];

/** Checks a deployed guardrail. Pure: facts in, one result for each thing that was looked at out. */
export function diagnose(facts: DoctorFacts, now: Date): readonly Check[] {
  return [
    ...checkTrails(facts.trails),
    checkRules(facts.rules),
    ...(facts.keys === undefined ? [] : [checkKeys(facts.keys)]),
    checkDeadLetters(facts.deadLetters),
    checkCanary(facts.canary, now),
    ...(facts.sweep === undefined ? [] : [checkSweeps(facts.sweep, now)]),
  ];
}

function checkTrails(trails: DoctorFacts["trails"]): readonly Check[] {
  if (isUnreadable(trails)) {
    return [
      unreadable("trail", "the trails", trails),
      unreadable("kms-events", "the trails", trails),
    ];
  }
  const here = trails.filter(({ coversRegion }) => coversRegion);
  const known = here.flatMap(({ selectors, isLogging, name }) =>
    isUnreadable(selectors) || isUnreadable(isLogging) ? [] : [{ name, isLogging, ...selectors }],
  );
  const hearing = known.filter((trail) => trail.isLogging && trail.hasManagementEvents);
  const whole = hearing.filter(({ excludesKms }) => !excludesKms);
  const isBlind = known.length < here.length;
  const [first] = hearing;
  const [kms] = whole;
  const help = "log management events, read and write, of all sources in a trail of this Region";
  return [
    judged("trail", first !== undefined, isBlind, {
      passed: `the trail \`${first?.name}\` logs management events`,
      failed: "no trail of this Region logs management events: no event reaches the guardrail",
      unknown: "whether a trail logs management events is not known: some trails are not readable",
      help,
    }),
    judged("kms-events", kms !== undefined, isBlind, {
      passed: `the trail \`${kms?.name}\` leaves out no events of KMS`,
      failed: "no trail of this Region logs the events of KMS",
      unknown: "whether a trail logs the events of KMS is not known: some trails are not readable",
      help: "take `kms.amazonaws.com` out of what the trail excludes",
    }),
  ];
}

function checkRules(rules: DoctorFacts["rules"]): Check {
  if (isUnreadable(rules)) return unreadable("rules", "the rules", rules);
  const broken = rules.filter(({ isEnabled, targets }) => !isEnabled || targets === 0);
  const unread = rules.filter(({ targets }) => isUnreadable(targets));
  const isFailed = rules.length === 0 || broken.length > 0;
  const names = broken.map((rule) => `\`${rule.name}\` ${faultOf(rule)}`);
  return judged("rules", !isFailed && unread.length === 0, !isFailed, {
    passed: `all ${rules.length} rules are enabled and have targets`,
    failed:
      rules.length === 0 ? "there are no rules: no event reaches the guardrail" : fewOf(names),
    unknown: `the targets of ${unread.length} of ${rules.length} rules are not readable`,
    help: "deploy the stack again",
  });
}

function faultOf({ isMissing, isEnabled }: RuleFacts): string {
  if (isMissing === true) return "is not there";
  return isEnabled ? "has no target" : "is disabled";
}

function checkKeys(keys: readonly KeyFacts[] | Unreadable): Check {
  if (isUnreadable(keys)) return unreadable("keys", "the keys", keys);
  const blind = keys.filter(({ unread }) => unread.length > 0);
  const named = blind.map(({ arn, unread }) => `\`${arn}\` (${unread.join(", ")})`);
  return judged("keys", blind.length === 0, false, {
    passed: `all ${keys.length} keys can be read whole`,
    failed: `${blind.length} of ${keys.length} keys cannot be read whole: ${fewOf(named)}`,
    unknown: "",
    help: "let their key policies leave kms:DescribeKey, kms:GetKeyPolicy, kms:ListGrants and kms:ListResourceTags to IAM",
  });
}

function checkDeadLetters(deadLetters: DoctorFacts["deadLetters"]): Check {
  if (isUnreadable(deadLetters)) {
    return unreadable("dead-letters", "the dead-letter queue", deadLetters);
  }
  return judged("dead-letters", deadLetters === 0, false, {
    passed: "the dead-letter queue is empty",
    failed:
      deadLetters === null
        ? "there is no dead-letter queue: what cannot be judged is lost"
        : `${deadLetters} messages lie in the dead-letter queue`,
    unknown: "",
    help: "`kms-guardrail replay` reads its messages and tells why they lie there",
  });
}
