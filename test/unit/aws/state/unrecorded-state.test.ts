import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import type { Snapshot } from "../../../../src/account/snapshot.ts";
import { makeUnrecordedState } from "../../../../src/aws/state/unrecorded-state.ts";
import { readEventText } from "../../../../src/cloudtrail/unwrap/read-event-text.ts";
import { makeFixedClock } from "../../../../src/embedded/fixed-clock.ts";
import { makeMemoryNotifier } from "../../../../src/embedded/memory-notifier.ts";
import { makeSnapshotReader } from "../../../../src/embedded/snapshot-reader.ts";
import { DEFAULT_CONFIG } from "../../../../src/guardrail/config/config.ts";
import type { Finding } from "../../../../src/guardrail/finding/finding.ts";
import { handleEvent } from "../../../../src/guardrail/handle/handle-event.ts";
import type { LiveReader } from "../../../../src/guardrail/ports.ts";
import { createCompiler } from "../../../../src/kms/compiler.ts";
import { judgeSamples, readSampleAccount, readSamples } from "../../../support/samples.ts";

const account = readSampleAccount();
const home = { account: account.account, region: account.region };
const options = { config: DEFAULT_CONFIG, compiler: createCompiler() };
const clock = makeFixedClock("2026-11-30T00:00:00Z");

const refused = { unreadable: "AccessDeniedException" };
/** Of an account that refuses every read. */
const blindReader: LiveReader = {
  readKey: async (Arn) => ({
    metadata: { Arn },
    policy: refused,
    tags: refused,
    aliases: refused,
    grants: refused,
  }),
  readEndpoints: async () => refused,
  readAuthorizationDetails: async () => refused,
};

const recordsOf = (file: string) =>
  readEventText(readFileSync(`events/${file}`, "utf8"), file).records.map(({ record }) => record);

async function findingsOf(record: unknown, reader: LiveReader, at = home) {
  const notifier = makeMemoryNotifier();
  const state = makeUnrecordedState(reader, at);
  const { judged } = await handleEvent(record, { state, notifier, clock }, options);
  return { judged, findings: notifier.findings() };
}

const codes = (finding: Finding | undefined) => finding?.notes.map(({ code }) => code) ?? [];

/** The account after a sample, which is what a live read gives. */
const accountAfter = (file: string): Snapshot => {
  const sample = readSamples().filter((one) => one.file === file);
  return judgeSamples(sample)[0]?.after[0] ?? account;
};

const samples = judgeSamples(readSamples().filter(({ part }) => part === "A"));
const telling = samples.filter(({ judged }) => judged.outcome === "finding");

describe("an event that changes access, without a state of before", () => {
  it.each(telling)("is told: $sample.file", async ({ sample, after: [live = account] }) => {
    for (const reader of [makeSnapshotReader(() => live), blindReader]) {
      for (const record of recordsOf(sample.file)) {
        const { findings } = await findingsOf(record, reader);
        expect(findings).toHaveLength(1);
        const [finding] = findings;
        const isKnown = finding?.kind === "access" && finding.accessChanges.length > 0;
        const unknown = codes(finding).filter((code) => /^(before|keys)Unknown$/.test(code));
        expect(isKnown || unknown.length > 0).toBe(true);
        expect(finding?.severity).not.toBe("informational");
      }
    }
  });

  it("says of the attribute alone that it was not recorded", async () => {
    const file = "TagResource.json";
    const reader = makeSnapshotReader(() => accountAfter(file));
    const { findings } = await findingsOf(recordsOf(file)[0], reader);
    expect(findings).toMatchObject([
      {
        kind: "blind",
        severity: "medium",
        attributeChanges: [
          {
            attribute: "tag:Project",
            before: { unknown: "before the event: no recorded state yet" },
            after: expect.any(String),
          },
        ],
        accessChanges: [],
      },
    ]);
    expect(codes(findings[0])).toEqual(["beforeUnknown"]);
  });

  it("is judged as if there were a state where a creation tells what was before", async () => {
    const file = "CreateAlias.json";
    const reader = makeSnapshotReader(() => accountAfter(file));
    const { findings } = await findingsOf(recordsOf(file)[0], reader);
    const recorded = telling.find(({ sample }) => sample.file === file)?.judged;
    expect(findings).toEqual([recorded?.outcome === "finding" ? recorded.finding : null]);
  });
});

describe("an event that cannot change access", () => {
  it.each(["ModifyVpcEndpoint-network-only.json", "PutKeyPolicy-failed.json", "Decrypt.json"])(
    "stays silent without a state too: %s",
    async (file) => {
      const reader = makeSnapshotReader(() => accountAfter(file));
      expect((await findingsOf(recordsOf(file)[0], reader)).findings).toEqual([]);
    },
  );
});

describe("an event whose meaning hangs on an organization that is not recorded", () => {
  it.each(["CreateVpcEndpoint-sqs-data-perimeter.json", "ModifyVpcEndpoint-s3.json"])(
    "is told: %s",
    async (file) => {
      const reader = makeSnapshotReader(() => accountAfter(file));
      const { findings } = await findingsOf(recordsOf(file)[0], reader);
      expect(findings).toMatchObject([{ accessChanges: [] }]);
      expect(codes(findings[0])).toContain("perimeterGap");
    },
  );
});

describe("an event whose record leaves out what it changed", () => {
  it("is told", async () => {
    const [record] = recordsOf("ModifyVpcEndpoint.json") as [{ detail?: object }];
    const recorded = { ...(record.detail ?? record), requestParameters: null };
    const { findings } = await findingsOf(
      recorded,
      makeSnapshotReader(() => account),
    );
    expect(findings).toMatchObject([{ kind: "blind", severity: "medium" }]);
    expect(codes(findings[0])).toContain("changeUnknown");
  });
});

describe("an event of elsewhere", () => {
  it.each([
    { account: "444455556666", region: account.region },
    { account: account.account, region: "eu-central-1" },
  ])("is passed over, and nothing is read: at $account, $region", async (elsewhere) => {
    const unread = async () => {
      throw new Error("nothing may be read");
    };
    const reader = { readKey: unread, readEndpoints: unread, readAuthorizationDetails: unread };
    const [record] = recordsOf("TagResource.json");
    const { judged, findings } = await findingsOf(record, reader, elsewhere);
    expect(judged).toMatchObject({ outcome: "passed-over", code: "other-account" });
    expect(findings).toEqual([]);
  });

  it("is still one of the whole account when it is IAM's", async () => {
    const at = { account: account.account, region: "eu-central-1" };
    const [record] = recordsOf("AttachRolePolicy.json");
    const { findings } = await findingsOf(record, blindReader, at);
    expect(codes(findings[0])).toEqual(["beforeUnknown", "keysUnknown"]);
  });
});

describe("reading for an event", () => {
  it("reads the keys that it names, no other", async () => {
    const read: string[] = [];
    const reader: LiveReader = {
      ...blindReader,
      readKey: async (keyArn) => {
        read.push(keyArn);
        return null;
      },
    };
    const names = [
      "TagResource.json",
      "DeleteAlias.json",
      "CreateKey.json",
      "AttachRolePolicy.json",
    ];
    for (const file of names) await findingsOf(recordsOf(file)[0], reader);
    expect(read).toHaveLength(1);
  });

  it("fails when reading fails, so that the event is tried again", async () => {
    const reader: LiveReader = {
      ...blindReader,
      readEndpoints: () => Promise.reject(new Error("socket hang up")),
    };
    const handled = findingsOf(recordsOf("TagResource.json")[0], reader);
    await expect(handled).rejects.toThrow("socket hang up");
  });
});
