import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import type { Snapshot, SnapshotKey } from "../../../../src/account/snapshot.ts";
import { makeRecordedState } from "../../../../src/aws/state/recorded-state.ts";
import { parseRecord } from "../../../../src/cloudtrail/parse-record.ts";
import { readEventText } from "../../../../src/cloudtrail/unwrap/read-event-text.ts";
import { makeFixedClock } from "../../../../src/embedded/fixed-clock.ts";
import { makeMemoryNotifier } from "../../../../src/embedded/memory-notifier.ts";
import { makeMemoryStore } from "../../../../src/embedded/memory-store.ts";
import { makeSnapshotReader } from "../../../../src/embedded/snapshot-reader.ts";
import { DEFAULT_CONFIG } from "../../../../src/guardrail/config/config.ts";
import type { Finding } from "../../../../src/guardrail/finding/finding.ts";
import { handleEvent } from "../../../../src/guardrail/handle/handle-event.ts";
import type { LiveReader } from "../../../../src/guardrail/ports.ts";
import {
  observedAccount,
  placeEvents,
  projectEvents,
} from "../../../../src/guardrail/state/projection.ts";
import { recordSnapshot } from "../../../../src/guardrail/state/projection-record.ts";
import { createCompiler } from "../../../../src/kms/compiler.ts";
import { judgeSamples, readSampleAccount, readSamples } from "../../../support/samples.ts";

const account = readSampleAccount();
const home = { account: account.account, region: account.region };
const options = { config: DEFAULT_CONFIG, compiler: createCompiler() };
const clock = makeFixedClock("2026-11-30T00:00:00.000Z");

const recordOf = (file: string): unknown =>
  readEventText(readFileSync(`events/${file}`, "utf8"), file).records[0]?.record;
const changedBy = (file: string) => {
  const parsed = parseRecord(recordOf(file));
  if (parsed.outcome !== "change") throw new Error(`${file} is a change`);
  return parsed;
};
const accountAfter = (file: string): Snapshot =>
  judgeSamples(readSamples().filter((one) => one.file === file))[0]?.after[0] ?? account;
const codes = (finding: Finding | undefined) => finding?.notes.map(({ code }) => code) ?? [];

const tag = "TagResource.json";
const tagged = changedBy(tag).changes[0];
const keyArn = tagged?.kind === "key-tags-set" ? tagged.keyArn : "";
const withTag = (TagValue: string): Snapshot => ({
  ...account,
  keys: (account.keys as readonly SnapshotKey[]).map((key) =>
    key.metadata.Arn === keyArn ? { ...key, tags: [{ TagKey: "Project", TagValue }] } : key,
  ),
});

/** A call that gave the key's tag another value. */
const tagging = (eventID: string, eventTime: string, tagValue: string): unknown => {
  const requestParameters = { keyId: keyArn, tags: [{ tagKey: "Project", tagValue }] };
  return { ...(recordOf(tag) as object), eventID, eventTime, requestParameters };
};

/** A guardrail over an account; `recorded`: what it knows of it from before. */
async function guard(reader: LiveReader, recorded?: Snapshot, observedAt = "2020-01-01T00:00:00Z") {
  const store = makeMemoryStore();
  if (recorded !== undefined) await recordSnapshot(store, recorded, observedAt);
  const notifier = makeMemoryNotifier();
  const state = makeRecordedState(store, reader, home, clock);
  const handle = (record: unknown) => handleEvent(record, { state, notifier, clock }, options);
  return { store, notifier, handle };
}

