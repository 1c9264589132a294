import { applyChange } from "../../../src/account/apply/apply-change.ts";
import type { Snapshot } from "../../../src/account/snapshot.ts";
import { makeRecordedEvents } from "../../../src/aws/state/recorded-events.ts";
import { makeRecordedState } from "../../../src/aws/state/recorded-state.ts";
import { parseRecord } from "../../../src/cloudtrail/parse-record.ts";
import { makeMemoryLedger } from "../../../src/embedded/memory-ledger.ts";
import { makeMemoryNotifier } from "../../../src/embedded/memory-notifier.ts";
import { makeMemoryStore } from "../../../src/embedded/memory-store.ts";
import { makeSnapshotReader } from "../../../src/embedded/snapshot-reader.ts";
import { DEFAULT_CONFIG, type GuardrailConfig } from "../../../src/guardrail/config/config.ts";
import { DEFAULT_LIMITS } from "../../../src/guardrail/config/limits.ts";
import type { Finding, RemediationCall } from "../../../src/guardrail/finding/finding.ts";
import { type HandledEvent, handleEvent } from "../../../src/guardrail/handle/handle-event.ts";
import { recordSnapshot } from "../../../src/guardrail/state/projection-record.ts";
import { createCompiler } from "../../../src/kms/compiler.ts";
import type { Ledger } from "../../../src/remediation/decision/ledger.ts";
import { judgeAndPropose } from "../../../src/remediation/judge-and-plan.ts";
import { makeOwnCalls } from "../../../src/remediation/revert/own-calls.ts";
import {
  type RevertResult,
  revertFinding,
} from "../../../src/remediation/revert/revert-finding.ts";
import { revertLimits } from "../../../src/remediation/revert/revert-limits.ts";
import type { RevertOptions, RevertPorts } from "../../../src/remediation/revert/revert-ports.ts";
import { signatures } from "./decision-ports.ts";
import { type RecordOptions, recordOfCall } from "./record-of-call.ts";
import { account, region, smallAccount } from "./small-account.ts";

export const guardRole = `arn:aws:iam::${account}:role/guard`;
const start = Date.parse("2026-11-04T08:00:00Z");
const secondMs = 1000;

/** An account that lives, with a guardrail that judges its events and reverts findings. */
export interface GuardedAccount {
  readonly live: () => Snapshot;
  readonly ledger: Ledger;
  /** All findings and outcomes, as they were published. */
  readonly told: () => readonly Finding[];
  /** The calls that the guardrail made, in their order. */
  readonly made: readonly RemediationCall[];
  /** Passes time. */
  readonly pass: (milliseconds: number) => void;
  readonly now: () => string;
  /** Somebody makes a call; the guardrail does not hear of it yet. */
  readonly change: (call: RemediationCall, options?: RecordOptions) => unknown;
  /** The guardrail hears of a call. */
  readonly hear: (record: unknown) => Promise<HandledEvent>;
  /** Somebody makes a call, the guardrail hears of it and tells. */
  readonly cause: (call: RemediationCall, options?: RecordOptions) => Promise<Finding>;
  readonly revert: (
    finding: Finding,
    ports?: Partial<RevertPorts>,
    options?: Partial<RevertOptions>,
  ) => Promise<RevertResult>;
  /** The records of the guardrail's own calls that nobody heard yet. */
  readonly ownRecords: () => readonly unknown[];
  readonly ports: RevertPorts;
}

export interface Guarding {
  readonly on?: Snapshot;
  readonly config?: Partial<GuardrailConfig>;
  /** Everything happens within one second, and ids tell nothing of the order: they count down. */
  readonly isOneSecond?: boolean;
}

export async function guard({
  on = smallAccount,
  config = {},
  isOneSecond = false,
}: Guarding = {}): Promise<GuardedAccount> {
  let live = on;
  let time = start;
  let count = 0;
  const clock = { now: () => new Date(time) };
  const now = () => clock.now().toISOString();
  const callMs = isOneSecond ? 10 : secondMs;
  const whole = () => new Date(Math.floor(time / secondMs) * secondMs).toISOString();
  const store = makeMemoryStore();
  await recordSnapshot(store, on, "2026-11-01T00:00:00Z");
  const ledger = makeMemoryLedger();
  const notifier = makeMemoryNotifier();
  const reader = makeSnapshotReader(() => live);
  const home = { account, region };
  const state = makeRecordedState(store, reader, home, clock);
  const merged: GuardrailConfig = { ...DEFAULT_CONFIG, mode: "enforce", ...config };
  const compiler = createCompiler();
  const made: RemediationCall[] = [];
  const own: unknown[] = [];
  /** AWS does to the account what it tells by its record. */
  const apply = (call: RemediationCall, record: unknown): void => {
    const parsed = parseRecord(record);
    if (parsed.outcome !== "change") throw new Error(`${call.operation} does nothing here`);
    live = parsed.changes.reduce(applyChange, live);
  };
  const recorded = (call: RemediationCall, options: RecordOptions = {}): unknown => {
    count += 1;
    return recordOfCall(call, {
      eventId: `0000-${isOneSecond ? 9 - count : count}`,
      eventTime: whole().replace(".000Z", "Z"),
      ...(call.operation === "CreateGrant" ? { response: { grantId: `grant-${count}` } } : {}),
      ...options,
    });
  };
  const change = (call: RemediationCall, options?: RecordOptions): unknown => {
    const record = recorded(call, options);
    apply(call, record);
    time += callMs;
    return record;
  };
  const hear = (record: unknown) =>
    handleEvent(
      record,
      { state, notifier, clock, ownCalls: makeOwnCalls(ledger) },
      { config: merged, compiler, judge: judgeAndPropose },
    );
  const ports: RevertPorts = {
    findings: {
      find: async (id) =>
        (await store.findings()).find(({ findingId }) => findingId === id) ?? null,
    },
    events: makeRecordedEvents(store, home),
    reader,
    writer: {
      send: async (call) => {
        const record = recorded(call) as Record<string, unknown>;
        apply(call, record);
        made.push(call);
        time += callMs;
        const sessionContext = { sessionIssuer: { type: "Role", arn: guardRole } };
        own.push({ ...record, userIdentity: { type: "AssumedRole", sessionContext } });
        return String(record["requestID"]);
      },
    },
    ledger,
    signatures,
    notifier,
    clock,
    wait: async (milliseconds) => {
      time += milliseconds;
    },
  };
  const defaults: RevertOptions = {
    config: merged,
    configUnreadable: null,
    compiler,
    principal: guardRole,
    limits: revertLimits(merged.limits ?? DEFAULT_LIMITS),
  };
  return {
    live: () => live,
    ledger,
    told: () => notifier.findings(),
    made,
    pass: (milliseconds) => {
      time += milliseconds;
    },
    now,
    change,
    hear,
    cause: async (call, options) => {
      const { published } = await hear(change(call, options));
      const [finding] = published;
      if (finding === undefined) throw new Error(`${call.operation} is no finding`);
      return finding;
    },
    revert: (finding, otherPorts, otherOptions) =>
      revertFinding(
        finding.findingId,
        { ...ports, ...otherPorts },
        { ...defaults, ...otherOptions },
      ),
    ownRecords: () => own.splice(0),
    ports,
  };
}
