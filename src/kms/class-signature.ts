import type { ClassedPrincipals, ClassPolicy, PrincipalClass } from "./classed-principals.ts";
import type { LayerPolicy } from "./layer-policy.ts";
import { addNumber, addObject, makeNumberTrie, type NumberTrie } from "./number-trie.ts";
import { type AllowAndDeny, NOTHING } from "./prepared-policy.ts";
import { NO_PIECES, type PreparedStatement, piecesFor } from "./prepared-statement.ts";
import type { PreparedTarget } from "./prepared-target.ts";
import { isAboutPrincipalOnly, type PrincipalFacts, principalFacts } from "./principal-facts.ts";
import type { PrincipalProfile } from "./principal-profile.ts";
import { type StatementView, viewStatement } from "./statement-view.ts";

/** A target's view of principals: numbers that are equal for principals of which its statements say the same. */
export interface Signatures {
  readonly prepared: PreparedTarget;
  readonly principals: ClassedPrincipals;
  readonly trie: NumberTrie;
  /** What concerns the principals that an organization binds. */
  readonly shared: Map<object, StatementsView>;
  /** What policies of principals come to, by their numbers. */
  readonly policies: (StatementsView | undefined)[];
}

/** Statements as they concern principals. */
interface StatementsView {
  /** What the statements that do not wait come to. */
  readonly settled: AllowAndDeny;
  /** Those on which a class has one answer. */
  readonly alike: readonly StatementView[];
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
  return { prepared, principals, trie: makeNumberTrie(), shared: new Map(), policies: [] };
}

/** The signature of a class on the target; `member`: any that the target's own policies and grants do not name. */
export function signatureOfClass(
  signatures: Signatures,
  { policies, kind }: PrincipalClass,
  member: number,
): ClassSignature {
  const { prepared, trie, principals } = signatures;
  const { resource } = prepared.target;
  const { organization } = principals.profiles[member] as PrincipalProfile;
  const shared = viewShared(signatures, organization);
  let signature = addView(trie, addNumber(trie, 0, kind ?? 0), shared, member);
  let { asking } = shared;
  for (const policy of policies) {
    if (policy.resources !== null && !policy.resources.has(resource)) continue;
    const view = viewPolicy(signatures, policy);
    signature = addView(trie, signature, view, member);
    if (view.asking.length > 0) asking = [...asking, ...view.asking];
  }
  for (const statement of asking) signature = addObject(trie, signature, statement);
  return { signature, asking };
}

function addView(
  trie: NumberTrie,
  signature: number,
  { settled, alike }: StatementsView,
  member: number,
): number {
  let added = settled === NOTHING ? signature : addObject(trie, signature, settled);
  for (const piecesOf of alike) {
    const pieces = piecesOf(member);
    if (pieces !== NO_PIECES) added = addObject(trie, added, pieces);
  }
  return added;
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
    const tests = statement.waiting?.tests ?? [];
    if (prepared.target.request.given.size === 0 && tests.every(isAboutPrincipalOnly)) {
      for (const test of tests) own = addNumber(trie, own, principals.answersTo(test)[index] ?? 0);
    } else {
      facts ??= principalFacts(prepared.target, principals.profiles[index] as PrincipalProfile);
      own = addObject(trie, own, piecesFor(statement, facts));
    }
  }
  return own;
}

/** The target's own layers and the SCPs of an organization. */
function viewShared(
  signatures: Signatures,
  organization: PrincipalProfile["organization"],
): StatementsView {
  const { prepared, shared } = signatures;
  let view = shared.get(organization);
  if (view === undefined) {
    const policies: readonly LayerPolicy[] = organization.serviceControl.flat();
    view = viewStatements(signatures, NOTHING, [
      ...prepared.keyPolicy,
      ...prepared.resourceControl,
      ...(prepared.endpoint ?? []),
      ...policies.flatMap((policy) => prepared.prepare(policy).waiting),
    ]);
    shared.set(organization, view);
  }
  return view;
}

function viewPolicy(signatures: Signatures, { policy, number }: ClassPolicy): StatementsView {
  let view = signatures.policies[number];
  if (view === undefined) {
    const { settled, waiting } = signatures.prepared.prepare(policy);
    view = viewStatements(signatures, settled, waiting);
    signatures.policies[number] = view;
  }
  return view;
}

function viewStatements(
  { prepared, principals }: Signatures,
  settled: AllowAndDeny,
  statements: readonly PreparedStatement[],
): StatementsView {
  const alike: StatementView[] = [];
  const asking: PreparedStatement[] = [];
  for (const statement of statements) {
    const { waiting } = statement;
    if (waiting === null) continue;
    if (waiting.asksWho) asking.push(statement);
    else alike.push(viewStatement(statement, waiting, prepared, principals));
  }
  return { settled, alike, asking };
}
