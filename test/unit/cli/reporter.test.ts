import { expect, it } from "vitest";
import { createReporter } from "../../../src/cli/reporter.ts";
import { memoryIo } from "./memory-io.ts";

it("tells on standard error and remembers bad input", () => {
  const io = memoryIo();
  const reporter = createReporter(io.stderr);
  reporter.remark({ code: "W_X", message: "worth a word" });
  reporter.expectation({ code: "E_M", message: "missed" });
  reporter.info("three keys\u001b");
  expect(reporter.sawBadInput()).toBe(false);
  reporter.badInput({ code: "E_X", message: "odd", file: "a", line: 1 });
  expect(reporter.sawBadInput()).toBe(true);
  expect(io.out()).toBe("");
  expect(io.err()).toBe(
    "note: worth a word [W_X]\nmissed [E_M]\nthree keys\\u001b\na:1: odd [E_X]\n",
  );
});
