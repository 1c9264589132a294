import { existsSync, readFileSync, renameSync, writeFileSync } from "node:fs";
import type { CountedSoFar } from "../test/property/decision-tally.ts";

/** How far a run has come: which seed it began with, how many chunks are done, and what they counted. */
export interface FuzzProgress {
  readonly seed: number;
  readonly chunks: number;
  readonly tallies: Readonly<Record<string, CountedSoFar>>;
}

/** Where a run's progress is kept, so that a run that was stopped goes on with its next chunk. */
export interface FuzzState {
  readonly read: (kind: string) => FuzzProgress | null;
  readonly write: (kind: string, progress: FuzzProgress) => void;
}

/** Keeps progress in a JSON file; without a path it is not kept. */
export const makeFuzzState = (path: string | undefined): FuzzState => {
  const readAll = (): Record<string, FuzzProgress> =>
    path !== undefined && existsSync(path) ? JSON.parse(readFileSync(path, "utf8")) : {};
  return {
    read: (kind) => readAll()[kind] ?? null,
    write: (kind, progress) => {
      if (path === undefined) return;
      // Renamed into place: a run that is stopped while it writes leaves the progress before.
      writeFileSync(`${path}.new`, JSON.stringify({ ...readAll(), [kind]: progress }));
      renameSync(`${path}.new`, path);
    },
  };
};

/** The seed of a run that goes on, or the given one. */
export const seedOf = (state: FuzzState, kind: string, seed: number): number =>
  state.read(kind)?.seed ?? seed;

/** Chunks of one run are drawn from seeds that lie apart. */
export const seedOfChunk = (seed: number, chunk: number): number =>
  (seed + chunk * 104_729) % 2 ** 31;
