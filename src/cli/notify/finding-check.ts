import {
  anyText,
  type Check,
  describe,
  flag,
  isObject,
  list,
  mapOf,
  object,
  runCheck,
  text,
  textThat,
} from "../../account/parse/check-json.ts";
import type { Problem } from "../../account/parse/problem.ts";
import type { Finding } from "../../guardrail/finding/finding.ts";
import { LAYERS } from "../../kms/decision.ts";

/** A finding, or why some JSON is none. */
export type FindingResult =
  | { readonly ok: true; readonly finding: Finding }
  | { readonly ok: false; readonly problems: readonly Problem[] };

const mostProblems = 5;

/** Checks that JSON is a finding of the published schema; members that no message tells are left alone. */
export function checkFinding(json: unknown): FindingResult {
  const { problems } = runCheck(findingCheck, json, "E_FINDING_INVALID");
  return problems.length > 0
    ? { ok: false, problems: problems.slice(0, mostProblems) }
    : { ok: true, finding: json as Finding };
}

const any: Check = () => {};

const number: Check = (value, walk) => {
  if (typeof value !== "number") walk.problem(`expected a number, found ${describe(value)}`);
};

function orNull(check: Check): Check {
  return (value, walk) => {
    if (value !== null) check(value, walk);
  };
}

function oneOf(...words: readonly string[]): Check {
  return textThat(`one of ${words.join(", ")}`, (value) => words.includes(value));
}

const schemaVersion: Check = (value, walk) => {
  if (value !== 1) walk.problem(`expected schemaVersion 1, found ${describe(value)}`);
};

const change = oneOf("gained", "lost", "widened", "narrowed", "changed");
const decision = oneOf("allowed", "conditional", "explicitDeny", "implicitDeny");
const layer = oneOf(...LAYERS);

const because = list(
  object(
    { layer, policy: anyText, sid: orNull(anyText), statement: orNull(number), was: flag },
    { from: anyText },
  ),
);

const contextValue: Check = (value, walk) => {
  if (typeof value !== "string") list(anyText)(value, walk);
};

const accessChange = object(
  {
    change,
    principal: anyText,
    external: flag,
    key: orNull(anyText),
    via: orNull(anyText),
    actions: list(anyText),
    before: decision,
    after: decision,
    because,
  },
  {
    witness: orNull(object({ action: anyText, context: mapOf(contextValue) }, {})),
    alreadyAllowedWithout: flag,
  },
);

const perimeterChange = object(
  {
    change,
    via: anyText,
    who: oneOf("anyone", "unauthenticated", "listed-accounts", "organization", "account"),
    resources: oneOf("anyone", "aws-owned", "organization", "account"),
    because,
  },
  {},
);

const actor = object(
  {
    type: orNull(anyText),
    arn: orNull(anyText),
    sessionIssuerArn: orNull(anyText),
    invokedBy: orNull(anyText),
  },
  {},
);

const event = object(
  {
    eventId: anyText,
    eventName: anyText,
    eventSource: anyText,
    eventTime: anyText,
    awsRegion: anyText,
    recipientAccountId: anyText,
    actor,
    sourceIPAddress: orNull(anyText),
    vpcEndpointId: orNull(anyText),
  },
  {},
);

const call: Check = object({ service: anyText, operation: anyText, input: mapOf(any) }, {});

const remediation = object(
  {
    mode: oneOf("observe", "alert", "approve", "enforce"),
    status: oneOf(
      "none",
      "proposed",
      "awaitingApproval",
      "rejected",
      "expired",
      "applied",
      "verified",
      "refused",
      "failed",
    ),
    refusedBecause: orNull(anyText),
    calls: list(call),
  },
  {},
);

const summary = object(
  {
    gained: number,
    lost: number,
    widened: number,
    narrowed: number,
    principals: number,
    keys: number,
    external: number,
  },
  {},
);

/** What is no object is told once, not member by member. */
const findingCheck: Check = (value, walk) => {
  if (!isObject(value) || !("findingId" in value)) {
    walk.problem(
      `expected a finding, found ${isObject(value) ? "another object" : describe(value)}`,
    );
    return;
  }
  findingMembers(value, walk);
};

const findingMembers = object(
  {
    schemaVersion,
    findingId: text,
    kind: oneOf("access", "drift", "blind", "tampering", "perimeter", "refusal"),
    event: orNull(event),
    resource: object({ type: anyText, arn: anyText }, {}),
    keyState: orNull(anyText),
    attributeChanges: list(object({ attribute: anyText }, {})),
    effectiveFrom: anyText,
    effectiveBy: anyText,
    severity: oneOf("critical", "high", "medium", "low", "informational"),
    title: anyText,
    summary,
    accessChanges: list(accessChange),
    perimeterChanges: list(perimeterChange),
    notes: list(object({ code: anyText, text: anyText }, {})),
    remediation,
  },
  { truncated: flag },
);
