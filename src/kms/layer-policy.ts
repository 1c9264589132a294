import { isUnreadable, type Unreadable } from "../account/snapshot.ts";
import type { CompiledPolicy, CompiledStatement } from "../policy/compile-policy.ts";
import type { Layer } from "./decision.ts";

/** One policy in its place: the layer it belongs to and how findings name it. */
export interface LayerPolicy {
  readonly layer: Layer;
  readonly policy: string;
  /** The group through which it came. */
  readonly from?: string;
  readonly compiled: CompiledPolicy | Unreadable;
}

/** A statement in its place; null stands for a policy that could not be read. */
export interface PlacedStatement {
  readonly place: LayerPolicy;
  readonly statement: CompiledStatement | null;
  readonly effect: "Allow" | "Deny";
}

/** All statements of some policies; an unreadable policy stands as one Allow and one Deny that nobody knows. */
export function placeStatements(policies: readonly LayerPolicy[]): readonly PlacedStatement[] {
  return policies.flatMap((place): readonly PlacedStatement[] =>
    isUnreadable(place.compiled)
      ? [
          { place, statement: null, effect: "Allow" },
          { place, statement: null, effect: "Deny" },
        ]
      : place.compiled.statements.map((statement) => ({
          place,
          statement,
          effect: statement.effect,
        })),
  );
}
