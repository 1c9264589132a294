import type { AccessChangeKind, Because } from "../access/compare/access-change.ts";
import { compareFormulas } from "../access/compare/compare-formulas.ts";
import { hasAction } from "../policy/action-set.ts";
import { isRead } from "./action-probes.ts";
import type { ComparedPair } from "./compared-pair.ts";
import type { EndpointDoor } from "./endpoint-door.ts";
import { type DoorInput, type PassingRequest, passingRequests } from "./passing-requests.ts";
import {
  PERIMETER_RESOURCES,
  PERIMETER_WHO,
  type PerimeterResources,
  type PerimeterWho,
} from "./perimeter-change.ts";
import { isGap } from "./perimeter-gap.ts";

/** What became of the perimeter at one endpoint. */
export interface ComparedEndpoint {
  readonly changes: readonly ComparedPair[];
  readonly after: EndpointReach;
}

/** What an endpoint lets through, besides pairs. */
export interface EndpointReach {
  /** Pairs of which nobody can tell whether they pass. */
  readonly unknown: readonly string[];
  /** Principals inside reach anybody's resources by tags that the policy asks for. */
  readonly byTag: boolean;
  /** Resources that pass by a name which does not tell whose they are. */
  readonly untoldOwners: readonly string[];
  /** Accounts that nobody trusts and that the policy lets in or out by name, where not everybody passes anyway. */
  readonly foreignAccounts: readonly string[];
  /** Pairs that are gaps, whatever they were before. */
  readonly gaps: readonly Pick<ComparedPair, "who" | "resources">[];
  /** Some statement names accounts or principals instead of everybody. */
  readonly namesPrincipals: boolean;
}

/**
 * Compares what passes an endpoint before and after an event, pair by pair, the widest first. Of an
 * endpoint whose policy is or was not known nobody can tell.
 */
export function compareEndpoint(via: string, input: DoorInput): ComparedEndpoint {
  const requests = [...passingRequests(input)];
  const isKnown = input.before.kind !== "unknown" && input.after.kind !== "unknown";
  const counted = requests.filter(isCounted);
  const changes = PERIMETER_WHO.flatMap((who) =>
    PERIMETER_RESOURCES.flatMap((resources) => {
      const ofPair = counted.filter((request) => isOfPair(request, who, resources));
      return comparePair(ofPair).map((found): ComparedPair => {
        const { moved, change } = found;
        return {
          change,
          via,
          who,
          resources,
          because: becauseOf(via, found),
          onlyReads: moved.every(({ action }) => isRead(action)),
          onlyFederated: moved.every(isFederated),
          isLimitedByIam: moved.every(({ probe }) => !input.mayUse(probe)),
          foreignAccounts: foreignAccountsOf(moved),
        };
      });
    }),
  );
  return {
    changes: isKnown ? changes : [],
    after: reachAfter(requests, input.after),
  };
}

/** What counts as reached: not by tags that nobody is known to carry, not by a name that tells no owner. */
function isCounted({ probe: { principal, resource } }: PassingRequest): boolean {
  if (principal.isTagged && resource.owner === "anyone") return false;
  return resource.isOwnerTold || resource.owner === "account";
}

function isOfPair(
  { probe: { principal, resource } }: PassingRequest,
  who: PerimeterWho,
  resources: PerimeterResources,
): boolean {
  return principal.who === who && resource.owner === resources;
}

interface PairChange {
  readonly change: AccessChangeKind;
  /** The requests that came, or went. */
  readonly moved: readonly PassingRequest[];
}

function comparePair(requests: readonly PassingRequest[]): readonly PairChange[] {
  const passedBefore = requests.some(({ before }) => before.passing === "yes");
  const passesAfter = requests.some(({ after }) => after.passing === "yes");
  if (!passedBefore && !passesAfter) return [];
  const moves = requests.map((request) => ({ request, ...moveOf(request) }));
  const came = moves.filter(({ gained }) => gained).map(({ request }) => request);
  const went = moves.filter(({ lost }) => lost).map(({ request }) => request);
  if (!passedBefore) return came.length === 0 ? [] : [{ change: "gained", moved: came }];
  if (!passesAfter) return went.length === 0 ? [] : [{ change: "lost", moved: went }];
  const found: PairChange[] = [];
  if (came.length > 0) found.push({ change: "widened", moved: came });
  if (went.length > 0) found.push({ change: "narrowed", moved: went });
  const bounded = moves.filter(({ incomplete }) => incomplete).map(({ request }) => request);
  if (found.length === 0 && bounded.length > 0) found.push({ change: "changed", moved: bounded });
  return found;
}

