import { chmodSync, symlinkSync } from "node:fs";
import { expect, it } from "vitest";
import { listEventFiles } from "../../../../src/cli/input/event-files.ts";
import { createReporter } from "../../../../src/cli/reporter.ts";
import { useFolder } from "../cli-folder.ts";
import { memoryIo } from "../memory-io.ts";

const { write } = useFolder();

async function list(
  ...paths: readonly string[]
): Promise<{ files: unknown; err: string; bad: boolean }> {
  const io = memoryIo();
  const reporter = createReporter(io.stderr);
  const files = await listEventFiles(paths, reporter);
  return { files, err: io.err(), bad: reporter.sawBadInput() };
}

it("lists every event file below a folder by name, and named paths as they are", async () => {
  for (const name of ["b.json", "a/z.jsonl", "a/y.NDJSON", "c.gz", "d.txt", "json"]) {
    write(`some/${name}`, "");
  }
  const { files } = await list("-", "some", "missing.json", "some/d.txt");
  expect(files).toEqual([
    { file: "-", isNamed: true },
    { file: "some/a/y.NDJSON", isNamed: false },
    { file: "some/a/z.jsonl", isNamed: false },
    { file: "some/b.json", isNamed: false },
    { file: "some/c.gz", isNamed: false },
    { file: "missing.json", isNamed: true },
    { file: "some/d.txt", isNamed: true },
  ]);
});

it("follows links, each folder once", async () => {
  write("linked/deep/a.json", "");
  symlinkSync("..", "linked/deep/up");
  symlinkSync("a.json", "linked/deep/b.json");
  const { files } = await list("linked");
  expect(files).toEqual([
    { file: "linked/deep/a.json", isNamed: false },
    { file: "linked/deep/b.json", isNamed: false },
  ]);
});

it("says when a folder holds no events", async () => {
  write("bare/x.txt", "");
  expect(await list("bare")).toEqual({
    files: [],
    err: "bare: no event files below this folder\n",
    bad: false,
  });
});

it.runIf(process.getuid?.() !== 0)("tells of a folder that cannot be listed", async () => {
  write("closed/a.json", "");
  chmodSync("closed", 0);
  const { err, bad } = await list("closed");
  chmodSync("closed", 0o700);
  expect(bad).toBe(true);
  expect(err).toContain("closed: may not be read [E_FILE_UNREADABLE]");
});
