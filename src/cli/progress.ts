import type { Output } from "./io.ts";

/** Shown only when a run takes longer than this. */
const delay = 1000;
const interval = 100;
const width = 24;

/** A bar on a terminal's last line while a long run is under way. */
export interface Progress {
  readonly step: () => void;
  /** Clears the line, so that something else can be written. */
  readonly hide: () => void;
}

export function createProgress(
  stderr: Output,
  total: number,
  clock: () => number = Date.now,
): Progress {
  const start = clock();
  let done = 0;
  let shownAt: number | null = null;
  return {
    step: () => {
      done++;
      const now = clock();
      const isDue = now - start >= delay && (shownAt === null || now - shownAt >= interval);
      if (!stderr.isTerminal || !isDue) return;
      shownAt = now;
      stderr.write(`\r${bar(done, total)}`);
    },
    hide: () => {
      if (shownAt === null) return;
      shownAt = null;
      stderr.write("\r\u001b[K");
    },
  };
}

function bar(done: number, total: number): string {
  const filled = Math.floor((done / Math.max(total, 1)) * width);
  return `[${"#".repeat(filled)}${"-".repeat(width - filled)}] ${done}/${total}`;
}
