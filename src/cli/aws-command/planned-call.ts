import type { Snapshot } from "../../account/snapshot.ts";
import type { Unknown } from "../../kms/decision.ts";
import type { World } from "../../kms/world/world.ts";
import type { Input } from "./input.ts";

type JsonObject = Readonly<Record<string, unknown>>;

/** Where a call would go and what is known there. */
export interface CallContext {
  readonly snapshots: readonly Snapshot[];
  readonly world: World;
  /** `--region`; null: not given. */
  readonly region: string | null;
}

/** A call as CloudTrail would record it, as far as that depends on the operation. */
export interface PlannedCall {
  readonly account: string;
  readonly region: string;
  readonly request: JsonObject;
  readonly response: JsonObject | null;
  /** ARNs. */
  readonly resources: readonly string[];
  readonly additionalEventData?: JsonObject;
  /** What a reader of the finding should know besides. */
  readonly notes: readonly Unknown[];
}

/** Finds out what a call would do; throws when AWS would refuse it or nobody knows what it names. */
export type CallPlanner = (input: Input, context: CallContext, api: string) => PlannedCall;
