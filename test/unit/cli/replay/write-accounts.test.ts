import { gunzipSync } from "node:zlib";
import { expect, it } from "vitest";
import { writeAccounts } from "../../../../src/cli/replay/write-accounts.ts";
import { createReporter } from "../../../../src/cli/reporter.ts";
import { useFolder } from "../cli-folder.ts";
import { memoryIo } from "../memory-io.ts";
import { smallAccount } from "../small-account.ts";

const { read } = useFolder();
const given = (isPartitionDerived: boolean) => ({
  file: "f",
  snapshot: smallAccount,
  isPartitionDerived,
});

it("writes what was read, without what was derived", async () => {
  const io = memoryIo();
  const reporter = createReporter(io.stderr);
  const after = [smallAccount, smallAccount, { ...smallAccount, region: "eu-west-1" }];
  await writeAccounts(["a.json", "b.json.gz"], [given(true), given(false)], after, reporter);
  const { partition: _, ...bare } = smallAccount;
  expect(JSON.parse(read("a.json").toString())).toEqual(bare);
  expect(JSON.parse(gunzipSync(read("b.json.gz")).toString())).toEqual(smallAccount);
  expect(io.err()).toContain("not written: the account 444455556666 in eu-west-1");
});

it("says when it cannot write", async () => {
  const reporter = createReporter(memoryIo().stderr);
  const writing = writeAccounts(["none/a.json"], [given(false)], [smallAccount], reporter);
  await expect(writing).rejects.toMatchObject({
    messages: [{ code: "E_FILE_UNWRITABLE", file: "none/a.json" }],
  });
});
