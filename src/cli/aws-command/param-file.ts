import { readFile } from "node:fs/promises";
import { homedir } from "node:os";
import { join, resolve } from "node:path";
import { fileError } from "../input/file-fault.ts";
import { awsError } from "./aws-error.ts";

/** Reads a file that a command names, relative to the folder that the command is run in. */
export type ReadFile = (path: string) => Promise<string>;

const strictUtf8 = new TextDecoder("utf-8", { fatal: true, ignoreBOM: true });

export function readFilesFrom(folder: string): ReadFile {
  return async (path) => {
    const home = /^~(?=\/|$)/.test(path) ? join(homedir(), path.slice(1)) : path;
    const file = resolve(folder, home);
    const bytes = await readFile(file).catch((error: unknown) => {
      throw fileError(error, path);
    });
    try {
      return strictUtf8.decode(bytes);
    } catch {
      throw awsError("E_AWS_VALUE", `\`${path}\` is not UTF-8 text`);
    }
  };
}

/**
 * The value that a word stands for: the text of the file that `file://` names, else itself.
 * https://docs.aws.amazon.com/cli/latest/userguide/cli-usage-parameters-file.html
 */
export async function readParameter(
  word: string,
  readFileText: ReadFile,
): Promise<{ readonly text: string; readonly isFile: boolean }> {
  const file = /^fileb?:\/\//.exec(word);
  if (file === null) return { text: word, isFile: false };
  return { text: await readFileText(word.slice(file[0].length)), isFile: true };
}
