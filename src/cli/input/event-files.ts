import { readdir, realpath, stat } from "node:fs/promises";
import { basename, join } from "node:path";
import type { Reporter } from "../reporter.ts";
import { fileFault } from "./file-fault.ts";

/** A file that may hold events. */
export interface EventPath {
  readonly file: string;
  /** Named by the user, not found in a folder. */
  readonly isNamed: boolean;
}

const eventFile = /\.(?:jsonl?|ndjson|gz)$/i;

/**
 * The files that paths stand for: a file is itself, a folder every event file below it, by name.
 * What cannot be listed is told as bad input.
 */
export async function listEventFiles(
  paths: readonly string[],
  reporter: Reporter,
): Promise<readonly EventPath[]> {
  const files: EventPath[] = [];
  for (const path of paths) {
    if (await isFolder(path)) {
      const found = await listFolder(path, new Set(), reporter);
      if (found.length === 0) reporter.info(`${path}: no event files below this folder`);
      files.push(...found.map((file) => ({ file, isNamed: false })));
    } else files.push({ file: path, isNamed: true });
  }
  return files;
}

/** What cannot be looked at counts as a file: reading it tells why. */
async function isFolder(path: string): Promise<boolean> {
  if (path === "-") return false;
  try {
    return (await stat(path)).isDirectory();
  } catch (error) {
    fileFault(error, path);
    return false;
  }
}

/** Symbolic links are followed, each folder once. */
async function listFolder(
  folder: string,
  seen: Set<string>,
  reporter: Reporter,
): Promise<readonly string[]> {
  try {
    const real = await realpath(folder);
    if (seen.has(real)) return [];
    seen.add(real);
    const entries = await readdir(folder, { withFileTypes: true });
    entries.sort((a, b) => (a.name < b.name ? -1 : 1));
    const files: string[] = [];
    for (const entry of entries) {
      const path = join(folder, entry.name);
      const isLink = entry.isSymbolicLink();
      if (entry.isDirectory() || (isLink && (await isFolder(path)))) {
        files.push(...(await listFolder(path, seen, reporter)));
      } else if (eventFile.test(entry.name) && (entry.isFile() || isLink)) files.push(path);
    }
    return files;
  } catch (error) {
    reporter.badInput(fileFault(error, folder));
    return [];
  }
}

/** Whether a file is one of the two that lie among events without being any. */
export function isManifest(file: string): boolean {
  return basename(file) === "manifest.json";
}
