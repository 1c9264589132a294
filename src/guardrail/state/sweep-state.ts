/** How far a sweep of all keys, endpoints and IAM has come. */
export interface SweepState {
  readonly sweepId: string;
  readonly startedAt: string;
  /** When something of it was last recorded. */
  readonly movedAt: string;
  /** null: it runs. */
  readonly endedAt: string | null;
  /** When one before this ended last; null: none ever did. Absent in what was stored before this was kept. */
  readonly lastEndedAt?: string | null;
  /** The pages of keys that were read, in no certain order. */
  readonly pages: readonly SweptPage[];
  /** What besides keys was read. */
  readonly steps: readonly SweepStep[];
  /** What could not be read when it was last tried, by the resource: the refusals by part. */
  readonly blind: Readonly<Record<string, Unread>>;
}

export interface SweptPage {
  readonly index: number;
  /** Where the next page begins; null: it is the last. */
  readonly next: string | null;
  readonly keys: number;
}

export type SweepStep = "endpoints" | "inventory";

/** Why parts of a resource could not be read: error codes by part. */
export type Unread = Readonly<Record<string, string>>;

/** One message of a sweep. */
export type SweepMessage =
  | {
      readonly kind: "keys";
      readonly sweepId: string;
      readonly index: number;
      /** Where the page begins; null: it is the first. */
      readonly marker: string | null;
    }
  | { readonly kind: SweepStep | "end"; readonly sweepId: string };

/** A sweep that begins; what was blind before stays so until it is read. */
export function newSweep(last: SweepState | null, sweepId: string, now: string): SweepState {
  const blind = last?.blind ?? {};
  const lastEndedAt = last?.endedAt ?? last?.lastEndedAt ?? null;
  const began = { sweepId, startedAt: now, movedAt: now, endedAt: null, lastEndedAt };
  return { ...began, pages: [], steps: [], blind };
}

/** A sweep with a page recorded, once. */
export function withPage(sweep: SweepState, page: SweptPage, now: string): SweepState {
  if (hasPage(sweep, page.index)) return sweep;
  return { ...sweep, movedAt: now, pages: [...sweep.pages, page] };
}

/** A sweep with a step recorded, once. */
export function withStep(sweep: SweepState, step: SweepStep, now: string): SweepState {
  if (sweep.steps.includes(step)) return sweep;
  return { ...sweep, movedAt: now, steps: [...sweep.steps, step] };
}

export function hasPage({ pages }: SweepState, index: number): boolean {
  return pages.some((page) => page.index === index);
}

/**
 * The messages for which a sweep waits: pages whose place is known and that are not recorded; once all
 * are, what comes after the keys, one step after the other.
 */
export function awaitedMessages(sweep: SweepState): readonly SweepMessage[] {
  const { sweepId, pages, steps, endedAt } = sweep;
  if (endedAt !== null) return [];
  const known = [{ index: 0, marker: null }, ...pages.flatMap(followedBy)];
  const missing = known.filter(({ index }) => !hasPage(sweep, index));
  if (missing.length > 0) return missing.map((page) => ({ kind: "keys", sweepId, ...page }));
  const order = ["endpoints", "inventory"] as const;
  return [{ kind: order.find((step) => !steps.includes(step)) ?? "end", sweepId }];
}

function followedBy({ index, next }: SweptPage): readonly { index: number; marker: string }[] {
  return next === null ? [] : [{ index: index + 1, marker: next }];
}

/** How many keys a sweep has read. */
export function keysRead({ pages }: SweepState): number {
  return pages.reduce((sum, { keys }) => sum + keys, 0);
}
