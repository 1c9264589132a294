import { isObject } from "../../account/parse/check-json.ts";
import { type EventFileRecord, readEventText } from "../../cloudtrail/unwrap/read-event-text.ts";
import type { Io } from "../io.ts";
import type { Reporter } from "../reporter.ts";
import { type EventPath, isManifest, listEventFiles } from "./event-files.ts";
import { fileFault } from "./file-fault.ts";
import { readTextFile, readTextStream } from "./read-text.ts";

/** How standard input is called in messages. */
export const standardInput = "standard input";

/** The records of event files, folders and, as `-`, standard input; bad ones are told. */
export async function readEvents(
  paths: readonly string[],
  io: Io,
  reporter: Reporter,
): Promise<readonly EventFileRecord[]> {
  const records: EventFileRecord[] = [];
  for (const path of await listEventFiles(paths, reporter)) {
    for (const record of await readEventFile(path, io, reporter)) records.push(record);
  }
  return records;
}

async function readEventFile(
  path: EventPath,
  io: Io,
  reporter: Reporter,
): Promise<readonly EventFileRecord[]> {
  const { file, isNamed } = path;
  if (isManifest(file) && !isNamed) return [];
  const isStandardInput = file === "-";
  const source = isStandardInput ? standardInput : file;
  try {
    const text = await (isStandardInput ? readTextStream(io.stdin()) : readTextFile(file));
    const kind = otherKind(text, path);
    if (kind !== null) {
      if (isNamed) reporter.info(`${source}: passed over: ${kind}`);
      return [];
    }
    const { records, problems, putAside } = readEventText(text, source);
    for (const { eventId, reason, file, line } of putAside) {
      const which = eventId === null ? "an event" : `event \`${eventId}\``;
      const message = `${which} lay in a dead-letter queue: ${reason}`;
      reporter.remark({ code: "W_DEAD_LETTER", file, line, message });
    }
    for (const problem of problems) reporter.badInput(problem);
    return records;
  } catch (error) {
    reporter.badInput(fileFault(error, source));
    return [];
  }
}

/** What lies among events without being any: a snapshot, a manifest of samples. */
function otherKind(text: string, { file }: EventPath): string | null {
  if (!text.includes('"schemaVersion"') && !isManifest(file)) return null;
  const json = parse(text);
  if (!isObject(json)) return null;
  if ("schemaVersion" in json && "account" in json && "keys" in json) return "an account snapshot";
  return isManifest(file) && Array.isArray(json["samples"]) ? "a manifest of samples" : null;
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return null;
  }
}