describe("an event on what is recorded", () => {
  const before = judgeSamples(readSamples().filter(({ file }) => file === tag))[0]?.judged;
  if (before?.outcome !== "finding") throw new Error("the sample causes a finding");

  it("is judged on it, and says nothing when AWS tells the same", async () => {
    const { notifier, handle } = await guard(
      makeSnapshotReader(() => accountAfter(tag)),
      account,
    );
    await handle(recordOf(tag));
    expect(notifier.findings()).toEqual([before.finding]);
  });

  it("is trusted where AWS still tells the value before it", async () => {
    const { notifier, handle } = await guard(
      makeSnapshotReader(() => account),
      account,
    );
    await handle(recordOf(tag));
    const [finding] = notifier.findings();
    expect(finding?.accessChanges).toEqual(before.finding.accessChanges);
    expect(codes(finding)).toContain("confirmLater");
  });

  it("answers for itself only where AWS tells neither value", async () => {
    const { notifier, handle } = await guard(
      makeSnapshotReader(() => withTag("neither")),
      account,
    );
    await handle(recordOf(tag));
    const [finding] = notifier.findings();
    expect(finding?.accessChanges).toEqual(before.finding.accessChanges);
    expect(codes(finding)).toContain("changedMeanwhile");
  });

  it("is judged also when AWS cannot be asked", async () => {
    const reader: LiveReader = {
      ...makeSnapshotReader(() => account),
      readKey: () => Promise.reject(new Error("socket hang up")),
    };
    const { notifier, handle } = await guard(reader, account);
    await handle(recordOf(tag));
    expect(notifier.findings()).toMatchObject([{ findingId: before.finding.findingId }]);
    expect(codes(notifier.findings()[0])).toContain("confirmLater");
  });

  it("leaves IAM's inventory to those who can tell what in it no event explains", async () => {
    const { authorizationDetails: _, ...rest } = account;
    const reader: LiveReader = {
      ...makeSnapshotReader(() => accountAfter(tag)),
      readAuthorizationDetails: () => Promise.reject(new Error("no need to ask")),
    };
    const { store, handle } = await guard(reader, { ...rest, authorizationDetails: {} });
    await handle(recordOf(tag));
    expect((await store.load()).authorizationDetails?.value).toEqual({});
  });

  it("of IAM is judged on the inventory that is recorded, however old", async () => {
    const file = "AttachRolePolicy.json";
    const { notifier, handle } = await guard(
      makeSnapshotReader(() => accountAfter(file)),
      account,
    );
    await handle(recordOf(file));
    expect(notifier.findings()).toMatchObject([{ kind: "access" }]);
    expect(codes(notifier.findings()[0])).not.toContain("beforeUnknown");
  });

  it("is recorded once, however often it is delivered", async () => {
    const { store, notifier, handle } = await guard(
      makeSnapshotReader(() => accountAfter(tag)),
      account,
    );
    await handle(recordOf(tag));
    const { judged } = await handle(recordOf(tag));
    expect(judged).toMatchObject({ outcome: "passed-over" });
    expect(notifier.findings()).toHaveLength(1);
    expect(await store.findings()).toHaveLength(1);
    expect((await store.load()).events).toHaveLength(1);
  });

  it("has an unknown before where the resource was read only after it", async () => {
    const { notifier, handle } = await guard(
      makeSnapshotReader(() => accountAfter(tag)),
      accountAfter(tag),
      "2026-11-29T00:00:00Z",
    );
    await handle(recordOf(tag));
    expect(codes(notifier.findings()[0])).toEqual(["beforeUnknown"]);
  });
});

describe("an event on what is not recorded", () => {
  it("is told with an unknown before, and the next one is judged on the state", async () => {
    let live = accountAfter(tag);
    const { notifier, handle } = await guard(makeSnapshotReader(() => live));
    await handle(recordOf(tag));
    expect(codes(notifier.findings()[0])).toEqual(["beforeUnknown"]);

    live = withTag("Gamma");
    await handle(tagging("11111111-2222-4333-8444-000000000000", "2026-11-30T00:01:00Z", "Gamma"));
    expect(notifier.findings()[1]).toMatchObject({
      attributeChanges: [{ attribute: "tag:Project", before: expect.any(String), after: "Gamma" }],
    });
  });

  it("keeps nothing of what AWS refuses to tell", async () => {
    const refused = { unreadable: "AccessDeniedException" };
    const reader: LiveReader = {
      ...makeSnapshotReader(() => account),
      readEndpoints: async () => refused,
      readAuthorizationDetails: async () => refused,
    };
    const { store, handle } = await guard(reader);
    await handle(recordOf(tag));
    expect(await store.load()).toMatchObject({ endpoints: null, authorizationDetails: null });
  });

  it("fails when reading fails, so that it is tried again, and nothing is kept", async () => {
    const reader: LiveReader = {
      ...makeSnapshotReader(() => account),
      readKey: () => Promise.reject(new Error("socket hang up")),
    };
    const { store, notifier, handle } = await guard(reader);
    await expect(handle(recordOf(tag))).rejects.toThrow("socket hang up");
    expect(notifier.findings()).toEqual([]);
    expect((await store.load()).revision).toBe(0);
  });

  it("is told as long as not every key is known", async () => {
    const { notifier, handle } = await guard(makeSnapshotReader(() => account));
    await handle(recordOf("AttachRolePolicy.json"));
    expect(codes(notifier.findings()[0])).toContain("keysUnknown");
  });
});

