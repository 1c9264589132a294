import { readFileSync } from "node:fs";
import type { AccessChange } from "../../src/access/compare/access-change.ts";
import type { Snapshot } from "../../src/account/snapshot.ts";
import { readEventText } from "../../src/cloudtrail/unwrap/read-event-text.ts";
import { DEFAULT_CONFIG } from "../../src/guardrail/config/config.ts";
import type { PerimeterChange } from "../../src/guardrail/finding/finding.ts";
import {
  type Judge,
  type JudgedRecord,
  judgeRecord,
} from "../../src/guardrail/judge/judge-record.ts";
import { createCompiler } from "../../src/kms/compiler.ts";

/** What the manifest promises of a sample. */
export interface Sample {
  readonly file: string;
  readonly eventName: string;
  readonly part: "A" | "C" | "G";
  readonly causes: {
    readonly outcome: "finding" | "nothing" | "refusal" | "passed-over";
    readonly severity?: string;
    /** The severity that the change to the data perimeter gives, where access alone gives another. */
    readonly perimeterSeverity?: string;
    readonly kind?: string;
    /** Rows that the finding must have. */
    readonly perimeterChanges?: readonly Omit<PerimeterChange, "because">[];
    /** Whether `accessChanges` lists every change. */
    readonly complete?: boolean;
    readonly accessChanges?: readonly (Pick<
      AccessChange,
      "change" | "principal" | "key" | "via"
    > & {
      readonly actions?: readonly string[];
      readonly actionsInclude?: readonly string[];
      readonly external?: boolean;
    })[];
    readonly summary?: Readonly<Record<string, number>>;
  };
}

const folder = new URL("../../events/", import.meta.url);

export function readSampleAccount(): Snapshot {
  return JSON.parse(readFileSync(new URL("account.json", folder), "utf8"));
}

export function readSamples(): readonly Sample[] {
  const manifest = JSON.parse(readFileSync(new URL("manifest.json", folder), "utf8"));
  return (manifest.samples as Sample[]).toSorted((a, b) => (a.file < b.file ? -1 : 1));
}

/** A record of a sample, judged, with the snapshots on both sides. */
export interface JudgedSample {
  readonly sample: Sample;
  readonly judged: JudgedRecord;
  readonly before: readonly Snapshot[];
  readonly after: readonly Snapshot[];
}

/** Judges every sample: the story as one history, each other sample alone on the account as it is. */
export function judgeSamples(
  samples: readonly Sample[] = readSamples(),
  judge: Judge = judgeRecord,
): readonly JudgedSample[] {
  const compiler = createCompiler();
  const account = readSampleAccount();
  let history: readonly Snapshot[] = [account];
  return samples.flatMap((sample) => {
    const inStory = sample.file.startsWith("story/");
    let snapshots: readonly Snapshot[] = inStory ? history : [account];
    const text = readFileSync(new URL(sample.file, folder), "utf8");
    const judged = readEventText(text, sample.file).records.map(({ record }) => {
      const before = snapshots;
      const result = judge(before, record, { config: DEFAULT_CONFIG, compiler });
      if ("snapshots" in result) snapshots = result.snapshots;
      return { sample, judged: result, before, after: snapshots };
    });
    if (inStory) history = snapshots;
    return judged;
  });
}
