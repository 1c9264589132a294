import fc from "fast-check";
import { it } from "vitest";
import type { Decision, DeterminingStatement } from "../../src/kms/decision.ts";
import { matchGlob } from "../reference/patterns.ts";
import type { PolicyKind } from "../support/generators/condition-arbitrary.ts";
import { statementArbitrary } from "../support/generators/policy-arbitrary.ts";
import type { RequestJson } from "../support/generators/request-arbitrary.ts";
import type { SnapshotJson } from "../support/generators/snapshot-arbitrary.ts";
import {
  editGrants,
  editPolicies,
  editSessionPolicies,
  type Place,
  type StatementJson,
} from "./edit-policies.ts";
import { holdsFor, must } from "./holds-for.ts";
import { runs } from "./runs.ts";
import {
  decideAll,
  eachPair,
  incomplete,
  type Json,
  listOf,
  numRuns,
  rank,
  sameReasons,
  told,
  worlds,
} from "./theorem.ts";

// https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_evaluation-logic.html
it(`order and duplication of statements and grants do not matter, ${runs.told}`, () => {
  const shuffled = (all: readonly StatementJson[]): readonly StatementJson[] => [
    ...all.toReversed(),
    ...all.slice(0, 1),
  ];
  const snapshot = (one: SnapshotJson): SnapshotJson =>
    editGrants(editPolicies(one, shuffled), (grants) => grants.toReversed());
  const request = (one: RequestJson) => editSessionPolicies(one, shuffled);
  holdsFor(worlds, numRuns, ({ snapshot: own_, requests }) => {
    for (const asked of [requests, requests.map(incomplete)]) {
      eachPair({ snapshot: own_, requests: asked }, { snapshot, request }, (before, after, one) => {
        must(sameReasons(before, after), "the same decision", told(before, after, one));
      });
    }
  });
});

