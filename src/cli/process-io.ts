import type { WriteStream } from "node:tty";
import type { Io, Output } from "./io.ts";

/**
 * The streams of this process. A reader that goes away, as `head` does, is no fault; `onFault` hears
 * of any other reason why standard output cannot be written.
 */
export function processIo(onFault: (error: Error) => void): Io {
  return {
    stdin: () => process.stdin,
    stdout: streamOutput(process.stdout, onFault),
    // Nobody is left to be told.
    stderr: streamOutput(process.stderr, () => undefined),
  };
}

function streamOutput(stream: WriteStream, onFault: (error: Error) => void): Output {
  let isClosed = false;
  stream.on("error", (error: NodeJS.ErrnoException) => {
    isClosed = true;
    if (error.code !== "EPIPE") onFault(error);
  });
  return {
    write: (text) => {
      if (!isClosed) stream.write(text);
    },
    drained: () => (isClosed ? Promise.resolve() : whenDrained(stream)),
    isClosed: () => isClosed,
    isTerminal: stream.isTTY === true,
    hasColour: stream.isTTY === true && wantsColour(process.env),
    columns: stream.isTTY === true && stream.columns > 0 ? stream.columns : null,
  };
}

function whenDrained(stream: WriteStream): Promise<void> {
  if (!stream.writableNeedDrain) return Promise.resolve();
  const ends = ["drain", "close", "error"];
  return new Promise((resolve) => {
    const done = (): void => {
      for (const end of ends) stream.off(end, done);
      resolve();
    };
    for (const end of ends) stream.on(end, done);
  });
}

/** https://no-color.org */
function wantsColour(environment: NodeJS.ProcessEnv): boolean {
  return !environment["NO_COLOR"] && environment["TERM"] !== "dumb";
}
