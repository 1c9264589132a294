import { writeFile } from "node:fs/promises";
import { promisify } from "node:util";
import { gzip } from "node:zlib";
import { CliError } from "../cli-error.ts";

const compress = promisify(gzip);

/** Writes a file, gzipped where its name says so. */
export async function writeTextFile(file: string, text: string): Promise<void> {
  try {
    await writeFile(file, file.endsWith(".gz") ? await compress(text) : text);
  } catch (error) {
    const message = `cannot be written: ${error instanceof Error ? error.message : String(error)}`;
    throw new CliError([{ code: "E_FILE_UNWRITABLE", file, message }], { cause: error });
  }
}
