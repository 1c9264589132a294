import type { AccessChange } from "../../access/compare/access-change.ts";
import type { Summary } from "./finding.ts";

/** Counts of a finding's access changes, and how many principals and keys they are about. */
export function summarize(changes: readonly AccessChange[]): Summary {
  const count = (kind: AccessChange["change"]) =>
    changes.filter(({ change }) => change === kind).length;
  return {
    gained: count("gained"),
    lost: count("lost"),
    widened: count("widened") + count("changed"),
    narrowed: count("narrowed"),
    principals: new Set(changes.map(({ principal }) => principal)).size,
    keys: new Set(changes.map(({ key }) => key)).size,
    external: new Set(changes.filter(({ external }) => external).map(({ principal }) => principal))
      .size,
  };
}
