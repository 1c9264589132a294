import { expect, it } from "vitest";
import { createProgress } from "../../../src/cli/progress.ts";
import { memoryIo } from "./memory-io.ts";

it("shows a bar on a terminal once a run takes long, and clears it", () => {
  const io = memoryIo({ isTerminal: true });
  let now = 0;
  const progress = createProgress(io.stderr, 4, () => now);
  progress.step();
  expect(io.err()).toBe("");
  now = 1500;
  progress.step();
  progress.step();
  expect(io.err()).toBe(`\r[${"#".repeat(12)}${"-".repeat(12)}] 2/4`);
  progress.hide();
  progress.hide();
  expect(io.err().endsWith("2/4\r\u001b[K")).toBe(true);
});

it("shows nothing where there is no terminal", () => {
  const io = memoryIo();
  let now = 0;
  const progress = createProgress(io.stderr, 1, () => now);
  now = 5000;
  progress.step();
  progress.hide();
  expect(io.err()).toBe("");
});
