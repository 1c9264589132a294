import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { readSamples } from "../support/samples.ts";
import { sampleAccountFile } from "../support/story.ts";
import { run, useFolder } from "../unit/cli/cli-folder.ts";

interface WithConfig {
  readonly config: string;
  readonly outcome: "finding" | "nothing";
  readonly kind?: string;
  readonly severity?: string;
}

const samples = readSamples().flatMap((sample) => {
  const { withConfig } = sample as unknown as { readonly withConfig?: WithConfig };
  return withConfig === undefined ? [] : [{ file: sample.file, withConfig }];
});
const { write } = useFolder();
const eventsFolder = sampleAccountFile.replace("account.json", "");
const replay = (...args: readonly string[]) =>
  run(["replay", "--account", sampleAccountFile, "--json", ...args]);

describe.each(samples)("$file", ({ file, withConfig: { config, outcome, kind, severity } }) => {
  it(`causes ${outcome} where the configuration tells what the guardrail is made of`, async () => {
    const path = `${eventsFolder}${file}`;
    const { code, lines } = await replay(path, "--config", `${eventsFolder}${config}`);
    expect(code).toBe(0);
    const record = JSON.parse(readFileSync(path, "utf8")) as { readonly eventID: string };
    const expected = { kind, severity, event: { eventId: record.eventID }, accessChanges: [] };
    expect(lines).toMatchObject(outcome === "finding" ? [expected] : []);
  });
});

describe("replay", () => {
  const config = `${eventsFolder}tampering/guardrail.yml`;
  const disable = JSON.parse(
    readFileSync(`${eventsFolder}tampering/DisableRule.json`, "utf8"),
  ) as Readonly<Record<string, unknown>>;

  it("tells both what an event did to the guardrail and what it did to access", async () => {
    const file = `${eventsFolder}DisableKey.json`;
    const { detail } = JSON.parse(readFileSync(file, "utf8")) as {
      readonly detail: { readonly resources: readonly { readonly ARN: string }[] };
    };
    const own = { version: 1, guardrail: { resources: detail.resources.map(({ ARN }) => ARN) } };
    const { lines, err } = await replay(file, "--config", write("own.yml", own));
    expect(lines.map(({ kind }) => kind)).toEqual(["tampering", "access"]);
    expect(err).toContain("1 event played: 2 findings");
  });

  it("does not move the account along by such an event", async () => {
    const path = write("after.json", "");
    const { lines } = await replay(
      ...[`${eventsFolder}tampering/DisableRule.json`, "--config", config, "--write-account", path],
    );
    expect(lines).toHaveLength(1);
    expect(JSON.parse(readFileSync(path, "utf8"))).toEqual(
      JSON.parse(readFileSync(sampleAccountFile, "utf8")),
    );
  });

  it.each([
    ["of accounts or Regions that no snapshot describes", { recipientAccountId: "444455556666" }],
    ["older than the snapshot", { eventTime: "2026-10-01T00:00:00Z" }],
  ])("passes over one %s", async (reason, edit) => {
    const wide = write("wide.yml", 'version: 1\nguardrail:\n  resources: "*"\n');
    const { code, lines, err } = await replay(
      ...[write("event.json", { ...disable, ...edit }), "--config", wide],
    );
    expect({ code, lines }).toEqual({ code: 0, lines: [] });
    expect(err).toContain(`passed over: 1 event ${reason}`);
  });

  it("tells of a record that cannot be understood, where it may be about the guardrail", async () => {
    const { eventTime: _, ...timeless } = disable;
    const broken = write("broken.json", timeless);
    expect(await replay(broken, "--config", config)).toMatchObject({ code: 3, lines: [] });
    expect(await replay(broken)).toMatchObject({ code: 0, lines: [] });
  });

  it("fails on it when asked to", async () => {
    const args = [`${eventsFolder}tampering/StopLogging.json`, "--config", config];
    expect((await replay(...args, "--fail-on", "critical")).code).toBe(1);
  });
});
