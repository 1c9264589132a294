// Bundles the command line and each handler into dist/, or into the folder named as argument.
// A checkout without one of the two builds the other.
import { existsSync, readdirSync } from "node:fs";
import { chmod, rm } from "node:fs/promises";
import { resolve } from "node:path";
import { fileURLToPath } from "node:url";
import { build } from "esbuild";

const root = fileURLToPath(new URL("..", import.meta.url));
const commandLine = resolve(root, "src/cli/main.ts");
const handlersFolder = resolve(root, "handlers");

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

async function bundleCommandLine(outFolder) {
  const outdir = resolve(outFolder, "cli");
  await rm(outdir, { recursive: true, force: true });
  if (!existsSync(commandLine)) return;
  // The installed command runs under whatever Node is on the PATH, so it stays loadable by Node 20.
  // Splitting keeps lazily imported subcommands, and with them the AWS SDK, out of the start.
  await build({
    ...shared,
    entryPoints: { "kms-guardrail": commandLine },
    outdir,
    target: "node20",
    splitting: true,
    chunkNames: "chunks/[name]-[hash]",
  });
  await chmod(resolve(outdir, "kms-guardrail.js"), 0o755);
}

/** How a function is bundled; `npm run bench:cold` bundles the bare clients alike. */
export const functionOptions = {
  ...shared,
  outExtension: { ".js": ".mjs" },
  target: "node24",
  minify: true,
  metafile: true,
};

/** Bundles each handler; returns esbuild's metafile, which tells what each bundle holds. */
export async function bundleHandlers(outFolder = resolve(root, "dist")) {
  const outdir = resolve(outFolder, "handlers");
  await rm(outdir, { recursive: true, force: true });
  const files = existsSync(handlersFolder)
    ? readdirSync(handlersFolder).filter((file) => file.endsWith(".ts"))
    : [];
  if (files.length === 0) return { outputs: {} };
  const { metafile } = await build({
    ...functionOptions,
    entryPoints: files.map((file) => resolve(handlersFolder, file)),
    outdir,
  });
  return metafile;
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const outFolder = resolve(process.argv[2] ?? resolve(root, "dist"));
  await Promise.all([bundleCommandLine(outFolder), bundleHandlers(outFolder)]);
}
