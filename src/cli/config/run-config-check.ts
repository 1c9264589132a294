import { escapeControls, toJsonLine } from "../../alerts/words/escape-controls.ts";
import { count } from "../../alerts/words/shorten.ts";
import type { GuardrailConfig } from "../../guardrail/config/config.ts";
import { createCompiler } from "../../kms/compiler.ts";
import { judgeAndPlan } from "../../remediation/judge-and-plan.ts";
import { usageError } from "../cli-error.ts";
import { type ExitCode, exitCodeOf } from "../exit-code.ts";
import { readAccounts } from "../input/read-accounts.ts";
import { readConfigFile } from "../input/read-config.ts";
import { readEvents } from "../input/read-events.ts";
import type { Io } from "../io.ts";
import { countPassedOver } from "../replay/passed-over.ts";
import { type PlayedEvent, playEvents } from "../replay/play-events.ts";
import { playableEvents } from "../replay/playable-events.ts";
import { createReporter } from "../reporter.ts";

export interface ConfigCheckOptions {
  readonly account?: readonly string[];
  readonly json?: boolean;
}

/** Tells whether a configuration is valid, and what it makes of each event that changes access. */
export async function runConfigCheck(
  file: string,
  paths: readonly string[],
  { account, json = false }: ConfigCheckOptions,
  io: Io,
): Promise<ExitCode> {
  const reporter = createReporter(io.stderr);
  const config = await readConfigFile(file);
  if (paths.length === 0) {
    io.stdout.write(
      json ? `${toJsonLine({ file, ...countsOf(config) })}\n` : summary(file, config),
    );
    return exitCodeOf({ badInput: false, missed: false });
  }
  if (account === undefined) {
    throw usageError("which rule applies to an event depends on the account: give `--account`");
  }
  const accounts = await readAccounts(account, reporter);
  const passedOver = countPassedOver();
  const records = await readEvents(paths, io, reporter);
  const events = playableEvents(records, passedOver, reporter, config);
  const options = { config, compiler: createCompiler() };
  const played = playEvents(
    accounts.map(({ snapshot }) => snapshot),
    events,
    (snapshots, record) => judgeAndPlan(snapshots, record, options),
    passedOver,
    reporter,
  );
  let told = 0;
  for (const one of played) {
    if (one === null) continue;
    const applied = applicationOf(one);
    if (applied === null) continue;
    told++;
    io.stdout.write(json ? `${toJsonLine(applied)}\n` : lineOf(applied));
    await io.stdout.drained();
  }
  for (const line of passedOver.lines()) reporter.info(line);
  if (told === 0) reporter.info("nothing applies: no event changed access");
  return exitCodeOf({ badInput: reporter.sawBadInput(), missed: false });
}

/** What a configuration makes of an event. */
interface Application {
  readonly eventId: string;
  readonly eventName: string;
  readonly mode: string;
  readonly severity: string;
  readonly status: string;
  /** Which parts of the configuration decided; none: its mode alone. */
  readonly because: readonly string[];
}

const DECIDING = new Set(["rule", "trustedActor", "suppressed", "suppressionExpired"]);

/** null: the event changed no access, so nothing applies to it. */
function applicationOf({ event, finding, isFinding }: PlayedEvent): Application | null {
  const because = finding.notes.filter(({ code }) => DECIDING.has(code)).map(({ text }) => text);
  if (!isFinding && because.length === 0) return null;
  const { eventId, eventName } = event;
  const { mode, status } = finding.remediation;
  return { eventId, eventName, mode, severity: finding.severity, status, because };
}

function lineOf({ eventId, eventName, mode, severity, status, because }: Application): string {
  const why = because.length === 0 ? "the configuration's mode" : because.join("; ");
  return `${escapeControls(`${eventName} ${eventId}: ${mode} (${severity}, revert ${status}): ${why}`)}\n`;
}

function countsOf({ mode, rules = [], trustedActors = [], suppressions = [] }: GuardrailConfig) {
  return {
    mode,
    rules: rules.length,
    trustedActors: trustedActors.length,
    suppressions: suppressions.length,
  };
}

function summary(file: string, config: GuardrailConfig): string {
  const { mode, rules, trustedActors, suppressions } = countsOf(config);
  const parts = [
    count(rules, "rule"),
    count(trustedActors, "trusted actor"),
    count(suppressions, "suppression"),
  ].join(", ");
  return `${escapeControls(`${file}: valid, mode ${mode}, ${parts}`)}\n`;
}
