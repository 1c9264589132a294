import { keyUnknown } from "../../access/decide/request.ts";
import type { Snapshot } from "../../account/snapshot.ts";
import { findingBlocks } from "../../alerts/terminal/finding-blocks.ts";
import { toJsonLine } from "../../alerts/words/escape-controls.ts";
import { makeNames } from "../../alerts/words/names.ts";
import { count } from "../../alerts/words/shorten.ts";
import type { GuardrailConfig } from "../../guardrail/config/config.ts";
import type { Mode, Severity } from "../../guardrail/finding/finding.ts";
import { atLeast } from "../../guardrail/finding/severity.ts";
import { createCompiler } from "../../kms/compiler.ts";
import { judgeAndPlan } from "../../remediation/judge-and-plan.ts";
import { CliError, usageError } from "../cli-error.ts";
import { type ExitCode, exitCodeOf } from "../exit-code.ts";
import { readAccounts } from "../input/read-accounts.ts";
import { readConfigFile } from "../input/read-config.ts";
import { readEvents } from "../input/read-events.ts";
import type { Io } from "../io.ts";
import { createProgress } from "../progress.ts";
import { closestPrincipal, questionError } from "../question.ts";
import { createReporter, type Reporter } from "../reporter.ts";
import { printBlocks } from "../text/print-blocks.ts";
import { type AskedNames, trackAskedNames } from "./asked-names.ts";
import { concernsOf, type FindingFilter } from "./finding-filter.ts";
import { trackLastApplied } from "./last-applied.ts";
import { countPassedOver } from "./passed-over.ts";
import { type Judge, type PlayedEvent, playEvents } from "./play-events.ts";
import { type PlayableEvent, playableEvents } from "./playable-events.ts";
import { accountLine, tallyFindings } from "./replay-summary.ts";
import { writeAccounts } from "./write-accounts.ts";

export interface ReplayOptions {
  readonly account: readonly string[];
  readonly all?: boolean;
  readonly mode?: Mode;
  readonly config?: string;
  readonly failOn?: Severity;
  readonly since?: number;
  readonly until?: number;
  readonly key?: readonly string[];
  readonly principal?: readonly string[];
  readonly full?: boolean;
  readonly json?: boolean;
  readonly writeAccount?: readonly string[];
}

/** Feeds recorded events to the guardrail and prints the finding of each that changed access. */
export async function runReplay(
  paths: readonly string[],
  options: ReplayOptions,
  io: Io,
): Promise<ExitCode> {
  const { writeAccount = [], failOn } = options;
  checkWrites(options);
  const reporter = createReporter(io.stderr);
  const config = withMode(await readConfigFile(options.config), options.mode);
  const accounts = await readAccounts(options.account, reporter);
  for (const { snapshot } of accounts) reporter.info(accountLine(snapshot));
  const passedOver = countPassedOver();
  const records = await readEvents(paths, io, reporter);
  const events = until(
    playableEvents(records, passedOver, reporter, config),
    options.until,
    (number) => passedOver.add("later", null, number),
  );
  const compiler = createCompiler();
  const judgeOptions = { config, compiler, full: options.full === true };
  const judge: Judge = (snapshots, record) => judgeAndPlan(snapshots, record, judgeOptions);
  const lastApplied = trackLastApplied();
  const filter: FindingFilter = {
    keys: options.key ?? null,
    principals: options.principal ?? null,
    since: options.since ?? null,
  };
  const tally = tallyFindings();
  const progress = createProgress(io.stderr, events.length);
  let snapshots = accounts.map(({ snapshot }) => snapshot);
  const askedNames = trackAskedNames(snapshots, filter);
  let isFailed = false;
  for (const played of playEvents(snapshots, events, judge, passedOver, reporter)) {
    progress.step();
    if (played === null) continue;
    snapshots = [...played.after];
    if (played.isApplied) lastApplied.note(played);
    askedNames.see(played);
    const text = told(played, filter, options, io);
    tally.add(played, text !== null);
    if (text === null) continue;
    progress.hide();
    io.stdout.write(text);
    await io.stdout.drained();
    isFailed ||= failOn !== undefined && atLeast(played.finding.severity, failOn);
  }
  progress.hide();
  await writeAccounts(writeAccount, accounts, lastApplied.stamp(snapshots), reporter);
  for (const line of [...passedOver.lines(), ...tally.lines()]) reporter.info(line);
  tellUnheld(askedNames, snapshots, reporter);
  return exitCodeOf({ badInput: reporter.sawBadInput(), missed: isFailed });
}

/** A key that is nowhere is wrong usage; a principal that is not listed may be one all the same. */
function tellUnheld(
  { unheldKeys, unheldPrincipals }: AskedNames,
  snapshots: readonly Snapshot[],
  reporter: Reporter,
): void {
  for (const principal of unheldPrincipals()) {
    const message = `no account lists \`${principal}\`, and no finding is about it`;
    const help = closestPrincipal(principal, snapshots);
    reporter.remark({ code: "W_PRINCIPAL_UNKNOWN", message, ...(help === null ? {} : { help }) });
  }
  const errors = unheldKeys().map((key) => questionError(keyUnknown(key), { key, snapshots }));
  if (errors.length > 0) throw new CliError(errors.flatMap(({ messages }) => messages));
}

/** A finding as it is printed; null when it is not asked for. */
function told(
  played: PlayedEvent,
  filter: FindingFilter,
  options: ReplayOptions,
  io: Io,
): string | null {
  if (!played.isFinding && options.all !== true) return null;
  const concerns = concernsOf(played, filter);
  if (concerns === null) return null;
  if (options.json === true) return `${toJsonLine(played.finding)}\n`;
  const names = makeNames(played.before, played.after);
  const full = options.full === true;
  const blocks = findingBlocks(played.finding, { names, full, concerns });
  return `${printBlocks(blocks, io.stdout)}\n`;
}

function withMode(config: GuardrailConfig, mode: Mode | undefined): GuardrailConfig {
  return mode === undefined ? config : { ...config, mode };
}

/** What the account looked like later does not matter: later events are not played. */
function until(
  events: readonly PlayableEvent[],
  moment: number | undefined,
  passOver: (number: number) => void,
): readonly PlayableEvent[] {
  if (moment === undefined) return events;
  const early = events.filter(({ event }) => Date.parse(event.eventTime) <= moment);
  passOver(events.length - early.length);
  return early;
}

function checkWrites({ account, writeAccount = [] }: ReplayOptions): void {
  if (writeAccount.length === 0 || writeAccount.length === account.length) return;
  throw usageError(
    `\`--write-account\` is given ${count(writeAccount.length, "time")} for ${count(account.length, "account")}`,
    "give it once for each `--account`, in the same order",
  );
}
