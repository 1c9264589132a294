/**
 * Representative strings for a set of patterns: one string for every combination of patterns that
 * some string can match. Found by walking the product of the patterns' automata, shortest first.
 */

/** A pattern as an automaton over characters: states are positions in its symbols. */
interface Automaton {
  readonly symbols: readonly PatternSymbol[];
  readonly fold: boolean;
}

type PatternSymbol =
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

/** A string under way: the states that each automaton is in after it. */
interface Walked {
  readonly state: ProductState;
  readonly text: string;
}

type ProductState = readonly (readonly number[])[];

/** One representative for each class, or null when the bound is reached. */
export function classesOfPatterns(patterns: readonly StringPattern[]): readonly string[] | null {
  const automata = patterns.map(compile);
  const alphabet = alphabetOf(patterns);
  const start: Walked = { state: automata.map((one) => close(one, [0])), text: "" };
  const classes = new Map<string, string>();
  const seen = new Set<string>();
  const queue = [start];
  for (const from of queue) {
    for (const walked of unseen(automata, alphabet, from, seen)) {
      addClass(automata, walked, classes);
      queue.push(walked);
    }
    if (seen.size > MOST_STATES || classes.size > MOST_CLASSES) return null;
  }
  // The empty string is the last choice: few context keys can hold it.
  addClass(automata, start, classes);
  return [...classes.values()];
}

function addClass(
  automata: readonly Automaton[],
  { state, text }: Walked,
  classes: Map<string, string>,
): void {
  const vector = automata.map((one, i) => (accepts(one, state[i] ?? []) ? "1" : "0")).join("");
  if (!classes.has(vector)) classes.set(vector, text);
}

/** The states one character further that were not seen before. */
function unseen(
  automata: readonly Automaton[],
  alphabet: readonly string[],
  { state, text }: Walked,
  seen: Set<string>,
): readonly Walked[] {
  const found: Walked[] = [];
  for (const char of alphabet) {
    const after = automata.map((one, i) => step(one, state[i] ?? [], char));
    const key = stateKey(after);
    if (seen.has(key)) continue;
    seen.add(key);
    found.push({ state: after, text: text + char });
  }
  return found;
}

function compile({ text, syntax, ignoreCase }: StringPattern): Automaton {
  const symbols: PatternSymbol[] = [];
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
  { symbols, fold }: Automaton,
  states: readonly number[],
  written: string,
): readonly number[] {
  const char = fold ? written.toLowerCase() : written;
  const after = states.flatMap((state) => {
    const symbol = symbols[state];
    if (symbol === undefined || !fits(symbol, char)) return [];
    return symbol.kind === "star" ? state : state + 1;
  });
  return close({ symbols, fold }, after);
}

function fits(symbol: PatternSymbol, char: string): boolean {
  return symbol.kind === "char" ? symbol.char === char : !(symbol.notColon && char === ":");
}

function accepts({ symbols }: Automaton, states: readonly number[]): boolean {
  return states.includes(symbols.length);
}

function stateKey(states: readonly (readonly number[])[]): string {
  return states.map((positions) => positions.join(",")).join(";");
}

/** Every character of the patterns, both cases where case is ignored, and one that none holds. */
function alphabetOf(patterns: readonly StringPattern[]): readonly string[] {
  const chars = new Set(patterns.flatMap(charactersOf));
  const other =
    [..."xyzqwk0123456789_-~abcdefghijlmnoprstuv"].find((char) => !chars.has(char)) ?? "\u00a1";
  return [other, ...chars];
}

function charactersOf({ text, syntax, ignoreCase }: StringPattern): readonly string[] {
  const literal = syntax === "literal" ? text : text.replaceAll(/[*?]/g, "");
  return ignoreCase ? [...literal.toLowerCase(), ...literal.toUpperCase()] : [...literal];
}
