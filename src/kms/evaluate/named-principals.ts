import { isUnreadable } from "../../account/snapshot.ts";
import type { RequestPrincipal } from "../../policy/principal.ts";
import type { PreparedStatement } from "../layers/prepared-statement.ts";
import type { PreparedTarget } from "../layers/prepared-target.ts";
import { reachOf } from "../layers/principal-reach.ts";
import type { ClassedPrincipals } from "./classed-principals.ts";
import { addObject, type NumberTrie } from "./number-trie.ts";

/** The principals that the target's grants write out, as grantee or retiring principal. */
export function namedByGrants(
  { target }: PreparedTarget,
  principals: ClassedPrincipals,
): readonly number[] {
  const grants = target.key?.grants;
  if (grants === undefined || isUnreadable(grants)) return [];
  const named: number[] = [];
  for (const { grantee, retiring } of grants) {
    addNamed(named, grantee?.arns, principals);
    addNamed(named, grantee?.uniqueIds, principals);
    addNamed(named, retiring?.arns, principals);
    addNamed(named, retiring?.uniqueIds, principals);
  }
  return named;
}

/** The principals that the statements of the target's own layers write out. */
export function namedByStatements(
  statements: readonly PreparedStatement[],
  principals: ClassedPrincipals,
): readonly number[] {
  const named: number[] = [];
  for (const { placed } of statements) {
    addNamed(named, placed.statement?.principal?.arns, principals);
    addNamed(named, placed.statement?.principal?.uniqueIds, principals);
  }
  return named;
}

function addNamed(
  named: number[],
  names: ReadonlySet<string> | undefined,
  { byName }: ClassedPrincipals,
): void {
  if (names === undefined) return;
  for (const name of names) {
    const indexes = byName.get(name);
    if (indexes !== undefined) named.push(...indexes);
  }
}

/** Stands for a statement that does not reach a principal. */
const NOT_REACHED = {};

/** A number that is the same for principals whom each of the statements reaches alike. */
export function reachNumber(
  trie: NumberTrie,
  statements: readonly PreparedStatement[],
  principal: RequestPrincipal,
): number {
  let reach = 0;
  for (const { placed } of statements) {
    reach = addObject(trie, reach, reachOf(placed, principal) ?? NOT_REACHED);
  }
  return reach;
}
