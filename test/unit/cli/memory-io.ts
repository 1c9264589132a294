import type { Io, Output } from "../../../src/cli/io.ts";

/** Streams in memory, and what was written to them. */
export interface MemoryIo extends Io {
  readonly out: () => string;
  readonly err: () => string;
}

export interface MemoryIoOptions {
  readonly stdin?: string | Uint8Array;
  readonly isTerminal?: boolean;
  readonly hasColour?: boolean;
  readonly columns?: number;
  /** The reader of standard output goes away after this many writes. */
  readonly closesAfter?: number;
}

export function memoryIo(options: MemoryIoOptions = {}): MemoryIo {
  const { stdin = "", closesAfter = Number.POSITIVE_INFINITY } = options;
  const out = memoryOutput(options, closesAfter);
  const err = memoryOutput(options, Number.POSITIVE_INFINITY);
  return {
    stdin: async function* () {
      yield typeof stdin === "string" ? Buffer.from(stdin) : stdin;
    },
    stdout: out.output,
    stderr: err.output,
    out: out.text,
    err: err.text,
  };
}

function memoryOutput(
  { isTerminal = false, hasColour = false, columns }: MemoryIoOptions,
  closesAfter: number,
): { readonly output: Output; readonly text: () => string } {
  const written: string[] = [];
  return {
    text: () => written.join(""),
    output: {
      write: (text) => {
        if (written.length < closesAfter) written.push(text);
      },
      drained: () => Promise.resolve(),
      isClosed: () => written.length >= closesAfter,
      isTerminal,
      hasColour,
      columns: columns ?? null,
    },
  };
}
