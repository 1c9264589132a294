import { createReadStream } from "node:fs";
import { Readable } from "node:stream";
import { StringDecoder } from "node:string_decoder";
import { createGunzip } from "node:zlib";
import { isGzip } from "./read-text.ts";

/** A line longer than this many characters is not held. */
const mostCharacters = 128 * 1024 * 1024;

/** One line of a stream, without its end. */
export interface TextLine {
  /** Counted from 1. */
  readonly number: number;
  /** null: too long to be held. */
  readonly text: string | null;
}

/** The lines of a file, those of each piece of it together: memory does not grow with the file. */
export function readFileLines(file: string): AsyncIterable<readonly TextLine[]> {
  return readLines(createReadStream(file, { highWaterMark: 1 << 16 }));
}

/** The lines of a stream, gzipped or not, those of each piece together, as soon as it is there. */
export async function* readLines(
  stream: AsyncIterable<Uint8Array>,
  most = mostCharacters,
): AsyncGenerator<readonly TextLine[]> {
  const decoder = new StringDecoder("utf8");
  const splitter = createSplitter(most);
  for await (const bytes of decompressed(stream)) {
    const lines = splitter.split(decoder.write(Buffer.from(bytes)));
    if (lines.length > 0) yield lines;
  }
  const last = [...splitter.split(decoder.end()), ...splitter.end()];
  if (last.length > 0) yield last;
}

/** A stream whose first bytes say gzip, decompressed; any other as it is. */
async function* decompressed(stream: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array> {
  const iterator = stream[Symbol.asyncIterator]();
  let head = Buffer.alloc(0);
  let isDone = false;
  while (head.length < 2 && !isDone) {
    const next = await iterator.next();
    isDone = next.done === true;
    if (next.done !== true) head = Buffer.concat([head, next.value]);
  }
  const rest = async function* (): AsyncGenerator<Uint8Array> {
    try {
      if (head.length > 0) yield head;
      while (!isDone) {
        const next = await iterator.next();
        if (next.done === true) return;
        yield next.value;
      }
    } finally {
      await iterator.return?.();
    }
  };
  if (!isGzip(head)) {
    yield* rest();
    return;
  }
  const source = Readable.from(rest());
  const gunzip = createGunzip();
  source.on("error", (error) => gunzip.destroy(error));
  yield* source.pipe(gunzip) as AsyncIterable<Uint8Array>;
}

function createSplitter(most: number): {
  readonly split: (text: string) => readonly TextLine[];
  readonly end: () => readonly TextLine[];
} {
  let number = 0;
  let pending = "";
  let isTooLong = false;
  const finish = (): TextLine => {
    number++;
    const text = number === 1 ? pending.replace(/^\uFEFF/, "") : pending;
    const line = { number, text: isTooLong ? null : text.replace(/\r$/, "") };
    pending = "";
    isTooLong = false;
    return line;
  };
  const append = (text: string): void => {
    if (isTooLong || pending.length + text.length > most) {
      isTooLong = true;
      pending = "";
    } else pending += text;
  };
  return {
    split: (text) => {
      const parts = text.split("\n");
      return parts.flatMap((part, index) => {
        append(part);
        return index < parts.length - 1 ? [finish()] : [];
      });
    },
    end: () => (pending !== "" || isTooLong ? [finish()] : []),
  };
}
