import type { Piece } from "../policy/verdict.ts";
import type { ClassedPrincipals } from "./classed-principals.ts";
import { valuesToldApart } from "./equality-plan.ts";
import { inLayer, type PreparedStatement, piecesFor, type Waiting } from "./prepared-statement.ts";
import type { PreparedTarget } from "./prepared-target.ts";
import { principalFacts } from "./principal-facts.ts";
import type { PrincipalProfile } from "./principal-profile.ts";
import type { PrincipalValues } from "./principal-values.ts";
import { factsBeforePrincipal } from "./target.ts";

/** The pieces of a waiting statement for the principal at a place; it does not ask who that is. */
export type StatementView = (index: number) => readonly Piece[];

/** Looks at a statement that waits: its pieces are found once for all principals that it cannot tell apart. */
export function viewStatement(
  statement: PreparedStatement,
  waiting: Waiting,
  prepared: PreparedTarget,
  principals: ClassedPrincipals,
): StatementView {
  const fill = (index: number): readonly Piece[] => {
    const profile = principals.profiles[index] as PrincipalProfile;
    return piecesFor(statement, principalFacts(prepared.target, profile));
  };
  const [only, ...others] = waiting.contextKeys;
  if (only === undefined || others.length > 0) return fill;
  const values = principals.valuesOf(only);
  const numberOf = toldApart(statement, waiting, only, prepared, values);
  const filled: (readonly Piece[] | undefined)[] = [];
  return (index) => {
    const number = numberOf(values.numberOf[index] ?? 0);
    const known = filled[number];
    if (known !== undefined) return known;
    const pieces = fill(index);
    filled[number] = pieces;
    return pieces;
  };
}

/** Gives all values that the statement's tests cannot tell apart the same number. */
function toldApart(
  { placed }: PreparedStatement,
  { tests }: Waiting,
  contextKey: string,
  { target }: PreparedTarget,
  { byValue, isValue }: PrincipalValues,
): (number: number) => number {
  const facts = inLayer(factsBeforePrincipal(target, placed.effect), placed.place.layer);
  const apart = valuesToldApart(contextKey, tests, facts);
  if (apart === null) return (number) => number;
  const own = new Set([...apart].map((value) => byValue.get(value)));
  const other = isValue.length;
  return (number) => (isValue[number] === true && !own.has(number) ? other : number);
}
