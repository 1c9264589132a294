import { expect, it } from "vitest";
import { readEvents } from "../../../../src/cli/input/read-events.ts";
import { createReporter } from "../../../../src/cli/reporter.ts";
import { useFolder } from "../cli-folder.ts";
import { memoryIo } from "../memory-io.ts";
import { smallAccount, tagRecord } from "../small-account.ts";

const { write } = useFolder();

async function read(
  paths: readonly string[],
  stdin = "",
): Promise<{ places: readonly string[]; err: string }> {
  const io = memoryIo({ stdin });
  const records = await readEvents(paths, io, createReporter(io.stderr));
  return { places: records.map(({ file, line }) => `${file}:${line}`), err: io.err() };
}

it("reads files and standard input, and tells where each record stood", async () => {
  write("a.json", { Records: [tagRecord(1, "x"), tagRecord(2, "y")] });
  const lines = `${JSON.stringify(tagRecord(3, "z"))}\nnope\n`;
  const { places, err } = await read(["a.json", "-"], lines);
  expect(places).toEqual(["a.json:null", "a.json:null", "standard input:1"]);
  expect(err).toMatch(/^standard input:2: /);
});

it("passes over what is no event, and says so of what was named", async () => {
  write("f/account.json", smallAccount);
  write("f/manifest.json", { samples: [] });
  write("f/deep/manifest.json", "not even JSON");
  expect(await read(["f"])).toEqual({ places: [], err: "" });
  const { places, err } = await read(["f/account.json", "f/manifest.json"]);
  expect(places).toEqual([]);
  expect(err).toBe(
    "f/account.json: passed over: an account snapshot\nf/manifest.json: passed over: a manifest of samples\n",
  );
});

it("reads a named file for what it holds, whatever its name", async () => {
  write("events/manifest.json", tagRecord(1, "x"));
  write("finding.json", { schemaVersion: 1, ...tagRecord(1, "x") });
  const { places } = await read(["events/manifest.json", "finding.json"]);
  expect(places).toEqual(["events/manifest.json:null", "finding.json:null"]);
});
