// Bundles the command line and each handler into dist/. A checkout without one of them builds the other.

import { existsSync } from "node:fs";
import { chmod, mkdir, readdir, rm } from "node:fs/promises";
import { fileURLToPath } from "node:url";
import { build } from "esbuild";

const root = fileURLToPath(new URL("..", import.meta.url));
const commandLine = `${root}src/cli/main.ts`;
const handlersFolder = `${root}handlers`;

// Dependencies published as CommonJS call require(), which an ES module does not have.
const requireBanner =
  'import { createRequire as __createRequire } from "node:module"; const require = __createRequire(import.meta.url);';

const shared = {
  absWorkingDir: root,
  bundle: true,
  platform: "node",
  format: "esm",
  mainFields: ["module", "main"],
  banner: { js: requireBanner },
  sourcemap: "external",
  legalComments: "none",
  logLevel: "warning",
};

const handlerNames = existsSync(handlersFolder)
  ? (await readdir(handlersFolder, { withFileTypes: true }))
      .filter((entry) => entry.isFile() && /^[^.]+\.ts$/.test(entry.name))
      .map((entry) => entry.name.slice(0, -".ts".length))
  : [];

await rm(`${root}dist`, { recursive: true, force: true });
await mkdir(`${root}dist`, { recursive: true });

if (existsSync(commandLine)) {
  // The installed command runs under whatever Node is on the PATH, so it is kept loadable by Node 20.
  const outfile = `${root}dist/cli/kms-guardrail.js`;
  await build({ ...shared, entryPoints: [commandLine], outfile, target: "node20" });
  await chmod(outfile, 0o755);
}

if (handlerNames.length > 0) {
  await build({
    ...shared,
    entryPoints: Object.fromEntries(handlerNames.map((name) => [name, `handlers/${name}.ts`])),
    outdir: `${root}dist/handlers`,
    outExtension: { ".js": ".mjs" },
    target: "node24",
    minify: true,
  });
}
