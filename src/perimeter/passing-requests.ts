import { compareFormulas } from "../access/compare/compare-formulas.ts";
import type { Snapshot } from "../account/snapshot.ts";
import { type CompiledPolicy, compilePolicy } from "../policy/compile-policy.ts";
import type { Fact, Facts } from "../policy/fact.ts";
import { FALSE, type Formula, fillUnknowns } from "../policy/formula.ts";
import { formulaOf } from "../policy/verdict.ts";
import type { Vocabulary } from "../policy/vocabulary.ts";
import { actionProbes } from "./action-probes.ts";
import type { EndpointDoor } from "./endpoint-door.ts";
import { evaluateProbe, factsOfProbe, type Probe, type ProbeVerdict } from "./evaluate-probe.ts";
import type { Insiders } from "./insiders.ts";
import { policyWords } from "./policy-words.ts";
import { principalProbes } from "./principal-probes.ts";
import { resourceProbes } from "./resource-instances.ts";
import { ownerProbes } from "./resource-probe.ts";

/** Whether some request of a kind passes: unknown where only what nobody can tell decides. */
export type Passing = "yes" | "unknown" | "no";

/** One side of a request: the condition under which it passes, and what the policy's statements made of it. */
export interface RequestSide {
  readonly formula: Formula;
  readonly passing: Passing;
  readonly matched: ProbeVerdict["matched"];
}

/** A request that passes, or may, before or after. */
export interface PassingRequest {
  readonly probe: Probe;
  readonly facts: Facts;
  readonly action: string;
  /** The action's bit in the sets of matched statements. */
  readonly index: number;
  readonly before: RequestSide;
  readonly after: RequestSide;
}

export interface DoorInput {
  readonly serviceName: string;
  readonly before: EndpointDoor;
  readonly after: EndpointDoor;
  readonly insiders: Insiders;
  readonly snapshots: readonly Snapshot[];
  /** What the endpoint's path tells of a context key; null: nothing. */
  readonly path: (contextKey: string) => Fact | null;
  /** Whether the service takes requests without a signature at all. */
  readonly takesUnsigned: boolean;
  /** false: the principal's own policies surely give it nothing on the resource. */
  readonly mayUse: (probe: Probe) => boolean;
}

/**
 * The requests that pass an endpoint before or after, one for each kind that the policies of both
 * sides can tell apart: principal × resource × action.
 */
export function* passingRequests(input: DoorInput): Generator<PassingRequest> {
  const { serviceName, before, after, insiders, snapshots, path } = input;
  const words = policyWords([...statementsOf(before), ...statementsOf(after)]);
  const service = serviceOfArns(serviceName);
  const principals = principalProbes(insiders, words, snapshots).filter(
    ({ who }) => input.takesUnsigned || who !== "unauthenticated",
  );
  const resources = resourceProbes(ownerProbes(insiders, words), words, insiders, service);
  for (const vocabulary of actionProbes(words, serviceName)) {
    const sides = {
      before: compileDoor(before, vocabulary),
      after: compileDoor(after, vocabulary),
    };
    for (const principal of principals) {
      for (const resource of resources) {
        yield* requestsOf({ principal, resource, path }, sides, vocabulary);
      }
    }
  }
}

type Sides = Readonly<Record<"before" | "after", CompiledPolicy | null>>;

function* requestsOf(
  probe: Probe,
  sides: Sides,
  vocabulary: Vocabulary,
): Generator<PassingRequest> {
  const facts = factsOfProbe(probe);
  const verdicts = {
    before: evaluateSide(sides.before, probe, vocabulary),
    after: evaluateSide(sides.after, probe, vocabulary),
  };
  for (const [index, action] of vocabulary.names.entries()) {
    const before = sideOf(verdicts.before, index, facts);
    const after = sideOf(verdicts.after, index, facts);
    if (before.passing === "no" && after.passing === "no") continue;
    yield { probe, facts, action, index, before, after };
  }
}

function evaluateSide(
  policy: CompiledPolicy | null,
  probe: Probe,
  vocabulary: Vocabulary,
): ProbeVerdict | null {
  return policy === null ? null : evaluateProbe(policy.statements, probe, vocabulary);
}

const NOTHING: RequestSide = { formula: FALSE, passing: "no", matched: [] };

function sideOf(verdict: ProbeVerdict | null, index: number, facts: Facts): RequestSide {
  if (verdict === null) return NOTHING;
  const formula = formulaOf(verdict.verdict, index);
  return { formula, passing: isPassing(formula, facts), matched: verdict.matched };
}

function isPassing(formula: Formula, facts: Facts): Passing {
  if (formula.kind === "false") return "no";
  if (formula.kind === "true") return "yes";
  const [atWorst, atBest] = [false, true].map((value) =>
    isPossible(
      fillUnknowns(formula, () => value),
      facts,
    ),
  );
  if (atWorst && atBest) return "yes";
  return atWorst || atBest ? "unknown" : "no";
}

/** Whether some context, which the caller may choose, satisfies a condition. */
function isPossible(formula: Formula, facts: Facts): boolean {
  if (formula.kind === "true" || formula.kind === "false") return formula.kind === "true";
  const side = { formula, facts };
  const { possibleAfter, incomplete } = compareFormulas(side, side);
  return possibleAfter || incomplete;
}

function compileDoor(door: EndpointDoor, vocabulary: Vocabulary): CompiledPolicy | null {
  if (door.kind !== "policy") return null;
  const compiled = compilePolicy(door.json, "vpc-endpoint-policy", vocabulary);
  return "malformed" in compiled ? null : compiled;
}

function statementsOf(door: EndpointDoor) {
  return door.kind === "policy" ? door.statements : [];
}

/** What ARNs call the service of an endpoint: `s3` for `com.amazonaws.us-west-2.s3`. */
function serviceOfArns(serviceName: string): string {
  const label = serviceName.split(".")[3] ?? serviceName;
  return label.replace(/-fips$/, "");
}
