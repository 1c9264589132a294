import { parseSnapshot } from "../../account/parse/parse-snapshot.ts";
import type { Snapshot } from "../../account/snapshot.ts";
import { count } from "../../alerts/words/shorten.ts";
import {
  type CaptureProgress,
  captureAccount,
  captureRegion,
} from "../../aws/snapshot/capture-region.ts";
import { CliError, usageError } from "../cli-error.ts";
import { type ExitCode, exitCodeOf } from "../exit-code.ts";
import { inFile } from "../input/read-accounts.ts";
import { writeTextFile } from "../input/write-text.ts";
import type { Io } from "../io.ts";
import { createProgress, type Progress } from "../progress.ts";
import { createReporter, type Reporter } from "../reporter.ts";
import { foldRemarks } from "./fold-remarks.ts";
import { liveAccount, type SnapshotSource } from "./live-account.ts";

export interface SnapshotOptions {
  readonly region?: readonly string[];
  readonly output?: string;
}

/** Writes the snapshot of a live account, one for each Region. */
export async function runSnapshot(
  { region: asked = [], output }: SnapshotOptions,
  io: Io,
  source: SnapshotSource = liveAccount,
): Promise<ExitCode> {
  const reporter = createReporter(io.stderr);
  const regions = asked.length > 0 ? [...new Set(asked)] : [await defaultRegion(source)];
  const [first = ""] = regions;
  if (regions.length > 1 && output === undefined) {
    throw usageError(
      `\`--output\` is needed for ${regions.length} Regions`,
      "each Region's snapshot is a file of its own",
    );
  }
  const began = source.now();
  const account = source.account(first);
  const identity = await account.readIdentity().catch((error: unknown) => {
    throw unreachable(error, first);
  });
  const progress = tellProgress(reporter, io);
  const shared = await captureAccount(account, identity, progress);
  for (const region of regions) {
    reporter.info(`reading account ${identity.account} in ${region}`);
    const place = { region, began };
    const snapshot = await captureRegion(source.region(region), shared, place, progress);
    progress.hide();
    const file = output === undefined ? null : fileOf(output, region, regions.length > 1);
    await write(snapshot, file, io);
    tellCaptured(snapshot, file ?? "standard output", reporter);
  }
  return exitCodeOf({ badInput: reporter.sawBadInput(), missed: false });
}

async function defaultRegion(source: SnapshotSource): Promise<string> {
  const region = await source.defaultRegion();
  if (region !== null) return region;
  throw usageError("no AWS Region is set", "give `--region`, or set AWS_REGION");
}

function unreachable(error: unknown, region: string): CliError {
  const reason = error instanceof Error ? `${error.name}: ${error.message}` : String(error);
  return new CliError(
    [
      {
        code: "E_AWS_UNREACHABLE",
        message: `AWS does not say whose credentials these are, asked in \`${region}\`: ${reason}`,
        help: "`aws sts get-caller-identity` has to work with the same environment",
      },
    ],
    { cause: error },
  );
}

/** Tells on standard error how far reading is; `hide` clears the bar. */
function tellProgress(
  reporter: Reporter,
  { stderr }: Io,
): CaptureProgress & Pick<Progress, "hide"> {
  let progress: Progress | null = null;
  const hide = (): void => progress?.hide();
  return {
    hide,
    keysFound: (found) => {
      reporter.info(count(found, "key"));
      progress = createProgress(stderr, found);
    },
    keyRead: () => progress?.step(),
    failed: (what, reason) => {
      hide();
      const message = `${what} could not be read: ${reason}`;
      reporter.badInput({ code: "E_AWS_CALL", message });
    },
  };
}

/** `account.json.gz` of a Region is `account.us-west-2.json.gz`. */
function fileOf(output: string, region: string, isOneOfSeveral: boolean): string {
  if (!isOneOfSeveral) return output;
  const extension = /(?:\.json)?(?:\.gz)?$/.exec(output)?.[0] ?? "";
  return `${output.slice(0, output.length - extension.length)}.${region}${extension}`;
}

async function write(snapshot: Snapshot, file: string | null, { stdout }: Io): Promise<void> {
  const text = `${JSON.stringify(snapshot, null, 2)}\n`;
  if (file !== null) return writeTextFile(file, text);
  stdout.write(text);
  await stdout.drained();
}

/** Tells what a reader of the file would be told: the parts that AWS did not tell. */
function tellCaptured(snapshot: Snapshot, file: string, reporter: Reporter): void {
  const parsed = parseSnapshot(snapshot, file);
  if (!parsed.ok) {
    const [problem] = parsed.problems;
    throw new Error(`the snapshot is not one: ${problem?.path} ${problem?.message}`);
  }
  for (const remark of foldRemarks(parsed.remarks)) reporter.remark(inFile(remark, file));
}
