import { expect, it } from "vitest";
import { fileError, fileFault } from "../../../../src/cli/input/file-fault.ts";

const failure = (code: string): Error => Object.assign(new Error(code), { code });

it.each([
  ["ENOENT", "E_FILE_MISSING", "no such file"],
  ["EISDIR", "E_FILE_UNREADABLE", "is a folder, not a file"],
  ["EACCES", "E_FILE_UNREADABLE", "may not be read"],
  ["Z_DATA_ERROR", "E_FILE_GZIP", "begins as gzip and cannot be decompressed"],
  ["ERR_STRING_TOO_LONG", "E_FILE_TOO_LARGE", "larger than can be read at once"],
  ["EIO", "E_FILE_UNREADABLE", "cannot be read: EIO"],
])("%s", (code, expected, message) => {
  expect(fileFault(failure(code), "f")).toEqual({ code: expected, message, file: "f" });
  expect(fileError(failure(code), "f").messages).toEqual([{ code: expected, message, file: "f" }]);
});

it.each([new TypeError("ours"), "text"])("lets what is not about a file pass: %s", (error) => {
  expect(() => fileFault(error, "f")).toThrow(error as Error);
});
