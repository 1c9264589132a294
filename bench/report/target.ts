/**
 * A figure that was promised, or a ratio of two figures of one run, which does not depend on how fast
 * or how busy the machine is.
 */
export interface Target {
  readonly what: string;
  readonly kind: "figure" | "ratio";
  readonly measured: number;
  readonly bound: number;
  readonly sense: "at least" | "at most";
  readonly unit: string;
}

export function isMet({ measured, bound, sense }: Target): boolean {
  return sense === "at least" ? measured >= bound : measured <= bound;
}
