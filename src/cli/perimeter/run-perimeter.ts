import { isUnreadable } from "../../account/snapshot.ts";
import { perimeterBlocks } from "../../alerts/terminal/perimeter-blocks.ts";
import { toJsonLine } from "../../alerts/words/escape-controls.ts";
import type { Severity } from "../../guardrail/finding/finding.ts";
import { atLeast } from "../../guardrail/finding/severity.ts";
import { perimeterNotes } from "../../guardrail/judge/perimeter-notes.ts";
import { severityOfPair } from "../../guardrail/judge/perimeter-severity.ts";
import { createCompiler } from "../../kms/compiler.ts";
import { compileWorld } from "../../kms/world/world.ts";
import { type PerimeterOfEndpoint, perimeterTable } from "../../perimeter/perimeter-table.ts";
import { type ExitCode, exitCodeOf } from "../exit-code.ts";
import { readAccounts } from "../input/read-accounts.ts";
import { readConfigFile } from "../input/read-config.ts";
import type { Io } from "../io.ts";
import { createReporter } from "../reporter.ts";
import { printBlocks } from "../text/print-blocks.ts";

export interface PerimeterCommandOptions {
  readonly account: readonly string[];
  readonly config?: string;
  readonly failOn?: Severity;
  readonly full?: boolean;
  readonly json?: boolean;
}

/** Prints who reaches whose resources through every VPC endpoint of the accounts. */
export async function runPerimeter(options: PerimeterCommandOptions, io: Io): Promise<ExitCode> {
  const reporter = createReporter(io.stderr);
  const { trustedAccounts } = await readConfigFile(options.config);
  const accounts = await readAccounts(options.account, reporter);
  for (const { file, snapshot } of accounts) {
    const { vpcEndpoints } = snapshot;
    if (vpcEndpoints !== undefined && !isUnreadable(vpcEndpoints)) continue;
    const reason = vpcEndpoints === undefined ? "there are none in it" : vpcEndpoints.unreadable;
    const message = `its VPC endpoints are not known: ${reason}`;
    reporter.remark({ code: "W_ENDPOINTS_UNKNOWN", file, path: "vpcEndpoints", message });
  }
  const world = compileWorld(
    accounts.map(({ snapshot }) => snapshot),
    createCompiler(),
  );
  let missed = false;
  for (const row of perimeterTable(world, trustedAccounts)) {
    io.stdout.write(options.json === true ? jsonLines(row) : text(row, options, io));
    await io.stdout.drained();
    missed ||= isAsBadAs(row, options.failOn);
    if (io.stdout.isClosed()) break;
  }
  return exitCodeOf({ badInput: false, missed });
}

function isAsBadAs({ judged }: PerimeterOfEndpoint, failOn: Severity | undefined): boolean {
  return (
    failOn !== undefined && judged.changes.some((pair) => atLeast(severityOfPair(pair), failOn))
  );
}

function jsonLines({ endpoint, judged, cells }: PerimeterOfEndpoint): string {
  const place = {
    via: endpoint.VpcEndpointId,
    service: judged.serviceName,
    vpc: endpoint.VpcId ?? null,
    endpointPolicy: judged.doors.after.kind,
  };
  const lines = cells.map((cell) => {
    const pair = judged.changes.find(
      ({ who, resources }) => who === cell.who && resources === cell.resources,
    );
    return { ...place, ...cell, because: pair?.because ?? [] };
  });
  return lines.map((one) => `${toJsonLine(one)}\n`).join("");
}

function text(row: PerimeterOfEndpoint, { full }: PerimeterCommandOptions, io: Io): string {
  const notes = perimeterNotes(row.judged);
  return printBlocks(perimeterBlocks(row, notes, full === true), io.stdout);
}
