import { gzipSync } from "node:zlib";
import fc from "fast-check";
import { beforeAll, describe, expect, it } from "vitest";
import { deliveries } from "../support/deliveries.ts";
import { readStory, type StoryRecord, sampleAccountFile, storyFolder } from "../support/story.ts";
import { type Ended, run, useFolder } from "../unit/cli/cli-folder.ts";

// However the story's events are delivered, the findings are those of the plain story.

const { write } = useFolder();
const story = readStory();
const replay = (args: readonly string[], stdin: string | Uint8Array = ""): Promise<Ended> =>
  run(["replay", "--account", sampleAccountFile, "--json", ...args], stdin);

let plain: Ended;
beforeAll(async () => {
  plain = await replay([storyFolder]);
});

/** The same records the other way round, the first two given twice. */
const disordered = [...story.toReversed(), ...story.slice(0, 2)];

it("tells the story", () => {
  expect(plain.code).toBe(0);
  expect(plain.lines.map(({ event }) => (event as { eventId: string }).eventId)).toEqual(
    story.filter((_, index) => index !== 1).map(({ eventID }) => eventID),
  );
});

describe.each(deliveries)("$name", ({ name, extension, text }) => {
  const number = deliveries.findIndex((delivery) => delivery.name === name);
  const isZipped = number % 2 === 0;

  it(`give the same findings ${isZipped ? "gzipped" : "plain"}, out of order and twice`, async () => {
    const content = text(disordered);
    const file = `delivery-${number}.${extension}${isZipped ? ".gz" : ""}`;
    write(file, isZipped ? gzipSync(content) : content);
    const { code, lines, err } = await replay([file]);
    expect(code, err).toBe(0);
    expect(lines).toEqual(plain.lines);
    expect(err).toContain("passed over: 2 events given more than once");
  });
});

it("give the same findings in any order, any of them in any wrapper, in many files", async () => {
  const delivered = fc
    .tuple(
      fc.shuffledSubarray([...story], { minLength: story.length }),
      fc.array(fc.constantFrom(...story), { maxLength: 3 }),
      fc.array(fc.constantFrom(...deliveries), { minLength: 10, maxLength: 10 }),
      fc.array(fc.boolean(), { minLength: 10, maxLength: 10 }),
    )
    .map(([all, again, wraps, zips]) => ({ records: [...again, ...all], wraps, zips }));
  let count = 0;
  await fc.assert(
    fc.asyncProperty(delivered, async ({ records, wraps, zips }) => {
      const folder = `many-${count++}`;
      for (const [index, record] of records.entries()) {
        const { extension, text } = wraps[index] ?? deliveries[0] ?? never();
        const content = text([record]);
        const name = `${folder}/${index % 3}/${index}.${extension}`;
        if (zips[index] === true) write(`${name}.gz`, gzipSync(content));
        else write(name, content);
      }
      const { code, lines } = await replay([folder]);
      expect(code).toBe(0);
      expect(lines).toEqual(plain.lines);
    }),
    { numRuns: 2 },
  );
});

it("give the same findings as one stream of mixed wrappers on standard input", async () => {
  const mixed = disordered.map((record, index) => {
    const { extension, text } = deliveries[index % deliveries.length] ?? never();
    return extension === "json" ? JSON.stringify(JSON.parse(text([record]))) : text([record]);
  });
  const stream = mixed.map((line) => line.replace("\uFEFF", "").trim()).join("\n");
  const { code, lines, err } = await replay(["-"], stream);
  expect(code, err).toBe(0);
  expect(lines).toEqual(plain.lines);
});

it("are passed over where a wrapper holds no record of a call, and told where it is no JSON", async () => {
  const records: readonly StoryRecord[] = story.slice(0, 1);
  const { code, lines, err } = await replay([
    write("other.json", { Records: [{ body: "no JSON" }, ...records] }),
  ]);
  expect({ code, lines }).toEqual({ code: 3, lines: plain.lines.slice(0, 1) });
  expect(err).toMatch(/^other\.json: `Records\[0\]\.body`: .*\[E_EVENT_WRAPPER\]$/m);
});

it("say why they lay in a dead-letter queue, and are judged all the same", async () => {
  const [record] = story;
  const envelope = { "detail-type": "AWS API Call via CloudTrail", detail: record };
  const MessageAttributes = {
    ERROR_CODE: { DataType: "String", StringValue: "THROTTLING" },
    RETRY_ATTEMPTS: { DataType: "String", StringValue: "185" },
  };
  const failed = {
    requestContext: { condition: "RetriesExhausted", approximateInvokeCount: 3 },
    requestPayload: envelope,
    responsePayload: { errorType: "EnvironmentError", errorMessage: "`STATE_TABLE` is not set" },
  };
  const queue = {
    Messages: [
      { Body: JSON.stringify(envelope), MessageAttributes },
      { Body: JSON.stringify(failed) },
    ],
  };
  const { code, lines, err } = await replay([write("queue.json", queue)]);
  expect({ code, lines }).toEqual({ code: 0, lines: plain.lines.slice(0, 1) });
  const told = `note: queue.json: event \`${record?.eventID}\` lay in a dead-letter queue: `;
  expect(err).toContain(`${told}THROTTLING: 185 retries [W_DEAD_LETTER]\n`);
  expect(err).toContain(
    `${told}RetriesExhausted: EnvironmentError: \`STATE_TABLE\` is not set: 3 attempts [W_DEAD_LETTER]\n`,
  );
});

function never(): never {
  throw new Error("no delivery");
}
