import { DEFAULT_CONFIG } from "../../src/guardrail/config/config.ts";
import { judgeRecord } from "../../src/guardrail/judge/judge-record.ts";
import { createCompiler } from "../../src/kms/compiler.ts";
import { type AnyKind, accountOf } from "../account/account-of.ts";
import type { HostileSize } from "../account/make-hostile-account.ts";
import { type Cost, costOf, medianCost, peakMiB } from "../measure/cost.ts";
import { decideRecord } from "./decide-record.ts";
import { type RecordKind, recordOf } from "./records.ts";

export interface EventJob extends HostileSize {
  readonly measure: "event";
  readonly kind: AnyKind;
  readonly event: RecordKind;
  readonly times: number;
}

export interface EventCosts {
  /** From the record to which decisions differ. */
  readonly decided: Cost;
  /** From the record to the whole finding, explained, with its witnesses. */
  readonly judged: Cost;
  /** The first event: the account is compiled for it. */
  readonly first: Cost;
  readonly accessChanges: number;
  readonly peakMiB: number;
}

/** Judges events of one kind one after the other, each on the account that the last one left. */
export function measureEvent(job: EventJob): EventCosts {
  const compiler = createCompiler();
  let snapshots = [accountOf(job.kind, job)] as readonly ReturnType<typeof accountOf>[];
  const decided: Cost[] = [];
  const judged: Cost[] = [];
  let first: Cost | null = null;
  let accessChanges = 0;
  for (let time = 0; time <= job.times; time++) {
    const record = recordOf(job.event, time, job);
    const decision = costOf(() => decideRecord(snapshots, record, compiler));
    // Judged with what a compiler knows that has not seen the account after the event.
    const judgement = costOf(() =>
      judgeRecord(snapshots, record, { config: DEFAULT_CONFIG, compiler }),
    );
    const { value } = judgement;
    if (value.outcome !== "finding" && value.outcome !== "silent") {
      throw new Error(`the record came to ${JSON.stringify(value)}`);
    }
    accessChanges += value.finding.accessChanges.length;
    snapshots = value.snapshots;
    if (first === null) first = decision.cost;
    else {
      decided.push(decision.cost);
      judged.push(judgement.cost);
    }
  }
  return {
    decided: medianCost(decided),
    judged: medianCost(judged),
    first: first ?? medianCost([]),
    accessChanges: Math.round(accessChanges / (job.times + 1)),
    peakMiB: peakMiB(),
  };
}
