/** What the exit code says (the public contract's §3). */
export const exitCodes = {
  done: 0,
  /** `--fail-on` was met, or an expectation missed. */
  missed: 1,
  /** Wrong usage, or a file without which nothing can be done is missing or unreadable. */
  usage: 2,
  /** Some input could not be read; the rest was done. */
  badInput: 3,
  /** A fault of ours. */
  internal: 70,
} as const;

export type ExitCode = (typeof exitCodes)[keyof typeof exitCodes];

/** The exit code of a command that went through to its end. */
export function exitCodeOf({
  badInput,
  missed,
}: {
  readonly badInput: boolean;
  readonly missed: boolean;
}): ExitCode {
  if (badInput) return exitCodes.badInput;
  return missed ? exitCodes.missed : exitCodes.done;
}
