import type { AccountOrganization } from "../directory/account-organization.ts";
import type { LayerPolicy } from "../layer-policy.ts";
import { NOTHING } from "../layers/prepared-policy.ts";
import { NO_PIECES } from "../layers/prepared-statement.ts";
import type { PreparedTarget } from "../layers/prepared-target.ts";
import type { ClassedPrincipals, PrincipalClasses } from "./classed-principals.ts";
import { addNumber, addObject, makeNumberTrie, type NumberTrie } from "./number-trie.ts";
import { type AskingView, type StatementsView, viewStatements } from "./statement-view.ts";

/** A target's view of principals: numbers that are equal for principals of which its statements say the same. */
export interface Signatures {
  readonly prepared: PreparedTarget;
  readonly principals: ClassedPrincipals;
  readonly trie: NumberTrie;
  /** 1: the policy of this number may concern the target. */
  readonly isConcerned: Uint8Array;
  /** What concerns all principals of a kind. */
  readonly kinds: (KindView | undefined)[];
  /** What policies of principals come to, by their numbers. */
  readonly policies: (StatementsView | undefined)[];
}

interface KindView {
  readonly view: StatementsView;
  /** The signature with which those of the kind begin. */
  readonly signature: number;
}

/** What all members of a class have in common on a target, and the statements that tell them apart. */
export interface ClassSignature {
  readonly signature: number;
  readonly asking: readonly AskingView[];
}

export function makeSignatures(
  prepared: PreparedTarget,
  principals: ClassedPrincipals,
): Signatures {
  const { isOpen, byResource } = principals.policies;
  const isConcerned = isOpen.slice();
  // Stryker disable next-line ArrayDeclaration: what is no number of a policy concerns none
  for (const number of byResource.get(prepared.target.resource) ?? []) isConcerned[number] = 1;
  const trie = makeNumberTrie();
  return { prepared, principals, trie, isConcerned, kinds: [], policies: [] };
}

/** The signature of a class on the target; `member`: any of the class. */
export function signatureOfClass(
  signatures: Signatures,
  { kinds, policies }: PrincipalClasses,
  number: number,
  member: number,
): ClassSignature {
  const { trie, isConcerned } = signatures;
  const kind = viewKind(signatures, kinds[number] as number);
  let signature = addPieces(trie, kind.signature, kind.view, member);
  let { asking } = kind.view;
  const end = policies.starts[number + 1] as number;
  for (let at = policies.starts[number] as number; at < end; at++) {
    const policy = policies.numbers[at] as number;
    // Stryker disable next-line ConditionalExpression: saves time only
    if (isConcerned[policy] === 0) continue;
    const view = viewPolicy(signatures, policy);
    if (view.settled !== null) signature = addObject(trie, signature, view.settled);
    signature = addPieces(trie, signature, view, member);
    // Stryker disable next-line ConditionalExpression: saves time only
    if (view.asking.length === 0) continue;
    asking = [...asking, ...view.asking];
    signature = addAsking(trie, signature, view);
  }
  return { signature, asking };
}

function addPieces(
  trie: NumberTrie,
  signature: number,
  { alike }: StatementsView,
  member: number,
): number {
  let added = signature;
  for (const piecesAt of alike) {
    const pieces = piecesAt(member);
    if (pieces !== NO_PIECES) added = addObject(trie, added, pieces);
  }
  return added;
}

/** The same answers to other statements say something else. */
function addAsking(trie: NumberTrie, signature: number, { asking }: StatementsView): number {
  return asking.reduce((added, { statement }) => addObject(trie, added, statement), signature);
}

/** The signature of one member of a class: with its answers to the statements that ask who it is. */
export function signatureOfMember(
  { trie }: Signatures,
  { signature, asking }: ClassSignature,
  index: number,
): number {
  let own = signature;
  for (const { answers, piecesAt } of asking) {
    // Stryker disable next-line ConditionalExpression: saves time only
    if (answers === null) own = addObject(trie, own, piecesAt(index));
    else for (const answer of answers) own = addNumber(trie, own, answer[index] as number);
  }
  return own;
}

/** The target's own layers and the SCPs that bind principals of a kind. */
function viewKind({ prepared, principals, trie, kinds }: Signatures, kind: number): KindView {
  const known = kinds[kind];
  // Stryker disable next-line ConditionalExpression: saves time only
  if (known !== undefined) return known;
  const { serviceControl } = principals.organizations[kind] as AccountOrganization;
  const view = viewStatements(prepared, principals, NOTHING, [
    ...prepared.keyPolicy,
    ...prepared.resourceControl,
    ...(prepared.endpoint ?? []),
    ...serviceControl.flat().flatMap((policy) => prepared.prepare(policy).waiting),
  ]);
  const made = { view, signature: addAsking(trie, addNumber(trie, 0, kind), view) };
  kinds[kind] = made;
  return made;
}

function viewPolicy(
  { prepared, principals, policies }: Signatures,
  number: number,
): StatementsView {
  const known = policies[number];
  // Stryker disable next-line ConditionalExpression: saves time only
  if (known !== undefined) return known;
  const { settled, waiting } = prepared.prepare(principals.policies.list[number] as LayerPolicy);
  const view = viewStatements(prepared, principals, settled, waiting);
  policies[number] = view;
  return view;
}
