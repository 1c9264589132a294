import { readFileSync } from "node:fs";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect } from "vitest";
import type { Snapshot } from "../../src/account/snapshot.ts";
import { makeUnrecordedState } from "../../src/aws/state/unrecorded-state.ts";
import { parseRecord } from "../../src/cloudtrail/parse-record.ts";
import { makeFixedClock } from "../../src/embedded/fixed-clock.ts";
import { makeMemoryNotifier } from "../../src/embedded/memory-notifier.ts";
import { makeMemoryState } from "../../src/embedded/memory-state.ts";
import { makeSnapshotFileState } from "../../src/embedded/snapshot-file-state.ts";
import { DEFAULT_CONFIG } from "../../src/guardrail/config/config.ts";
import { handleEvent } from "../../src/guardrail/handle/handle-event.ts";
import type { AccountState } from "../../src/guardrail/ports.ts";
import { createCompiler } from "../../src/kms/compiler.ts";
import { readSampleAccount } from "../support/samples.ts";
import { makeReaderOfFakeAws } from "./fake-aws.ts";
import { type Adapter, type Promises, testPort } from "./port-suite.ts";

const account = readSampleAccount();
const { account: id, region } = account;
const record: unknown = JSON.parse(readFileSync("events/PutKeyPolicy-wildcard.json", "utf8"));
const parsed = parseRecord(record);
if (parsed.outcome !== "change") throw new Error("the sample is a change");
const about = [parsed.event, parsed.changes, record] as const;

const later = (time: string): Snapshot => ({ ...account, capturedAt: time });
const handle = (state: AccountState) => {
  const ports = { state, notifier: makeMemoryNotifier(), clock: makeFixedClock("2026-11-30") };
  const options = { config: DEFAULT_CONFIG, compiler: createCompiler() };
  return handleEvent(record, ports, options);
};

const promises: Promises<AccountState> = {
  "gives the account and Region of the event": async (state) => {
    const { snapshots } = await state.load(...about);
    expect(snapshots).toMatchObject([{ account: id, region, partition: account.partition }]);
  },
  "gives a state that an event is never silent on": async (state) => {
    const { published } = await handle(state);
    expect(published).toMatchObject([{ event: { eventName: "PutKeyPolicy" } }]);
  },
  "keeps what was saved": async (state) => {
    const saved = later("2026-11-01T12:00:00Z");
    expect(await (await state.load(...about)).save([saved])).toBe("saved");
    expect((await state.load(...about)).snapshots).toEqual([saved]);
  },
  "keeps the account after an event": async (state) => {
    const { judged } = await handle(state);
    const after = "snapshots" in judged ? judged.snapshots : [];
    expect((await state.load(...about)).snapshots).toEqual(after);
    expect((await handle(state)).judged).toMatchObject({ outcome: "silent" });
  },
  "keeps nothing of a state that moved since it was loaded": async (state) => {
    const [mine, other] = [await state.load(...about), await state.load(...about)];
    const first = later("2026-11-01T12:00:00Z");
    expect(await other.save([first])).toBe("saved");
    expect(await mine.save([later("2026-11-02T12:00:00Z")])).toBe("stale");
    expect((await state.load(...about)).snapshots).toEqual([first]);
  },
  "takes the same state again": async (state) => {
    const loaded = await state.load(...about);
    expect(await loaded.save(loaded.snapshots)).toBe("saved");
  },
};

const noRecord = "nothing is recorded: the live account is read for each event";
let folder = "";
let files = 0;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "kms-guardrail-state-"));
});

afterAll(() => rm(folder, { recursive: true, force: true }));

const adapters: readonly Adapter<AccountState>[] = [
  { name: "memory", make: () => makeMemoryState([account]) },
  {
    name: "a snapshot file",
    make: async () => {
      files += 1;
      const file = join(folder, `${files}.json`);
      await writeFile(file, JSON.stringify(account));
      return makeSnapshotFileState([file]);
    },
  },
  {
    name: "the live account, unrecorded",
    make: () =>
      makeUnrecordedState(
        makeReaderOfFakeAws(() => account),
        { account: id, region },
      ),
    skips: {
      "keeps what was saved": noRecord,
      "keeps the account after an event": noRecord,
      "keeps nothing of a state that moved since it was loaded": noRecord,
    },
  },
];

testPort("account state", promises, adapters);
