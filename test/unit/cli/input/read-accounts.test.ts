import { gzipSync } from "node:zlib";
import { expect, it } from "vitest";
import { readAccounts } from "../../../../src/cli/input/read-accounts.ts";
import { createReporter } from "../../../../src/cli/reporter.ts";
import { useFolder } from "../cli-folder.ts";
import { memoryIo } from "../memory-io.ts";
import { smallAccount } from "../small-account.ts";

const { write } = useFolder();
const { partition: _, ...bare } = smallAccount;

it("reads snapshots, gzipped or not, and tells what it had to derive", async () => {
  write("a.json", `\ufeff${JSON.stringify(smallAccount)}`);
  write("b.json", gzipSync(JSON.stringify({ ...bare, region: "cn-north-1" })));
  const io = memoryIo();
  const accounts = await readAccounts(["a.json", "b.json"], createReporter(io.stderr));
  expect(accounts).toMatchObject([
    { file: "a.json", isPartitionDerived: false, snapshot: smallAccount },
    { file: "b.json", isPartitionDerived: true, snapshot: { partition: "aws-cn" } },
  ]);
  expect(io.err()).toMatch(/^note: b\.json: `partition`: .*\[W_PARTITION_DERIVED\]\n$/);
});

it("refuses what is no snapshot, naming the file once", async () => {
  write("list.json", []);
  const reporter = createReporter(memoryIo().stderr);
  await expect(readAccounts(["list.json"], reporter)).rejects.toMatchObject({
    messages: [{ message: expect.stringContaining("`list.json` is not an account snapshot") }],
  });
});
