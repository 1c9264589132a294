import { createHash } from "node:crypto";
import { mkdir, readFile, rm, writeFile } from "node:fs/promises";
import { resolve } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";
import { build } from "esbuild";
import * as yaml from "yaml";

const root = fileURLToPath(new URL("..", import.meta.url));

/**
 * Writes the configuration beside the handlers, checked and normalized, with its hash. Without a file
 * it is the mode alone. What is wrong with a file stops the packaging.
 */
export async function bundleConfiguration({ file, mode }, outFolder = resolve(root, "dist")) {
  const folder = resolve(outFolder, "handlers");
  await mkdir(folder, { recursive: true });
  const parseConfig = await loadParser(folder);
  const text = file === "" ? JSON.stringify({ version: 1, mode }) : await readFile(file, "utf8");
  const result = parseConfig(text, file, yaml);
  if ("problems" in result) {
    const problems = result.problems.map(({ line, message }) => `${file}:${line}: ${message}`);
    throw new Error(`the configuration is not valid:\n${problems.join("\n")}`);
  }
  const { config } = result;
  const sha256 = createHash("sha256").update(JSON.stringify(config)).digest("hex");
  await writeFile(resolve(folder, "guardrail.json"), `${JSON.stringify({ config, sha256 })}\n`);
}

/** Whatever Node runs this, the parser is compiled for it. */
async function loadParser(folder) {
  const outfile = resolve(folder, `parse-config-${process.pid}.mjs`);
  await build({
    absWorkingDir: root,
    entryPoints: ["src/guardrail/config/parse-config.ts"],
    outfile,
    bundle: true,
    platform: "node",
    format: "esm",
    logLevel: "warning",
  });
  try {
    const { parseConfig } = await import(pathToFileURL(outfile).href);
    return parseConfig;
  } finally {
    await rm(outfile);
  }
}