const kinds = ["identity", "key", "scp", "rcp", "endpoint"] as const;
const kindOf = ({ layer }: Place): PolicyKind => {
  if (layer === "key-policy") return "key";
  if (layer === "vpc-endpoint-policy") return "endpoint";
  if (layer === "service-control-policy") return "scp";
  return layer === "resource-control-policy" ? "rcp" : "identity";
};
/** KMS refuses key policies with such conditions, which then count as unreadable. */
const isRefused = (statement: StatementJson): boolean =>
  /"ForAllValues:\w+":\{"(kms:encryptioncontext:|aws:requesttag)/i.test(JSON.stringify(statement));

const oneOfEachKind = (effect: "allow" | "deny") => {
  const weights = effect === "allow" ? { allow: 1, deny: 0 } : { allow: 0, deny: 1 };
  return fc.tuple(...kinds.map((kind) => statementArbitrary(kind, weights)));
};

const adding = (
  effect: "allow" | "deny",
  law: (before: Decision, after: Decision, request: RequestJson) => void,
): void => {
  const generated = fc.record({
    world: worlds,
    added: oneOfEachKind(effect),
    onlyTo: fc.constantFrom(...kinds),
    isComplete: fc.boolean(),
  });
  holdsFor(generated, 2 * numRuns, ({ world, added, onlyTo, isComplete }) => {
    if (effect === "allow" && onlyTo === "rcp") return;
    const statement = added[kinds.indexOf(onlyTo)];
    if (statement === undefined || isRefused(statement)) return;
    const append = (all: readonly StatementJson[], place: Place) =>
      kindOf(place) === onlyTo ? [...all, statement] : all;
    const requests = isComplete ? world.requests : world.requests.map(incomplete);
    const changed = {
      snapshot: (snapshot: SnapshotJson) => editPolicies(snapshot, append),
      request: (request: RequestJson) => editSessionPolicies(request, append),
    };
    eachPair({ ...world, requests }, changed, law);
  });
};

it(`adding a Deny never allows, ${runs.told}`, () => {
  adding("deny", (before, after, request) => {
    must(rank(after) <= rank(before), "no more is allowed", told(before, after, request));
    const stands = before.decision !== "explicitDeny" || after.decision === "explicitDeny";
    must(stands, "an explicit deny stands", told(before, after, request));
  });
});

it(`adding an Allow never denies, ${runs.told}`, () => {
  adding("allow", (before, after, request) => {
    must(rank(after) >= rank(before), "no less is allowed", told(before, after, request));
    const stands = before.decision !== "explicitDeny" || after.decision === "explicitDeny";
    must(stands, "an explicit deny stands", told(before, after, request));
  });
});
/** Whether a statement's actions leave the request's out, whatever else it says. */
const isUnrelated = ({ Action, NotAction }: StatementJson, { action }: RequestJson): boolean => {
  const names = (patterns: unknown) =>
    listOf(patterns).some((pattern) => matchGlob(pattern.toLowerCase(), action.toLowerCase()));
  if (Action !== undefined) return !names(Action);
  return NotAction !== undefined && names(NotAction);
};

it(`removing an unrelated statement changes nothing, ${runs.told}`, () => {
  holdsFor(worlds, numRuns, ({ snapshot, requests }) => {
    for (const complete of requests.slice(0, 6)) {
      const request = complete.action.length % 2 === 0 ? complete : incomplete(complete);
      const related = (all: readonly StatementJson[]) =>
        all.filter((one) => !isUnrelated(one, request) || isRefused(one));
      const changed = {
        snapshot: (one: SnapshotJson) => editPolicies(one, related),
        request: (one: RequestJson) => editSessionPolicies(one, related),
      };
      eachPair({ snapshot, requests: [request] }, changed, (before, after) => {
        must(sameReasons(before, after), "the same decision", told(before, after, request));
      });
    }
  });
});

const holdsStar = (value: unknown): boolean => value !== undefined && listOf(value).includes("*");

const allowsEverything = ({ Effect, Action, Resource, Principal, Condition }: StatementJson) =>
  Effect === "Allow" &&
  holdsStar(Action) &&
  holdsStar(Resource) &&
  Condition === undefined &&
  (Principal === undefined || Principal === "*" || holdsStar((Principal as Json)["AWS"]));

/** Whether a decision named the statement at this place. */
const isNamed = (
  determining: readonly DeterminingStatement[],
  place: Place,
  index: number,
): boolean =>
  determining.some(({ layer, policy, statement, from }) => {
    if (statement !== index || policy !== place.policy) return false;
    if (place.layer === "managed-policy") {
      return layer === "identity-policy" || layer === "permissions-boundary";
    }
    return layer === place.layer && from === place.from;
  });

it(`the determining statements alone reproduce the decision, ${runs.told}`, () => {
  holdsFor(worlds, numRuns, ({ snapshot, requests }) => {
    const decisions = decideAll(snapshot, requests);
    for (const [index, request] of requests.entries()) {
      const before = decisions[index];
      if (!before || !["allowed", "explicitDeny"].includes(before.decision)) continue;
      const named = before.determiningStatements;
      const passes = (one: StatementJson, { layer }: Place) =>
        before.decision === "allowed" &&
        (layer === "service-control-policy" || layer === "vpc-endpoint-policy") &&
        allowsEverything(one);
      const alone = (all: readonly StatementJson[], place: Place) =>
        all
          .map((one, i) =>
            isNamed(named, place, i) || passes(one, place) ? one : { ...one, Action: "s3:Nothing" },
          )
          .map(({ NotAction, ...one }, i) =>
            isNamed(named, place, i) && NotAction !== undefined ? { ...one, NotAction } : one,
          );
      const changed = {
        snapshot: (one: SnapshotJson) =>
          editGrants(editPolicies(one, alone), (grants) =>
            grants.filter(({ GrantId = "grants" }) =>
              named.some(({ layer, policy }) => layer === "grant" && policy === GrantId),
            ),
          ),
        request: (one: RequestJson) => editSessionPolicies(one, alone),
      };
      eachPair({ snapshot, requests: [request] }, changed, (one, after) => {
        must(one.decision === after.decision, "the same decision", told(one, after, request));
      });
    }
  });
});
