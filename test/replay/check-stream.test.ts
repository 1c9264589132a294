import { expect, it } from "vitest";
import type { Io, Output } from "../../src/cli/io.ts";
import { run } from "../../src/cli/run.ts";

const lineCount = 10_000;
const linesOfPiece = 500;
/** Every so many lines one is broken. */
const brokenEvery = 100;
const account = "events/account.json";
const request = '{"id":"r","principal":"*","action":"kms:Decrypt","key":"alias/payroll"}';

function output(write: Output["write"], drained: Output["drained"]): Output {
  return {
    write,
    drained,
    isClosed: () => false,
    isTerminal: false,
    hasColour: false,
    columns: null,
  };
}

it("`check` streams: it holds no more than a piece of them, and answers broken ones in their place", async () => {
  let read = 0;
  let answered = 0;
  let drains = 0;
  let furthestAhead = 0;
  const misplaced: number[] = [];
  async function* lines(): AsyncGenerator<Uint8Array> {
    while (read < lineCount) {
      const numbers = Array.from({ length: linesOfPiece }, (_, at) => read + at + 1);
      read += linesOfPiece;
      furthestAhead = Math.max(furthestAhead, read - answered);
      const text = numbers.map((number) => (number % brokenEvery === 0 ? "{" : request)).join("\n");
      yield Buffer.from(`${text}\n`);
    }
  }
  const count = (text: string) => {
    for (const line of text.trimEnd().split("\n")) {
      answered++;
      const { error, line: told } = JSON.parse(line) as { error?: unknown; line?: number };
      const isBroken = answered % brokenEvery === 0;
      if (isBroken !== (error !== undefined) || (isBroken && told !== answered)) {
        misplaced.push(answered);
      }
    }
  };
  let complaints = 0;
  const io: Io = {
    stdin: lines,
    stdout: output(count, () => {
      drains++;
      return Promise.resolve();
    }),
    stderr: output(
      () => {
        complaints++;
      },
      () => Promise.resolve(),
    ),
  };
  const exitCode = await run(["check", "--account", account, "--requests", "-"], io);
  expect(exitCode).toBe(3);
  expect(answered).toBe(lineCount);
  expect(misplaced).toEqual([]);
  expect(complaints).toBeGreaterThanOrEqual(lineCount / brokenEvery);
  expect(furthestAhead).toBeLessThanOrEqual(2 * linesOfPiece);
  expect(drains).toBe(lineCount / linesOfPiece);
}, 60_000);
