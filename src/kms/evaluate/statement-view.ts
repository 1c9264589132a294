import type { Piece } from "../../policy/verdict.ts";
import { type AllowAndDeny, NOTHING } from "../layers/prepared-policy.ts";
import {
  inLayer,
  type PreparedStatement,
  piecesFor,
  type Waiting,
} from "../layers/prepared-statement.ts";
import type { PreparedTarget } from "../layers/prepared-target.ts";
import { isAboutPrincipalOnly, principalFacts } from "../request/principal-facts.ts";
import type { PrincipalProfile } from "../request/principal-profile.ts";
import { factsBeforePrincipal } from "../request/target.ts";
import type { ClassedPrincipals } from "./classed-principals.ts";
import { valuesToldApart } from "./equality-plan.ts";
import type { PrincipalValues } from "./principal-values.ts";

/** Statements as they concern principals on a target. */
export interface StatementsView {
  /** What the statements that do not wait come to; null: nothing. */
  readonly settled: AllowAndDeny | null;
  /** The pieces of those on which a class has one answer, for the principal at a place. */
  readonly alike: readonly PiecesAt[];
  /** Those that ask who the principal is. */
  readonly asking: readonly AskingView[];
}

type PiecesAt = (index: number) => readonly Piece[];

/** A statement that asks who the principal is. */
export interface AskingView {
  readonly statement: PreparedStatement;
  /** What its tests come to for each principal; null: that depends on the target. */
  readonly answers: readonly Int32Array[] | null;
  readonly piecesAt: PiecesAt;
}

/** Looks at what statements come to. */
export function viewStatements(
  prepared: PreparedTarget,
  principals: ClassedPrincipals,
  settled: AllowAndDeny,
  statements: readonly PreparedStatement[],
): StatementsView {
  const alike: PiecesAt[] = [];
  const asking: AskingView[] = [];
  for (const statement of statements) {
    const { waiting } = statement;
    if (waiting === null) continue;
    const piecesAt = (index: number): readonly Piece[] => {
      const profile = principals.profiles[index] as PrincipalProfile;
      return piecesFor(statement, principalFacts(prepared.target, profile));
    };
    if (waiting.asksWho) {
      const answers = answersTo(waiting, principals);
      asking.push({ statement, answers, piecesAt });
    } else alike.push(piecesByValue(statement, waiting, prepared, principals, piecesAt));
  }
  return { settled: settled === NOTHING ? null : settled, alike, asking };
}

function answersTo(
  { tests }: Waiting,
  principals: ClassedPrincipals,
): readonly Int32Array[] | null {
  // Tests of what the request itself tells do not wait.
  return tests.every(isAboutPrincipalOnly) ? tests.map(principals.answersTo) : null;
}

/** Pieces that are found once for all principals that the statement cannot tell apart. */
function piecesByValue(
  statement: PreparedStatement,
  waiting: Waiting,
  prepared: PreparedTarget,
  principals: ClassedPrincipals,
  piecesAt: PiecesAt,
): PiecesAt {
  const [only, ...others] = waiting.contextKeys;
  // Stryker disable next-line ConditionalExpression: what waits, waits for some key
  if (only === undefined) return piecesAt;
  if (others.length > 0) return piecesAt;
  const values = principals.valuesOf(only);
  const sameAs = toldApart(statement, waiting, only, prepared, values);
  const filled = new Map<number, readonly Piece[]>();
  return (index) => {
    const number = sameAs(values.numberOf[index] as number);
    const known = filled.get(number);
    if (known !== undefined) return known;
    const pieces = piecesAt(index);
    filled.set(number, pieces);
    return pieces;
  };
}

/** Stands for all values that no test of a statement tells apart. */
const OTHER = -1;

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
  return (number) => (isValue[number] === 1 && !own.has(number) ? OTHER : number);
}
