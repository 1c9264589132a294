import { partitionOfRegion } from "../../account/partition-of-region.ts";
import { type ControlCall, parseControlCall } from "../../cloudtrail/control/control-call.ts";
import type { ControlledResource } from "../../cloudtrail/control/controlled-resource.ts";
import type { TrailEvent } from "../../cloudtrail/trail-event.ts";
import type { GuardrailConfig } from "../config/config.ts";
import { oneOf } from "../config/match-rule.ts";
import type { Finding } from "../finding/finding.ts";
import { findingId } from "../finding/finding-id.ts";
import { shortActor } from "../finding/finding-title.ts";
import { summarize } from "../finding/summary.ts";
import { trustedActorOf } from "./config-apply.ts";
import { findingEvent } from "./make-finding.ts";

/** What a record did to the guardrail itself. */
export type JudgedTampering =
  | { readonly outcome: "tampering"; readonly event: TrailEvent; readonly finding: Finding }
  /** A call that failed, is about something else, or was made by a trusted actor. */
  | { readonly outcome: "none" }
  | { readonly outcome: "refused"; readonly message: string; readonly eventId: string | null };

/**
 * Judges whether a call changed or removed what the guardrail is made of. Such a call may be all right,
 * but nobody can rely on a guardrail that anybody else changes: without a trusted actor it is a
 * critical finding. A record that does not tell what the call was about is one too, as blind.
 */
export function judgeTampering(record: unknown, config: GuardrailConfig): JudgedTampering {
  const { resources: own = [] } = config.guardrail;
  if (own.length === 0) return none;
  const parsed = parseControlCall(record);
  if (parsed.outcome !== "call") return parsed;
  const { event, resources } = parsed;
  const touched = resources.filter(({ arn }) => oneOf(own, [arn]));
  if (resources.length > 0 && touched.length === 0) return none;
  const found = findingEvent(event);
  if (trustedActorOf(found, config) !== null) return none;
  return { outcome: "tampering", event, finding: tamperingFinding(parsed, touched, config) };
}

const none = { outcome: "none" } as const;

function tamperingFinding(
  { event, deed }: ControlCall,
  touched: readonly ControlledResource[],
  { mode }: GuardrailConfig,
): Finding {
  const [resource = unknownResource(event)] = touched;
  const isKnown = touched.length > 0;
  const by = `by ${shortActor(event.actor)}`;
  const what = isKnown ? shortResource(resource) : `something that ${event.eventName} is about`;
  return {
    schemaVersion: 1,
    findingId: findingId(event.eventId, "tampering", touched),
    kind: "tampering",
    event: findingEvent(event),
    resource,
    keyState: null,
    attributeChanges: [],
    effectiveFrom: event.eventTime,
    effectiveBy: event.eventTime,
    severity: isKnown ? "critical" : "medium",
    title: isKnown
      ? `the guardrail's own ${what} ${deed} (${by})`
      : `${what} ${deed}, perhaps a part of the guardrail (${by})`,
    summary: summarize([]),
    accessChanges: [],
    perimeterChanges: [],
    notes: [isKnown ? disarmed : resourceUnknown],
    remediation: { mode, status: "none", refusedBecause: null, calls: [] },
  };
}

const disarmed = {
  code: "guardrailChanged",
  text: "what happens from now on may be missed: find out who did this and why, deploy the stack again, run `kms-guardrail doctor`",
};
const resourceUnknown = {
  code: "resourceUnknown",
  text: "the record does not tell what the call was about: run `kms-guardrail doctor`",
};

const kinds: Readonly<Record<string, string>> = {
  "AWS::CloudFormation::Stack": "stack",
  "AWS::CloudTrail::Trail": "trail",
  "AWS::CloudWatch::Alarm": "alarm",
  "AWS::DynamoDB::Table": "table",
  "AWS::Events::Rule": "rule",
  "AWS::IAM::Role": "role",
  "AWS::KMS::Key": "KMS key",
  "AWS::Lambda::Function": "function",
  "AWS::S3::Bucket": "bucket",
  "AWS::SecretsManager::Secret": "secret",
  "AWS::SNS::Topic": "topic",
  "AWS::SQS::Queue": "queue",
};

/** `rule kms-guardrail-prod-kms-key`. */
function shortResource({ type, arn }: ControlledResource): string {
  // A stack's ARN ends with an id of its own after the name.
  const named =
    type === "AWS::CloudFormation::Stack" ? arn.replace(/(stack\/[^/]+)\/.*$/, "$1") : arn;
  const name = named.slice(Math.max(named.lastIndexOf("/"), named.lastIndexOf(":")) + 1);
  return `${kinds[type] ?? type} ${name}`;
}

/** The account in which the call was made, for want of what it was about. */
function unknownResource({ recipientAccountId, awsRegion }: TrailEvent): ControlledResource {
  const arn = `arn:${partitionOfRegion(awsRegion)}:iam::${recipientAccountId}:root`;
  return { type: "AWS::::Account", arn };
}
