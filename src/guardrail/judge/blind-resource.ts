import type { FindingResource } from "../finding/resource-of-event.ts";
import type { Home } from "../state/home.ts";
import type { SweepState, Unread } from "../state/sweep-state.ts";

/** A resource that could not be read. */
export interface BlindResource extends FindingResource {
  readonly unread: Unread;
}

/** What a finding about a blind resource tells besides. */
export interface BlindContext {
  readonly home: Home;
  readonly partition: string;
  /** A pattern of the ARNs of the guardrail's roles, which are to read it. */
  readonly readers: string;
  readonly sweep: SweepState;
  readonly now: string;
}
