import { matchGlob } from "./glob.ts";

/**
 * Splits an ARN or an ARN pattern into its six segments; null when it has fewer. Segments are
 * compared one by one, so a wildcard never crosses a colon except inside the sixth.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_condition_operators.html#Conditions_ARN
 */
export function arnSegments(text: string): readonly string[] | null {
  const segments: string[] = [];
  let start = 0;
  for (let i = 0; i < 5; i++) {
    const colon = text.indexOf(":", start);
    if (colon < 0) return null;
    segments.push(text.slice(start, colon));
    start = colon + 1;
  }
  segments.push(text.slice(start));
  return segments;
}

/** Whether an ARN matches an ARN pattern, segment by segment, case-sensitively. */
export function matchArn(pattern: string, value: string): boolean {
  if (pattern === "*") return true;
  if (pattern === value) return true;
  const patterns = arnSegments(pattern);
  const values = arnSegments(value);
  if (patterns === null || values === null) return false;
  return patterns.every((segment, i) => matchGlob(segment, values[i] ?? ""));
}
