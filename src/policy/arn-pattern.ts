import { matchGlob } from "./glob.ts";

/** arn, partition, service, Region, account, resource. */
export type ArnSegments = readonly [string, string, string, string, string, string];

/**
 * Splits an ARN or an ARN pattern into its six segments; null when it has fewer. Segments are
 * compared one by one, so a wildcard never crosses a colon except inside the sixth.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_condition_operators.html#Conditions_ARN
 */
export function arnSegments(text: string): ArnSegments | null {
  const segments: string[] = [];
  let start = 0;
  for (let i = 0; i < 5; i++) {
    const colon = text.indexOf(":", start);
    if (colon < 0) return null;
    segments.push(text.slice(start, colon));
    start = colon + 1;
  }
  segments.push(text.slice(start));
  return segments as unknown as ArnSegments;
}

/** Whether every segment matches its pattern. */
export function matchSegments(patterns: ArnSegments, values: ArnSegments): boolean {
  return patterns.every((pattern, i) => matchGlob(pattern, values[i] as string));
}

/** Whether an ARN matches an ARN pattern, segment by segment, case-sensitively. */
export function matchArn(pattern: string, value: string): boolean {
  if (pattern === "*") return true;
  // Stryker disable next-line ConditionalExpression: saves time for ARNs
  if (pattern === value) return true;
  const patterns = arnSegments(pattern);
  const values = arnSegments(value);
  if (patterns === null || values === null) return false;
  return matchSegments(patterns, values);
}

/**
 * Whether a Resource pattern of too few segments matches an ARN: a `*` that is the last character of
 * its segment can expand beyond the colon, other wildcards cannot. O(pattern × value).
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_resource.html#reference_policies_elements_resource_wildcards
 */
export function matchAcrossSegments(pattern: string, value: string): boolean {
  let alive: ReadonlySet<number> = new Set([0]);
  for (const char of value) {
    const next = new Set<number>();
    for (const position of withStars(pattern, alive)) {
      const after = positionAfter(pattern, position, char);
      if (after !== null) next.add(after);
    }
    alive = next;
  }
  return withStars(pattern, alive).has(pattern.length);
}

/** The positions and those that are reached by letting stars stand for nothing. */
function withStars(pattern: string, positions: ReadonlySet<number>): ReadonlySet<number> {
  const reached = new Set(positions);
  for (const position of reached) if (pattern.charAt(position) === "*") reached.add(position + 1);
  return reached;
}

/** Where the pattern stands after a character; null: the character does not fit. */
function positionAfter(pattern: string, position: number, char: string): number | null {
  switch (pattern.charAt(position)) {
    case "*":
      return char !== ":" || endsSegment(pattern, position) ? position : null;
    case "?":
      return char === ":" ? null : position + 1;
    case char:
      return position + 1;
    // Stryker disable next-line ConditionalExpression: what is no position does not end the pattern
    default:
      return null;
  }
}

function endsSegment(pattern: string, position: number): boolean {
  return position + 1 === pattern.length || pattern.charAt(position + 1) === ":";
}