function moveOf({ before, after, facts }: PassingRequest): {
  readonly gained: boolean;
  readonly lost: boolean;
  readonly incomplete: boolean;
} {
  const [b, a] = [before.passing === "yes", after.passing === "yes"];
  if (!b || !a) return { gained: a && !b, lost: b && !a, incomplete: false };
  if (before.formula.text === after.formula.text) return UNMOVED;
  const { gains, losses, incomplete } = compareFormulas(
    { formula: before.formula, facts },
    { formula: after.formula, facts },
  );
  return { gained: gains !== null, lost: losses !== null, incomplete };
}

const UNMOVED = { gained: false, lost: false, incomplete: false };

/**
 * Gained: the Deny that stopped applying, else what allows now. Lost: the Deny that began to apply,
 * else what allowed before.
 */
function becauseOf(via: string, { change, moved }: PairChange): readonly Because[] {
  const isLoss = change === "lost" || change === "narrowed";
  const place = (side: "before" | "after", effect: "Allow" | "Deny") =>
    statementsOf(via, moved, side, effect);
  const denies = isLoss ? place("after", "Deny") : place("before", "Deny");
  const others = isLoss ? place("before", "Deny") : place("after", "Deny");
  const begun = denies.filter((one) => !others.some((other) => other.statement === one.statement));
  if (begun.length > 0) return begun;
  return isLoss ? place("before", "Allow") : place("after", "Allow");
}

function statementsOf(
  via: string,
  moved: readonly PassingRequest[],
  side: "before" | "after",
  effect: "Allow" | "Deny",
): readonly Because[] {
  const found = new Map<number, Because>();
  for (const request of moved) {
    for (const { statement, actions } of request[side].matched) {
      if (statement.effect !== effect || !hasAction(actions, request.index)) continue;
      const { index, sid } = statement;
      found.set(index, {
        layer: "vpc-endpoint-policy",
        policy: via,
        sid,
        statement: index,
        was: side === "before",
      });
    }
  }
  return [...found.values()].sort((a, b) => (a.statement ?? 0) - (b.statement ?? 0));
}

function foreignAccountsOf(requests: readonly PassingRequest[]): readonly string[] {
  return unique(requests.flatMap(({ probe }) => probe.principal.foreignAccount ?? []));
}

function reachAfter(requests: readonly PassingRequest[], door: EndpointDoor): EndpointReach {
  const unknown = requests.filter(({ after }) => after.passing === "unknown");
  const passing = requests.filter(({ after }) => after.passing === "yes");
  const anyones = passing.filter(({ probe }) => probe.resource.owner === "anyone");
  const isOpen = anyones.some(({ probe }) => probe.principal.who === "anyone");
  const isInside = ({ probe: { principal } }: PassingRequest) =>
    principal.who === "account" || principal.who === "organization";
  return {
    unknown: unique(
      unknown.map(({ probe: { principal, resource } }) => `${principal.who} to ${resource.owner}`),
    ),
    byTag: anyones.some((request) => request.probe.principal.isTagged && isInside(request)),
    untoldOwners: unique(
      anyones
        .filter(({ probe }) => !probe.resource.isOwnerTold && !probe.principal.isTagged)
        .map(({ probe }) => probe.resource.arn),
    ),
    foreignAccounts: isOpen ? [] : unique(passing.flatMap(foreignAccountsIn)),
    gaps: gapsAmong(passing.filter(isCounted)),
    namesPrincipals:
      door.kind === "policy" &&
      door.statements.some(({ principals }) =>
        principals?.some(({ type, value }) => type === "AWS" && value !== "*"),
      ),
  };
}

function gapsAmong(requests: readonly PassingRequest[]): EndpointReach["gaps"] {
  return PERIMETER_WHO.flatMap((who) =>
    PERIMETER_RESOURCES.flatMap((resources) => {
      const ofPair = requests.filter((request) => isOfPair(request, who, resources));
      const onlyFederated = ofPair.every(isFederated);
      const pair = { who, resources, onlyFederated, foreignAccounts: foreignAccountsOf(ofPair) };
      return ofPair.length > 0 && isGap(pair) ? [{ who, resources }] : [];
    }),
  );
}

function isFederated({ probe }: PassingRequest): boolean {
  return probe.principal.isFederated;
}

function foreignAccountsIn({ probe: { principal, resource } }: PassingRequest): readonly string[] {
  return [
    ...(principal.foreignAccount === null ? [] : [principal.foreignAccount]),
    ...(resource.isNamedAccount ? [resource.account] : []),
  ];
}

function unique(values: readonly string[]): readonly string[] {
  return [...new Set(values)];
}
