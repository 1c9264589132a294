import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import type { Snapshot } from "../../../src/account/snapshot.ts";
import { makeFixedClock } from "../../../src/embedded/fixed-clock.ts";
import { makeMemoryNotifier } from "../../../src/embedded/memory-notifier.ts";
import { makeMemoryState } from "../../../src/embedded/memory-state.ts";
import { DEFAULT_CONFIG } from "../../../src/guardrail/config/config.ts";
import { isClosed } from "../../../src/guardrail/finding/close-finding.ts";
import type { Finding } from "../../../src/guardrail/finding/finding.ts";
import { handleEvent } from "../../../src/guardrail/handle/handle-event.ts";
import { judgeRecord } from "../../../src/guardrail/judge/judge-record.ts";
import type { AccountState, EventJudgement } from "../../../src/guardrail/ports.ts";
import { createCompiler } from "../../../src/kms/compiler.ts";
import { readSampleAccount } from "../../support/samples.ts";

const account = readSampleAccount();
const options = { config: DEFAULT_CONFIG, compiler: createCompiler() };
const clock = makeFixedClock("2026-11-30T00:00:00Z");
const event = (file: string): unknown => JSON.parse(readFileSync(`events/${file}`, "utf8"));

const tag = event("TagResource.json");
const judged = judgeRecord([account], tag, options);
if (judged.outcome !== "finding") throw new Error("the sample causes a finding");

describe("an event that changes access", () => {
  it("is published, then kept", async () => {
    const order: string[] = [];
    const memory = makeMemoryState([account]);
    const state: AccountState = {
      load: async (...about) => {
        const loaded = await memory.load(...about);
        return {
          ...loaded,
          save: (after) => {
            order.push("saved");
            return loaded.save(after);
          },
        };
      },
    };
    const notifier = {
      publish: async () => {
        order.push("published");
      },
    };
    const handled = await handleEvent(tag, { state, notifier, clock }, options);
    expect(order).toEqual(["published", "saved"]);
    expect(handled).toMatchObject({ judged: { outcome: "finding" }, published: [judged.finding] });
    expect(memory.snapshots()).toEqual(judged.snapshots);
  });

  it("tells how long it took from the call", async () => {
    const state = makeMemoryState([account]);
    const at = new Date(Date.parse(judged.event.eventTime) + 2500).toISOString();
    const ports = { state, notifier: makeMemoryNotifier(), clock: makeFixedClock(at) };
    expect((await handleEvent(tag, ports, options)).secondsToFinding).toBe(2.5);
  });

  it("is not kept when it cannot be published", async () => {
    const state = makeMemoryState([account]);
    const notifier = { publish: () => Promise.reject(new Error("no topic")) };
    await expect(handleEvent(tag, { state, notifier, clock }, options)).rejects.toThrow("no topic");
    expect(state.snapshots()).toEqual([account]);
  });

  it("is told where the state cannot tell all, with what it cannot tell", async () => {
    const unknown = { code: "keysUnknown", text: "which keys is not known" };
    const state: AccountState = {
      load: async () => ({ snapshots: [account], unknowns: [unknown], save: async () => "saved" }),
    };
    const notifier = makeMemoryNotifier();
    await handleEvent(tag, { state, notifier, clock }, options);
    await handleEvent(event("TagResource-same-value.json"), { state, notifier, clock }, options);
    expect(notifier.findings()).toMatchObject([
      { ...judged.finding, notes: [...judged.finding.notes, unknown] },
      { kind: "blind", severity: "medium", accessChanges: [], notes: [unknown] },
    ]);
  });
});

describe("an event that changes no access", () => {
  it.each([
    ["silent", "TagResource-same-value.json"],
    ["failed-call", "TagResource-failed.json"],
    ["passed-over", "Decrypt.json"],
    ["refused", "TagResource-not-understood.json"],
  ])("is %s and not published", async (outcome, file) => {
    const notifier = makeMemoryNotifier();
    const ports = { state: makeMemoryState([account]), notifier, clock };
    const handled = await handleEvent(event(file), ports, options);
    expect(handled).toMatchObject({
      judged: { outcome },
      published: [],
      secondsToFinding: null,
    });
    expect(notifier.findings()).toEqual([]);
  });

  it("is passed over when the state is not about its account", async () => {
    const ports = { state: makeMemoryState([]), notifier: makeMemoryNotifier(), clock };
    const { judged: result } = await handleEvent(tag, ports, options);
    expect(result).toMatchObject({ outcome: "passed-over", code: "other-account" });
  });
});

