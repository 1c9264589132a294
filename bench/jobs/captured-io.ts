import type { Io, Output } from "../../src/cli/io.ts";

/** A command's input and output within the process: `stdin` is read, `write` is given what is printed. */
export function capturedIo(write: (text: string) => void, stdin: Io["stdin"]): Io {
  const output = (print: Output["write"]): Output => ({
    write: print,
    drained: () => Promise.resolve(),
    isClosed: () => false,
    isTerminal: false,
    hasColour: false,
  });
  return { stdin, stdout: output(write), stderr: output(() => undefined) };
}

/** Nothing to read. */
export async function* noInput(): AsyncGenerator<Uint8Array> {
  yield* [];
}
