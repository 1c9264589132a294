import { readFile, rename, writeFile } from "node:fs/promises";
import { promisify } from "node:util";
import { gunzip, gzip } from "node:zlib";
import { parseSnapshot } from "../account/parse/parse-snapshot.ts";
import type { Snapshot } from "../account/snapshot.ts";
import type { AccountState } from "../guardrail/ports.ts";

/** A file that holds no account snapshot. */
export class SnapshotFileError extends Error {
  override readonly name = "SnapshotFileError";
  readonly code = "E_SNAPSHOT_INVALID";
}

const compress = promisify(gzip);
const decompress = promisify(gunzip);

interface LoadedFile {
  readonly file: string;
  readonly bytes: Buffer;
  readonly snapshot: Snapshot;
}

/**
 * Keeps an account in snapshot files, one for each account and Region, gzipped or not. A snapshot of
 * a Region that no file describes is not kept.
 */
export function makeSnapshotFileState(files: readonly string[]): AccountState {
  return {
    load: async () => {
      const loaded = await Promise.all(files.map(loadFile));
      return {
        snapshots: loaded.map(({ snapshot }) => snapshot),
        unknowns: [],
        save: async (after) => {
          const changed = loaded.flatMap((one) => {
            const snapshot = after.find((other) => isSamePlace(other, one.snapshot));
            return snapshot === undefined || snapshot === one.snapshot ? [] : [{ one, snapshot }];
          });
          const isFresh = await Promise.all(loaded.map(isUnchanged));
          if (isFresh.includes(false)) return "stale";
          await Promise.all(changed.map(({ one, snapshot }) => writeSnapshot(one, snapshot)));
          return "saved";
        },
      };
    },
  };
}

async function loadFile(file: string): Promise<LoadedFile> {
  const bytes = await readFile(file);
  const text = (isGzip(bytes) ? await decompress(bytes) : bytes).toString("utf8");
  const result = parseSnapshot(parseJson(text, file), file);
  if (!result.ok) {
    const problems = result.problems.map(({ path, message }) =>
      path === "" ? message : `\`${path}\`: ${message}`,
    );
    throw new SnapshotFileError(`\`${file}\`: ${problems.slice(0, 5).join("; ")}`);
  }
  return { file, bytes, snapshot: result.snapshot };
}

function parseJson(text: string, file: string): unknown {
  try {
    return JSON.parse(text);
  } catch (cause) {
    throw new SnapshotFileError(`\`${file}\` is not JSON`, { cause });
  }
}

async function isUnchanged({ file, bytes }: LoadedFile): Promise<boolean> {
  return bytes.equals(await readFile(file));
}

/** Renaming is atomic: a reader sees the old file or the new one. */
async function writeSnapshot({ file, bytes }: LoadedFile, snapshot: Snapshot): Promise<void> {
  const text = Buffer.from(`${JSON.stringify(snapshot, null, 2)}\n`);
  const temporary = `${file}.${process.pid}.tmp`;
  await writeFile(temporary, isGzip(bytes) ? await compress(text) : text);
  await rename(temporary, file);
}

/** https://www.rfc-editor.org/rfc/rfc1952 */
function isGzip(bytes: Buffer): boolean {
  return bytes[0] === 0x1f && bytes[1] === 0x8b;
}

function isSamePlace(a: Snapshot, b: Snapshot): boolean {
  return a.account === b.account && a.region === b.region;
}
