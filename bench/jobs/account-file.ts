import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Snapshot } from "../../src/account/snapshot.ts";

/** Uses an account in a file, which is deleted afterwards. */
export async function withAccountFile<Value>(
  account: Snapshot,
  use: (file: string) => Promise<Value>,
): Promise<Value> {
  const folder = mkdtempSync(join(tmpdir(), "kms-guardrail-bench-"));
  try {
    const file = join(folder, "account.json");
    writeFileSync(file, JSON.stringify(account));
    return await use(file);
  } finally {
    rmSync(folder, { recursive: true });
  }
}
