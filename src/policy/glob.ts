/**
 * Matches a value against a pattern in which `*` stands for any run of characters, also none, and
 * `?` for exactly one. Greedy with a single point of return, so the time is bounded by pattern
 * length × value length whatever the pattern.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_condition_operators.html#Conditions_String
 */
export function matchGlob(pattern: string, value: string): boolean {
  let p = 0;
  let v = 0;
  let star = -1;
  let resume = 0;
  while (v < value.length) {
    // Stryker disable next-line ConditionalExpression,EqualityOperator,UnaryOperator: past the end nothing is equal either way
    const c = p < pattern.length ? pattern.charCodeAt(p) : -1;
    if (c === 42) {
      star = p++;
      resume = v;
    } else if (c === 63) {
      p++;
      v += unitsAt(value, v);
    } else if (c === value.charCodeAt(v)) {
      p++;
      v++;
    } else if (star >= 0) {
      p = star + 1;
      v = ++resume;
    } else {
      return false;
    }
  }
  while (pattern.charCodeAt(p) === 42) p++;
  return p === pattern.length;
}

/** The code units of the character at an index: two for those outside the basic plane. */
function unitsAt(value: string, at: number): number {
  const unit = value.charCodeAt(at);
  return unit >= 0xd800 && unit < 0xdc00 ? 2 : 1;
}

/** How a pattern stands to all values that begin with a prefix: it matches all, none, or some of them. */
export function matchGlobPrefix(pattern: string, prefix: string): "all" | "none" | "some" {
  // The states of the pattern's automaton that are alive after the prefix: O(pattern × prefix).
  let alive = closeStars(pattern, new Set([0]));
  // Stryker disable next-line ConditionalExpression,EqualityOperator: saves time only
  for (let i = 0; i < prefix.length && alive.size > 0; i++) {
    alive = advance(pattern, alive, prefix.charCodeAt(i));
  }
  if (alive.size === 0) return "none";
  for (const p of alive) if (isAllStars(pattern, p)) return "all";
  return "some";
}

function advance(pattern: string, alive: ReadonlySet<number>, code: number): Set<number> {
  const next = new Set<number>();
  for (const p of alive) {
    const c = pattern.charCodeAt(p);
    if (c === 42) next.add(p);
    else if (c === 63 || c === code) next.add(p + 1);
  }
  return closeStars(pattern, next);
}

function closeStars(pattern: string, states: Set<number>): Set<number> {
  for (const p of states) if (pattern.charCodeAt(p) === 42) states.add(p + 1);
  return states;
}

function isAllStars(pattern: string, from: number): boolean {
  if (from >= pattern.length) return false;
  for (let p = from; p < pattern.length; p++) if (pattern.charCodeAt(p) !== 42) return false;
  return true;
}

/** Whether the text holds a wildcard. */
export function hasWildcard(text: string): boolean {
  return text.includes("*") || text.includes("?");
}
