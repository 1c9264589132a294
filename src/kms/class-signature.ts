import type { ClassedPrincipals, PrincipalClass } from "./classed-principals.ts";
import { addNumber, addObject, makeNumberTrie, type NumberTrie } from "./number-trie.ts";
import { NOTHING } from "./prepared-policy.ts";
import { NO_PIECES, type PreparedStatement, piecesFor } from "./prepared-statement.ts";
import type { PreparedTarget } from "./prepared-target.ts";
import { type PrincipalFacts, principalFacts } from "./principal-facts.ts";
import type { PrincipalProfile } from "./principal-profile.ts";

/** A target's view of principals: numbers that are equal for principals of which its statements say the same. */
export interface Signatures {
  readonly prepared: PreparedTarget;
  readonly principals: ClassedPrincipals;
  readonly trie: NumberTrie;
  /** The statements of the target and of each organization's SCPs that wait for the principal. */
  readonly shared: Map<object, Waitings>;
}

/** Statements that wait for the principal. */
interface Waitings {
  /** Those on which a class has one answer. */
  readonly alike: readonly PreparedStatement[];
  /** Those that ask who the principal is. */
  readonly asking: readonly PreparedStatement[];
}

/** What all members of a class have in common on a target, and the statements that tell them apart. */
export interface ClassSignature {
  readonly signature: number;
  readonly asking: readonly PreparedStatement[];
}

export function makeSignatures(
  prepared: PreparedTarget,
  principals: ClassedPrincipals,
): Signatures {
  return { prepared, principals, trie: makeNumberTrie(), shared: new Map() };
}

/** The signature of a class on the target; `member`: any that the target's own policies and grants do not name. */
export function signatureOfClass(
  signatures: Signatures,
  { policies, kind }: PrincipalClass,
  member: PrincipalProfile,
): ClassSignature {
  const { prepared, trie } = signatures;
  const { target } = prepared;
  let facts: PrincipalFacts | null = null;
  let signature = addNumber(trie, 0, kind ?? 0);
  const addPieces = (statement: PreparedStatement): void => {
    facts ??= principalFacts(target, member);
    const pieces = piecesFor(statement, facts);
    if (pieces !== NO_PIECES) signature = addObject(trie, signature, pieces);
  };
  const shared = sharedWaitings(signatures, member);
  shared.alike.forEach(addPieces);
  let asking = shared.asking;
  for (const { policy, resources } of policies) {
    if (resources !== null && !resources.has(target.resource)) continue;
    const { settled, waiting } = prepared.prepare(policy);
    if (settled !== NOTHING) signature = addObject(trie, signature, settled);
    for (const statement of waiting) {
      if (statement.waiting?.asksWho === true) asking = [...asking, statement];
      else addPieces(statement);
    }
  }
  for (const statement of asking) signature = addObject(trie, signature, statement);
  return { signature, asking };
}

/** The signature of one member of a class: with its answers to the statements that ask who it is. */
export function signatureOfMember(
  { prepared, principals, trie }: Signatures,
  { signature, asking }: ClassSignature,
  index: number,
): number {
  let own = signature;
  let facts: PrincipalFacts | null = null;
  for (const statement of asking) {
    const tests = statement.waiting?.principalTests ?? null;
    if (tests !== null && prepared.target.request.given.size === 0) {
      for (const test of tests) own = addNumber(trie, own, principals.answersTo(test)[index] ?? 0);
    } else {
      facts ??= principalFacts(prepared.target, principals.profiles[index] as PrincipalProfile);
      own = addObject(trie, own, piecesFor(statement, facts));
    }
  }
  return own;
}

/** What waits in the target's own layers and in the SCPs that bind the principal, found once for each organization. */
function sharedWaitings(
  { prepared, shared }: Signatures,
  { organization }: PrincipalProfile,
): Waitings {
  let waitings = shared.get(organization);
  if (waitings === undefined) {
    const statements = [
      ...prepared.keyPolicy,
      ...prepared.resourceControl,
      ...(prepared.endpoint ?? []),
      ...organization.serviceControl.flat().flatMap((policy) => prepared.prepare(policy).waiting),
    ].filter(({ waiting }) => waiting !== null);
    waitings = {
      alike: statements.filter(({ waiting }) => waiting?.asksWho === false),
      asking: statements.filter(({ waiting }) => waiting?.asksWho === true),
    };
    shared.set(organization, waitings);
  }
  return waitings;
}
