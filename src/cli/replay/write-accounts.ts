import { writeFile } from "node:fs/promises";
import { promisify } from "node:util";
import { gzip } from "node:zlib";
import type { Snapshot } from "../../account/snapshot.ts";
import { CliError } from "../cli-error.ts";
import type { ReadAccount } from "../input/read-accounts.ts";
import type { Reporter } from "../reporter.ts";

const compress = promisify(gzip);

/**
 * Writes the accounts as they are after the events, each to its file; gzipped where the name says
 * so. What was not in the account that was read is not in the one that is written.
 */
export async function writeAccounts(
  files: readonly string[],
  accounts: readonly ReadAccount[],
  after: readonly Snapshot[],
  reporter: Reporter,
): Promise<void> {
  if (files.length === 0) return;
  for (const { account, region } of after.slice(files.length)) {
    reporter.info(`not written: the account ${account} in ${region}, where an event made a key`);
  }
  for (const [index, file] of files.entries()) {
    const snapshot = after[index];
    if (snapshot === undefined) continue;
    const { partition, ...rest } = snapshot;
    const written = accounts[index]?.isPartitionDerived === true ? rest : snapshot;
    const text = `${JSON.stringify(written, null, 2)}\n`;
    try {
      await writeFile(file, file.endsWith(".gz") ? await compress(text) : text);
    } catch (error) {
      const message = `cannot be written: ${error instanceof Error ? error.message : String(error)}`;
      throw new CliError([{ code: "E_FILE_UNWRITABLE", file, message }], { cause: error });
    }
  }
}
