import { globSync, readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";

interface CloudTrailRecord {
  readonly eventID: string;
  readonly eventName: string;
  readonly eventSource: string;
  readonly eventTime: string;
}

interface AccessRow {
  readonly change: string;
  readonly principal: string;
  readonly key: string;
  readonly via: string | null;
  readonly actions?: readonly string[];
  readonly actionsInclude?: readonly string[];
}

interface Finding {
  readonly outcome: "finding";
  readonly severity: string;
  readonly complete: boolean;
  readonly kind: string;
  readonly accessChanges: readonly AccessRow[];
}

interface Sample {
  readonly file: string;
  readonly eventName: string;
  readonly eventSource: string;
  readonly shape: string;
  readonly part: string;
  readonly causes: Finding | { readonly outcome: "nothing" | "refusal" | "passed-over" };
  readonly note: string;
}

const read = (path: string): unknown => JSON.parse(readFileSync(`events/${path}`, "utf8"));

const account = read("account.json") as { readonly capturedAt: string };
const { samples } = read("manifest.json") as { readonly samples: readonly Sample[] };

/** The event files, whatever the manifest says. */
const files = globSync("**/*.json", { cwd: "events" })
  .map((path) => path.replaceAll("\\", "/"))
  .filter((path) => path !== "account.json" && path !== "manifest.json")
  .sort();

/** The record of a file, out of its EventBridge envelope. */
const recordOf = (file: string): CloudTrailRecord => {
  const json = read(file) as CloudTrailRecord | { readonly detail: CloudTrailRecord };
  return "detail" in json ? json.detail : json;
};

const records = files.map((file) => ({ file, record: recordOf(file) }));
const findings = samples.flatMap(({ file, causes }) =>
  causes.outcome === "finding" ? [{ file, finding: causes }] : [],
);

const repeated = (values: readonly string[]): readonly string[] =>
  values.filter((value, index) => values.indexOf(value) !== index);

describe("the manifest of the sample events", () => {
  it("has exactly one entry for each event", () => {
    expect(samples.map(({ file }) => file).sort()).toEqual(files);
  });

  it("tells each event's name and source as its record does", () => {
    const told = samples.map(({ file, eventName, eventSource }) => [file, eventSource, eventName]);
    const recorded = samples.map(({ file }) => {
      const { eventSource, eventName } = recordOf(file);
      return [file, eventSource, eventName];
    });
    expect(told).toEqual(recorded);
  });

  it("says for each event where its shape comes from, its part and why it has its effect", () => {
    const incomplete = samples.filter(
      ({ shape, part, note }) =>
        !/^(captured|documented|derived): ./.test(shape) ||
        !["A", "C", "G"].includes(part) ||
        !note.endsWith("."),
    );
    expect(incomplete.map(({ file }) => file)).toEqual([]);
  });

  it("names at least one change, once, in each finding about access", () => {
    const wrong = findings.filter(({ finding: { kind, accessChanges } }) => {
      if (kind === "perimeter" || kind === "blind") return accessChanges.length > 0;
      const rows = accessChanges.map(({ change, principal, key, via }) =>
        [change, principal, key, via].join(" "),
      );
      return rows.length === 0 || repeated(rows).length > 0;
    });
    expect(wrong.map(({ file }) => file)).toEqual([]);
  });

  it("tells all actions of a complete list and some of any other, sorted", () => {
    const wrong = findings.filter(({ finding: { complete, accessChanges } }) =>
      accessChanges.some(({ actions, actionsInclude }) => {
        const told = complete ? actions : actionsInclude;
        const other = complete ? actionsInclude : actions;
        return other !== undefined || told === undefined || told.join() !== told.toSorted().join();
      }),
    );
    expect(wrong.map(({ file }) => file)).toEqual([]);
  });
});

describe("the sample events", () => {
  it("carry an event id each", () => {
    expect(repeated(records.map(({ record }) => record.eventID))).toEqual([]);
  });

  it("are later than the account", () => {
    const capturedAt = Date.parse(account.capturedAt);
    const early = records.filter(({ record }) => !(Date.parse(record.eventTime) > capturedAt));
    expect(early.map(({ file }) => file)).toEqual([]);
  });

  it("of the story follow one another", () => {
    const times = records
      .filter(({ file }) => file.startsWith("story/"))
      .map(({ record }) => Date.parse(record.eventTime));
    expect(times.length).toBeGreaterThanOrEqual(5);
    expect(times).toEqual([...new Set(times)].toSorted((a, b) => a - b));
  });

  it("stand in the manifest in their own order", () => {
    const story = samples.map(({ file }) => file).filter((file) => file.startsWith("story/"));
    expect(story).toEqual(story.toSorted());
  });
});
