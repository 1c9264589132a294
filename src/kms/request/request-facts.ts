import { ABSENT, type Fact, type Facts, isPresent, known, UNKNOWN } from "../../policy/fact.ts";
import { FORMER_NAMES } from "../kms-vocabulary.ts";

/** What a request tells of its context. */
export interface RequestContext {
  /** Given context keys; null or an empty list: told to be absent. */
  readonly given: Readonly<Record<string, string | readonly string[] | null>>;
  /** Whether a key that is neither given nor derivable is absent instead of unknown. */
  readonly complete: boolean;
}

/** Tells nothing: every context key that is not derived is unknown. */
export const NOTHING_TOLD: RequestContext = { given: {}, complete: false };

/** The compiled context: given values by lower-case name, and what follows from them. */
export interface RequestFacts {
  readonly given: ReadonlyMap<string, Fact>;
  /** What a key that is neither given nor derivable is. */
  readonly otherwise: Fact;
}

const DERIVED_LISTS = [
  { list: "kms:encryptioncontextkeys", prefix: "kms:encryptioncontext:" },
  { list: "aws:tagkeys", prefix: "aws:requesttag/" },
];

/**
 * Compiles a request's context. `kms:EncryptionContextKeys` and `aws:TagKeys` follow from the given
 * pairs: with a complete context these are all, otherwise more may exist.
 */
export function compileContext(context: RequestContext): RequestFacts {
  const given = new Map<string, Fact>();
  for (const [name, value] of Object.entries(context.given)) {
    const lookup = name.toLowerCase();
    const [fact, other] = [toFact(value), given.get(lookup)];
    const differs = other !== undefined && !sameFact(fact, other);
    given.set(lookup, differs ? ambiguous(lookup) : fact);
  }
  for (const [former, name] of Object.entries(FORMER_NAMES)) {
    const told = given.get(name) ?? given.get(former);
    if (told !== undefined) given.set(name, told).set(former, given.get(former) ?? told);
  }
  for (const { list, prefix } of DERIVED_LISTS) {
    if (given.has(list)) continue;
    const names = Object.keys(context.given)
      .filter((name) => name.toLowerCase().startsWith(prefix) && context.given[name] !== null)
      .map((name) => name.slice(prefix.length));
    if (names.length > 0) {
      given.set(list, { kind: "known", values: names, open: !context.complete });
    }
  }
  return { given, otherwise: context.complete ? ABSENT : UNKNOWN };
}

function sameFact(a: Fact, b: Fact): boolean {
  return JSON.stringify(a) === JSON.stringify(b);
}

/**
 * Names of context keys ignore case, those of encryption context pairs and tags do not: which of two
 * pairs a test means is not documented.
 * https://docs.aws.amazon.com/kms/latest/developerguide/conditions-kms.html#conditions-kms-encryption-context
 */
function ambiguous(contextKey: string): Fact {
  return {
    kind: "undocumented",
    code: "contextKeysDifferByCase",
    // Stryker disable next-line StringLiteral: a text for people
    reason: `the request has several values of \`${contextKey}\` whose names differ by case only`,
  };
}

function toFact(value: string | readonly string[] | null): Fact {
  if (value === null) return ABSENT;
  if (typeof value === "string") return known(value);
  return value.length === 0 ? ABSENT : known(...value);
}

/** Facts of a request: a given value wins, then what the sources derive, then absent or unknown. */
export function layeredFacts(
  request: RequestFacts,
  sources: readonly ((contextKey: string) => Fact | null)[],
): Facts {
  return (contextKey) => {
    const given = request.given.get(contextKey);
    if (given !== undefined) return given;
    for (const source of sources) {
      const fact = source(contextKey);
      if (fact !== null) return fact.kind === "unknown" ? settle(fact, request) : fact;
    }
    return request.otherwise;
  };
}

/** What a session is called that nobody names: no such name exists, so only a whole wildcard matches it. */
const NOBODYS_NAME = "‹any session›";

/** With a complete context, a key that may be absent and was not given is absent, and a name that was not given is nobody's. */
function settle(fact: Extract<Fact, { kind: "unknown" }>, request: RequestFacts): Fact {
  if (request.otherwise.kind !== "absent") return fact;
  if (!isPresent(fact)) return ABSENT;
  const { fresh, prefix } = fact;
  return fresh === true && prefix !== undefined ? known(prefix + NOBODYS_NAME) : fact;
}