describe("an event that arrives late", () => {
  it("is judged at its place, and what was told after it is corrected", async () => {
    const early = tagging("11111111-2222-4333-8444-000000000001", "2026-11-29T00:00:00Z", "Gamma");
    const late = tagging("11111111-2222-4333-8444-000000000002", "2026-11-29T00:01:00Z", "Payroll");
    const { store, notifier, handle } = await guard(
      makeSnapshotReader(() => withTag("Payroll")),
      account,
    );
    await handle(late);
    await handle(early);
    const kept = await store.findings();
    expect(kept.map(({ attributeChanges }) => attributeChanges)).toContainEqual([
      { attribute: "tag:Project", before: "Gamma", after: "Payroll" },
    ]);
    const corrected = notifier.findings().filter((finding) => codes(finding).includes("corrected"));
    expect(corrected).toHaveLength(1);
  });

  it("takes back what was told after it and is nothing now, once, under the same id", async () => {
    const early = tagging(
      "11111111-2222-4333-8444-000000000001",
      "2026-11-29T00:00:00Z",
      "Payroll",
    );
    const late = tagging("11111111-2222-4333-8444-000000000002", "2026-11-29T00:01:00Z", "Payroll");
    const reader = makeSnapshotReader(() => withTag("Payroll"));
    const { store, notifier, handle } = await guard(reader, account);
    const [told] = (await handle(late)).published;
    const [, retracted, ...others] = (await handle(early)).published;
    expect(others).toEqual([]);
    expect(told?.title).toBeTypeOf("string");
    expect(retracted).toMatchObject({
      findingId: told?.findingId,
      title: `taken back: ${told?.title}`,
      remediation: { status: "none", calls: [] },
    });
    expect(retracted?.notes.at(-1)).toEqual({
      code: "retracted",
      text: "`TagResource` of 2026-11-29T00:00:00Z (`11111111-2222-4333-8444-000000000001`) came before it and arrived after it: nothing of this is left",
    });
    expect(await store.findingOf("11111111-2222-4333-8444-000000000002")).toBeNull();
    await handle(early);
    expect(notifier.findings()).toHaveLength(3);
  });
});

describe("events of long ago", () => {
  it("are taken into the resources, which come out as the history has them", async () => {
    const files = [...new Set(readSamples().map(({ file }) => file))].filter((file) =>
      file.startsWith("story/"),
    );
    const store = makeMemoryStore();
    await recordSnapshot(store, account, "2020-01-01T00:00:00.000Z");
    const notifier = makeMemoryNotifier();
    const reader: LiveReader = {
      ...makeSnapshotReader(() => account),
      readAuthorizationDetails: () => Promise.reject(new Error("no need to ask")),
    };
    const monthsLater = makeFixedClock("2027-03-01T00:00:00.000Z");
    const state = makeRecordedState(store, reader, home, monthsLater);
    const ports = { state, notifier, clock };
    for (const file of files) {
      for (const { record } of readEventText(readFileSync(`events/${file}`, "utf8"), file)
        .records) {
        await handleEvent(record, ports, options);
      }
    }
    const story = judgeSamples(readSamples().filter(({ file }) => file.startsWith("story/")));
    const expected = story.flatMap(({ judged }) =>
      judged.outcome === "finding" ? [judged.finding.findingId] : [],
    );
    expect(notifier.findings().map(({ findingId }) => findingId)).toEqual(expected);

    const stored = await store.load();
    expect(stored.events.length).toBeLessThan(story.length);
    expect(stored.foldedThrough).toBe(stored.events[0]?.eventTime);
    const after = projectEvents(observedAccount(stored, home), placeEvents(stored.events), stored);
    const last = story.at(-1)?.after.find(({ region }) => region === home.region);
    const named = (keys: Snapshot["keys"] | undefined) =>
      Object.fromEntries(
        ((keys ?? []) as readonly SnapshotKey[]).map((key) => [key.metadata.Arn, key]),
      );
    expect(named(after.keys)).toEqual(named(last?.keys));
    expect(after.authorizationDetails).toEqual(last?.authorizationDetails);
    expect(new Set(after.vpcEndpoints as readonly unknown[])).toEqual(
      new Set(last?.vpcEndpoints as readonly unknown[]),
    );
  });

  it("that arrive only now are told as not known, and change no resource", async () => {
    const store = makeMemoryStore();
    await recordSnapshot(store, account, "2020-01-01T00:00:00.000Z");
    await store.commit(1, { foldedThrough: "2026-11-30T00:00:00Z" });
    const notifier = makeMemoryNotifier();
    const reader = makeSnapshotReader(() => account);
    const ports = { state: makeRecordedState(store, reader, home, clock), notifier, clock };
    await handleEvent(recordOf(tag), ports, options);
    expect(codes(notifier.findings()[0])).toContain("beforeUnknown");
    const stored = await store.load();
    const after = projectEvents(observedAccount(stored, home), placeEvents(stored.events), stored);
    expect(after.keys).toEqual(observedAccount(stored, home).keys);
  });
});
