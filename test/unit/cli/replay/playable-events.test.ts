import { expect, it } from "vitest";
import { countPassedOver } from "../../../../src/cli/replay/passed-over.ts";
import { playableEvents } from "../../../../src/cli/replay/playable-events.ts";
import { createReporter } from "../../../../src/cli/reporter.ts";
import { DEFAULT_CONFIG } from "../../../../src/guardrail/config/config.ts";
import { memoryIo } from "../memory-io.ts";
import { foreignRecord, tagRecord } from "../small-account.ts";

it("orders events, each once, tells what it cannot understand and counts what is foreign", () => {
  const io = memoryIo();
  const passedOver = countPassedOver();
  const { eventID: _, ...nameless } = tagRecord(4, "x");
  const failed = { ...tagRecord(0, "x"), errorCode: "AccessDenied" };
  const records = [
    tagRecord(2, "x"),
    tagRecord(1, "x"),
    foreignRecord,
    tagRecord(2, "x"),
    nameless,
    failed,
  ];
  const sources = records.map((record, index) => ({ record, file: "f", line: index + 1 }));
  const events = playableEvents(sources, passedOver, createReporter(io.stderr), DEFAULT_CONFIG);
  expect(events.map(({ source }) => source.line)).toEqual([6, 2, 1]);
  expect(io.err()).toMatch(/^f:5: `TagResource`: .*\[E_RECORD_INCOMPLETE\]\n$/);
  expect(passedOver.lines()).toEqual([
    "passed over: 1 event of other services or names (s3:PutObject)",
    "passed over: 1 event given more than once",
  ]);
});
