/**
 * Representative strings for a set of patterns: one string for every combination of patterns that
 * some string can match. Found by walking the product of the patterns' automata, shortest first.
 */

/** A pattern as an automaton over characters: states are positions in its symbols. */
interface Automaton {
  readonly symbols: readonly Symbol_[];
  readonly fold: boolean;
}

type Symbol_ =
  | { readonly kind: "char"; readonly char: string }
  | { readonly kind: "any"; readonly notColon: boolean }
  | { readonly kind: "star"; readonly notColon: boolean };

export interface StringPattern {
  readonly text: string;
  /** `literal`: no wildcards; `glob`: `*` and `?`; `arn`: wildcards stay within the first five segments. */
  readonly syntax: "literal" | "glob" | "arn";
  readonly ignoreCase: boolean;
}

/** States of the product walked at most; past it the classes are not known. */
const MOST_STATES = 20_000;
/** Classes told at most. */
const MOST_CLASSES = 64;

/** One representative for each class, or null when the bound is reached. */
export function classesOfPatterns(patterns: readonly StringPattern[]): readonly string[] | null {
  const automata = patterns.map(compile);
  const alphabet = alphabetOf(patterns);
  const start = automata.map((automaton) => close(automaton, [0]));
  const classes = new Map<string, string>();
  const seen = new Set<string>([stateKey(start)]);
  let frontier: { readonly state: readonly (readonly number[])[]; readonly text: string }[] = [
    { state: start, text: "" },
  ];
  while (frontier.length > 0) {
    const next: typeof frontier = [];
    for (const { state, text } of frontier) {
      const vector = state.map((states, i) => (accepts(automata[i], states) ? "1" : "0")).join("");
      // The empty string is no value of a context key.
      if (text !== "" && !classes.has(vector)) classes.set(vector, text);
      for (const char of alphabet) {
        const after = state.map((states, i) => step(automata[i], states, char));
        const key = stateKey(after);
        if (seen.has(key)) continue;
        seen.add(key);
        next.push({ state: after, text: text + char });
      }
      if (seen.size > MOST_STATES || classes.size > MOST_CLASSES) return null;
    }
    frontier = next;
  }
  return [...classes.values()];
}

function compile({ text, syntax, ignoreCase }: StringPattern): Automaton {
  const symbols: Symbol_[] = [];
  let colons = 0;
  for (const char of text) {
    const notColon = syntax === "arn" && colons < 5;
    if (syntax !== "literal" && char === "*") symbols.push({ kind: "star", notColon });
    else if (syntax !== "literal" && char === "?") symbols.push({ kind: "any", notColon });
    else {
      if (char === ":") colons++;
      symbols.push({ kind: "char", char: ignoreCase ? char.toLowerCase() : char });
    }
  }
  return { symbols, fold: ignoreCase };
}

function close(automaton: Automaton, states: readonly number[]): readonly number[] {
  const closed = new Set(states);
  for (const state of closed) if (automaton.symbols[state]?.kind === "star") closed.add(state + 1);
  return [...closed].sort((a, b) => a - b);
}

function step(
  automaton: Automaton | undefined,
  states: readonly number[],
  written: string,
): readonly number[] {
  if (automaton === undefined) return [];
  const char = automaton.fold ? written.toLowerCase() : written;
  const after: number[] = [];
  for (const state of states) {
    const symbol = automaton.symbols[state];
    if (symbol === undefined) continue;
    if (symbol.kind === "char") {
      if (symbol.char === char) after.push(state + 1);
    } else if (!(symbol.notColon && char === ":")) {
      after.push(symbol.kind === "star" ? state : state + 1);
    }
  }
  return close(automaton, after);
}

function accepts(automaton: Automaton | undefined, states: readonly number[]): boolean {
  return automaton !== undefined && states.includes(automaton.symbols.length);
}

function stateKey(states: readonly (readonly number[])[]): string {
  return states.map((positions) => positions.join(",")).join(";");
}

/** Every character of the patterns, both cases where case is ignored, and one that none holds. */
function alphabetOf(patterns: readonly StringPattern[]): readonly string[] {
  const chars = new Set<string>();
  for (const { text, syntax, ignoreCase } of patterns) {
    for (const char of text) {
      if (syntax !== "literal" && (char === "*" || char === "?")) continue;
      chars.add(char);
      if (ignoreCase) chars.add(char.toLowerCase()).add(char.toUpperCase());
    }
  }
  const other =
    [..."xyzqwk0123456789_-~abcdefghijlmnoprstuv"].find((char) => !chars.has(char)) ?? "\u00a1";
  return [other, ...chars];
}
