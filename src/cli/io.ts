/** Where a command writes to. */
export interface Output {
  /** Writes nothing any more once the reader has gone. */
  readonly write: (text: string) => void;
  /** Resolves when more can be written without holding it in memory. */
  readonly drained: () => Promise<void>;
  /** The reader has gone. */
  readonly isClosed: () => boolean;
  readonly isTerminal: boolean;
  readonly hasColour: boolean;
  /** How many columns a terminal has; null: it is none, or does not tell. */
  readonly columns: number | null;
}

/** All that a command reads and writes besides files. */
export interface Io {
  readonly stdin: () => AsyncIterable<Uint8Array>;
  readonly stdout: Output;
  readonly stderr: Output;
}
