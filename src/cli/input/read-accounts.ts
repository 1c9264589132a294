import { parseSnapshot } from "../../account/parse/parse-snapshot.ts";
import type { Problem } from "../../account/parse/problem.ts";
import type { Snapshot } from "../../account/snapshot.ts";
import { CliError, usageError } from "../cli-error.ts";
import type { Message } from "../message.ts";
import type { Reporter } from "../reporter.ts";
import { fileError } from "./file-fault.ts";
import { parseJsonText } from "./parse-json-text.ts";
import { readTextFile } from "./read-text.ts";

/** An account snapshot as it was given. */
export interface ReadAccount {
  readonly file: string;
  readonly snapshot: Snapshot;
  /** The partition was derived: it is not in the file. */
  readonly isPartitionDerived: boolean;
}

/** Reads the snapshots of `--account`; what could not be read in them is told, not fatal. */
export async function readAccounts(
  files: readonly string[],
  reporter: Reporter,
): Promise<readonly ReadAccount[]> {
  const accounts: ReadAccount[] = [];
  for (const file of files) {
    const account = await readAccount(file, reporter);
    const twin = accounts.find(({ snapshot }) => isSamePlace(snapshot, account.snapshot));
    if (twin !== undefined) {
      const { account: id, region } = account.snapshot;
      throw usageError(
        `\`${twin.file}\` and \`${file}\` both describe the account \`${id}\` in \`${region}\``,
      );
    }
    accounts.push(account);
  }
  return accounts;
}

async function readAccount(file: string, reporter: Reporter): Promise<ReadAccount> {
  const text = await readTextFile(file).catch((error: unknown) => {
    throw fileError(error, file);
  });
  const parsed = parseJsonText(text, file);
  if ("fault" in parsed) throw new CliError([parsed.fault]);
  const result = parseSnapshot(parsed.json, file);
  if (!result.ok) throw new CliError(result.problems.map((problem) => advised(problem, file)));
  for (const remark of result.remarks) reporter.remark(inFile(remark, file));
  return {
    file,
    snapshot: result.snapshot,
    isPartitionDerived: result.remarks.some(({ code }) => code === "W_PARTITION_DERIVED"),
  };
}

/** What is no snapshot of ours can be had. */
function advised(problem: Problem, file: string): Message {
  const message = inFile(problem, file);
  if (problem.path !== "schemaVersion") return message;
  return {
    ...message,
    help: "`kms-guardrail snapshot` writes an account snapshot of this version",
  };
}

/** A problem or remark of a snapshot with its file, which a message about the whole already names. */
export function inFile(problem: Problem, file: string): Message {
  return problem.path === "" && problem.message.includes(`\`${file}\``)
    ? problem
    : { ...problem, file };
}

function isSamePlace(a: Snapshot, b: Snapshot): boolean {
  return a.account === b.account && a.region === b.region;
}
