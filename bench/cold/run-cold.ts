// Compares the time to import each function's bundle with that of the bare AWS clients in it: the price of our own code
// at a cold start. Ends with 1 when a function costs more than it may.
import { mkdtempSync, rmSync, statSync } from "node:fs";
import { tmpdir } from "node:os";
import { basename, join } from "node:path";
import { build } from "esbuild";
import { bundleHandlers, functionOptions } from "../../scripts/build.mjs";
import { bareClientsOf } from "./bare-clients.ts";
import { importTime, median } from "./import-time.ts";

const rounds = 15;
/** What importing a bundle may cost, as a multiple of its bare clients. */
const most = 1.25;

const print = (line: string): boolean => process.stdout.write(`${line}\n`);

const folder = mkdtempSync(join(tmpdir(), "kms-guardrail-cold-"));
try {
  const { outputs } = await bundleHandlers(folder);
  print("function            bytes   clients ms   function ms   ratio");
  for (const [output, { entryPoint, inputs }] of Object.entries(outputs)) {
    if (entryPoint === undefined) continue;
    const name = basename(entryPoint, ".ts");
    const bundle = join(folder, "handlers", basename(output));
    const bare = join(folder, `${name}-clients.mjs`);
    await build({
      ...functionOptions,
      stdin: { contents: bareClientsOf(inputs), resolveDir: process.cwd() },
      outfile: bare,
    });
    // One after the other, so that whatever else the machine does slows both.
    const clients: number[] = [];
    const own: number[] = [];
    for (let round = 0; round < rounds; round++) {
      clients.push(await importTime(bare));
      own.push(await importTime(bundle));
    }
    const ratio = median(own) / median(clients);
    print(
      [
        name.padEnd(18),
        String(statSync(bundle).size).padStart(7),
        median(clients).toFixed(1).padStart(12),
        median(own).toFixed(1).padStart(13),
        ratio.toFixed(2).padStart(7),
        ratio > most ? ` over ${most}` : "",
      ].join(""),
    );
    if (ratio > most) process.exitCode = 1;
  }
} finally {
  rmSync(folder, { recursive: true });
}
