import { CliError } from "../cli-error.ts";
import type { Message } from "../message.ts";

const words: Readonly<Record<string, readonly [code: string, message: string]>> = {
  ENOENT: ["E_FILE_MISSING", "no such file"],
  ENOTDIR: ["E_FILE_MISSING", "no such file: a part of the path is no folder"],
  EISDIR: ["E_FILE_UNREADABLE", "is a folder, not a file"],
  EACCES: ["E_FILE_UNREADABLE", "may not be read"],
  EPERM: ["E_FILE_UNREADABLE", "may not be read"],
  ELOOP: ["E_FILE_UNREADABLE", "symbolic links lead in a circle"],
  ERR_STRING_TOO_LONG: ["E_FILE_TOO_LARGE", "larger than can be read at once"],
  ERR_FS_FILE_TOO_LARGE: ["E_FILE_TOO_LARGE", "larger than can be read at once"],
  ERR_BUFFER_TOO_LARGE: ["E_FILE_TOO_LARGE", "larger than can be read at once"],
};

/** Why a file could not be read, in words; throws on what is not about a file. */
export function fileFault(error: unknown, file: string): Message {
  const code = errorCode(error);
  if (code === null) throw error;
  const known = words[code];
  if (known !== undefined) return { code: known[0], message: known[1], file };
  if (code.startsWith("Z_")) {
    return { code: "E_FILE_GZIP", message: "begins as gzip and cannot be decompressed", file };
  }
  return { code: "E_FILE_UNREADABLE", message: `cannot be read: ${code}`, file };
}

/** The same as an error, for a file without which nothing can be done. */
export function fileError(error: unknown, file: string): CliError {
  return new CliError([fileFault(error, file)], { cause: error });
}

function errorCode(error: unknown): string | null {
  if (!(error instanceof Error) || !("code" in error)) return null;
  return typeof error.code === "string" ? error.code : null;
}
