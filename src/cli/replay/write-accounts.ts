import type { Snapshot } from "../../account/snapshot.ts";
import type { ReadAccount } from "../input/read-accounts.ts";
import { writeTextFile } from "../input/write-text.ts";
import type { Reporter } from "../reporter.ts";

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
    await writeTextFile(file, `${JSON.stringify(written, null, 2)}\n`);
  }
}
