import { writeFileSync } from "node:fs";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { gzipSync } from "node:zlib";
import { describe, expect, it } from "vitest";
import { readFileLines, readLines, type TextLine } from "../../../../src/cli/input/line-reader.ts";

async function* pieces(...parts: readonly (string | Uint8Array)[]): AsyncGenerator<Uint8Array> {
  for (const part of parts) yield typeof part === "string" ? Buffer.from(part) : part;
}

async function all(lines: AsyncIterable<readonly TextLine[]>): Promise<readonly TextLine[]> {
  const found: TextLine[] = [];
  for await (const some of lines) found.push(...some);
  return found;
}

const texts = async (
  lines: AsyncIterable<readonly TextLine[]>,
): Promise<readonly (string | null)[]> => (await all(lines)).map(({ text }) => text);

describe("readLines", () => {
  it("numbers lines, however they end", async () => {
    expect(await all(readLines(pieces("\ufeffa\r\n\nb")))).toEqual([
      { number: 1, text: "a" },
      { number: 2, text: "" },
      { number: 3, text: "b" },
    ]);
    expect(await texts(readLines(pieces()))).toEqual([]);
    expect(await texts(readLines(pieces("a\n")))).toEqual(["a"]);
  });

  it("puts lines and characters together that were cut in two", async () => {
    const bytes = Buffer.from("ü1\nü2\n");
    const cut = [...bytes].map((byte) => Uint8Array.of(byte));
    expect(await texts(readLines(pieces(...cut)))).toEqual(["ü1", "ü2"]);
  });

  it("reads gzip, also in pieces of one byte", async () => {
    const zipped = gzipSync("a\nb\n");
    expect(await texts(readLines(pieces(zipped)))).toEqual(["a", "b"]);
    expect(
      await texts(readLines(pieces(...[...zipped].map((byte) => Uint8Array.of(byte))))),
    ).toEqual(["a", "b"]);
  });

  it("fails on gzip that breaks off", async () => {
    const zipped = gzipSync("a\nb\n".repeat(1000));
    await expect(texts(readLines(pieces(zipped.subarray(0, 20))))).rejects.toMatchObject({
      code: "Z_BUF_ERROR",
    });
  });

  it("does not hold a line that goes on and on", async () => {
    const lines = await texts(readLines(pieces("ab\nabc", "def", "ghi\nab\n", "x".repeat(9)), 4));
    expect(lines).toEqual(["ab", null, "ab", null]);
  });

  it("lets go of the stream when nobody wants more", async () => {
    let isReleased = false;
    async function* endless(): AsyncGenerator<Uint8Array> {
      try {
        for (;;) yield Buffer.from("a\n");
      } finally {
        isReleased = true;
      }
    }
    for await (const _ of readLines(endless())) break;
    expect(isReleased).toBe(true);
  });
});

it("readFileLines reads a file and fails when there is none", async () => {
  const folder = await mkdtemp(join(tmpdir(), "lines-"));
  writeFileSync(join(folder, "a"), "1\n2");
  expect(await texts(readFileLines(join(folder, "a")))).toEqual(["1", "2"]);
  await expect(texts(readFileLines(join(folder, "b")))).rejects.toMatchObject({ code: "ENOENT" });
  await rm(folder, { recursive: true });
});
