import type { Target } from "./target.ts";

/** One part of the bench: a table, and what it says of the targets. */
export interface Section {
  readonly title: string;
  readonly columns: readonly string[];
  readonly rows: readonly (readonly string[])[];
  readonly targets: readonly Target[];
}

/** How large a run is. */
export type Scale = "full" | "quick";