describe("two events at a time", () => {
  it("end in the state of one after the other", async () => {
    const state = makeMemoryState([account]);
    const notifier = makeMemoryNotifier();
    const alias = event("CreateAlias.json");
    await Promise.all(
      [tag, alias].map((one) => handleEvent(one, { state, notifier, clock }, options)),
    );
    const inTurn = [tag, alias].reduce<readonly Snapshot[]>(
      (snapshots, one) => {
        const result = judgeRecord(snapshots, one, options);
        return "snapshots" in result ? result.snapshots : snapshots;
      },
      [account],
    );
    expect(state.snapshots()).toEqual(inTurn);
    const names = new Set(notifier.findings().map((finding) => finding.event?.eventName));
    expect([...names].sort()).toEqual(["CreateAlias", "TagResource"]);
  });

  it("publish a finding once, however often it is judged anew", async () => {
    const saves = ["stale", "stale", "saved"] as const;
    let attempt = 0;
    const state: AccountState = {
      load: async () => ({
        snapshots: [account],
        unknowns: [],
        save: async () => saves[attempt++] ?? "saved",
      }),
    };
    const notifier = makeMemoryNotifier();
    await handleEvent(tag, { state, notifier, clock }, options);
    expect(attempt).toBe(3);
    expect(notifier.findings()).toHaveLength(1);
  });

  describe("judged anew on a state that moved meanwhile", () => {
    /** The account as another event leaves it, which happened before and was recorded after the first judgement. */
    const moved = judgeRecord([account], event("PutKeyPolicy-wildcard.json"), options);
    const judgedIn = (states: readonly (readonly Snapshot[])[]) => {
      let attempt = 0;
      const kept: (readonly EventJudgement[])[] = [];
      const state: AccountState = {
        load: async () => {
          const snapshots = states[attempt++] ?? [];
          return {
            snapshots,
            unknowns: [],
            save: async (_after, judgements = []) => {
              if (attempt < states.length) return "stale";
              kept.push(judgements);
              return "saved";
            },
          };
        },
      };
      const notifier = makeMemoryNotifier();
      return handleEvent(tag, { state, notifier, clock }, options).then(() => ({
        told: notifier.findings(),
        kept: kept.flat().map(({ finding }) => finding),
      }));
    };
    const before = [account];
    const after = "snapshots" in moved ? moved.snapshots : [];
    const corrections = ({ notes }: Finding) => notes.filter(({ code }) => code === "corrected");

    it("tells that a finding takes the place of the one told first, which is not kept", async () => {
      const { told, kept } = await judgedIn([before, after]);
      const [first, second] = told as [Finding, Finding];
      expect(told).toHaveLength(2);
      expect(first.findingId).toBe(judged.finding.findingId);
      expect(second.findingId).not.toBe(first.findingId);
      expect(corrections(first)).toEqual([]);
      expect(corrections(second)).toEqual([
        { code: "corrected", text: expect.stringContaining(`\`${first.findingId}\``) },
      ]);
      expect(kept).toEqual([second]);
    });

    it("takes back what it told when nothing is left, and tells it again when it stands", async () => {
      const already = "snapshots" in judged ? judged.snapshots : [];
      const { told, kept } = await judgedIn([before, already, already]);
      const { findingId } = judged.finding;
      expect(told.map((finding) => [finding.findingId, isClosed(finding)])).toEqual([
        [findingId, false],
        [findingId, true],
      ]);
      expect(told[1]?.notes.at(-1)?.text).toMatch(/^the recorded state changed/);
      expect(kept).toEqual([null]);
      const again = await judgedIn([before, already, before]);
      expect(again.told.map(isClosed)).toEqual([false, true, false]);
    });

    it("tells the finding of a later event again that somebody else's commit let stand", async () => {
      const [stands, passes] = [before, after].map((snapshots) => {
        const result = judgeRecord(snapshots, tag, options);
        if (result.outcome !== "finding") throw new Error("the sample causes a finding");
        return result.finding;
      }) as [Finding, Finding];
      expect(passes.findingId).not.toBe(stands.findingId);
      const eventId = String(stands.event?.eventId);
      const loads = [
        { snapshots: after, findingId: "told-before" },
        { snapshots: before, findingId: stands.findingId },
      ];
      let attempt = 0;
      const state: AccountState = {
        load: async () => {
          const { snapshots, findingId } = loads[attempt++] as (typeof loads)[number];
          const later = [{ eventId, record: tag, snapshots, unknowns: [], findingId }];
          const save = async () =>
            (attempt < loads.length ? "stale" : "saved") as "stale" | "saved";
          return { snapshots: [account], unknowns: [], later, save };
        },
      };
      const notifier = makeMemoryNotifier();
      await handleEvent(event("CreateAlias.json"), { state, notifier, clock }, options);
      const told = notifier.findings().filter((one) => one.event?.eventId === eventId);
      expect(told.map(({ findingId }) => findingId)).toEqual([passes.findingId, stands.findingId]);
      expect(corrections(told[1] as Finding)).toEqual([
        { code: "corrected", text: expect.stringContaining(`\`${passes.findingId}\``) },
      ]);
    });

    it("leaves a later event alone to which nothing matters that came before it, unless it was told otherwise", async () => {
      const eventId = String(judged.finding.event?.eventId);
      const laterOn = async (states: readonly (readonly Snapshot[])[], isMoved: boolean) => {
        let attempt = 0;
        const kept: (readonly EventJudgement[])[] = [];
        const state: AccountState = {
          load: async () => {
            const snapshots = states[attempt++] ?? [];
            const isLast = attempt === states.length;
            const { findingId } = judged.finding;
            const later = [
              {
                eventId,
                record: tag,
                snapshots,
                unknowns: [],
                findingId,
                isMoved: !isLast || isMoved,
              },
            ];
            const save = async (_: unknown, judgements: readonly EventJudgement[] = []) => {
              if (isLast) kept.push(judgements);
              return (isLast ? "saved" : "stale") as "saved" | "stale";
            };
            return { snapshots: [account], unknowns: [], later, save };
          },
        };
        const notifier = makeMemoryNotifier();
        await handleEvent(event("CreateAlias.json"), { state, notifier, clock }, options);
        return {
          told: notifier.findings().filter((one) => one.event?.eventId === eventId),
          kept: kept.flat().filter((one) => one.eventId === eventId),
        };
      };
      // It is not looked at: on this state it would come to another finding.
      expect(await laterOn([after], false)).toEqual({ told: [], kept: [] });
      expect((await laterOn([after], true)).told).toHaveLength(1);
      const again = await laterOn([after, before], false);
      expect(again.told.map(({ findingId }) => findingId === judged.finding.findingId)).toEqual([
        false,
        true,
      ]);
      expect(again.kept).toHaveLength(1);
    });

    it("corrects what it told where another delivery was recorded first, as something else or as nothing", async () => {
      const [mine, standing] = [before, after].map((snapshots) => {
        const result = judgeRecord(snapshots, tag, options);
        if (result.outcome !== "finding") throw new Error("the sample causes a finding");
        return result.finding;
      }) as [Finding, Finding];
      const twice = async (kept: Finding | null) => {
        let attempt = 0;
        const state: AccountState = {
          load: async () => ({
            snapshots: [account],
            unknowns: [],
            isRecorded: attempt++ > 0,
            findingOf: async () => kept,
            save: async () => "stale",
          }),
        };
        const notifier = makeMemoryNotifier();
        await handleEvent(tag, { state, notifier, clock }, options);
        expect(attempt).toBe(2);
        return notifier.findings();
      };
      const [first, second, ...rest] = await twice(standing);
      expect([first?.findingId, second?.findingId, rest]).toEqual([
        mine.findingId,
        standing.findingId,
        [],
      ]);
      expect(corrections(second as Finding)).toEqual([
        { code: "corrected", text: expect.stringContaining(`\`${mine.findingId}\``) },
      ]);
      expect(await twice(mine)).toHaveLength(1);
      const gone = await twice(null);
      expect(gone.map((finding) => [finding.findingId, isClosed(finding)])).toEqual([
        [mine.findingId, false],
        [mine.findingId, true],
      ]);
    });

    it("tells last the one that stands, though it was told before", async () => {
      const { told, kept } = await judgedIn([before, after, before]);
      const ids = told.map(({ findingId }) => findingId);
      expect(ids).toEqual([ids[0], expect.not.stringMatching(String(ids[0])), ids[0]]);
      expect(corrections(told[2] as Finding)).toHaveLength(1);
      expect(kept).toEqual([told[2]]);
    });
  });

  it("tell nothing of a judgement on a state that moved already", async () => {
    const moved = judgeRecord([account], event("PutKeyPolicy-wildcard.json"), options);
    const states = [[account], "snapshots" in moved ? moved.snapshots : []];
    let attempt = 0;
    const state: AccountState = {
      load: async () => {
        const snapshots = states[attempt++] ?? [];
        const isLast = attempt === states.length;
        const save = async () => (isLast ? "saved" : "stale") as "saved" | "stale";
        return { snapshots, unknowns: [], isStale: async () => !isLast, save };
      },
    };
    const notifier = makeMemoryNotifier();
    await handleEvent(tag, { state, notifier, clock }, options);
    expect(attempt).toBe(2);
    const [told, ...others] = notifier.findings();
    expect(others).toEqual([]);
    expect(told?.findingId).not.toBe(judged.finding.findingId);
    expect(told?.notes.map(({ code }) => code)).not.toContain("corrected");
  });

  it("give up when the state never rests", async () => {
    const state: AccountState = {
      load: async () => ({ snapshots: [account], unknowns: [], save: async () => "stale" }),
    };
    const ports = { state, notifier: makeMemoryNotifier(), clock };
    await expect(handleEvent(tag, ports, options)).rejects.toMatchObject({
      code: "E_STATE_CONTENDED",
    });
  });
});
