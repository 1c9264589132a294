import { describe, expect, it } from "vitest";
import { reportInternalFault, run } from "../../../src/cli/run.ts";
import { memoryIo } from "./memory-io.ts";

describe("run", () => {
  it("prints help on standard output when asked, on standard error when not", async () => {
    const asked = memoryIo();
    expect(await run(["--help"], asked)).toBe(0);
    expect(asked.out()).toContain("Usage: kms-guardrail [options] [command]");
    const lost = memoryIo();
    expect(await run([], lost)).toBe(2);
    expect(lost.out()).toBe("");
    expect(lost.err()).toContain("Usage: kms-guardrail");
  });

  it.each(["replay", "check", "who-can", "explain"])(
    "has an example in the help of %s",
    async (name) => {
      const io = memoryIo();
      expect(await run([name, "--help"], io)).toBe(0);
      expect(io.out()).toMatch(new RegExp(`Examples?:\\n[^]*kms-guardrail ${name} `));
      expect(io.out()).toContain("--json");
    },
  );

  it("ends with 70 on a fault of ours, and says what to do", async () => {
    const io = memoryIo();
    const broken = {
      ...io,
      stdout: {
        ...io.stdout,
        write: () => {
          throw new TypeError("x is not a function\u001b");
        },
      },
    };
    expect(await run(["--help"], broken)).toBe(70);
    expect(io.err()).toContain("internal fault: x is not a function\\u001b [E_INTERNAL]");
    expect(io.err()).toContain("help: report it with the command line");
    expect(reportInternalFault("thrown text", io)).toBe(70);
    expect(io.err()).toContain("internal fault: thrown text");
  });
});
