import { jsonFaultLine } from "./json-fault-line.ts";
import { isJsonObject } from "./json-object.ts";
import { unwrapEvents } from "./unwrap-events.ts";

/** A record and where it stood; a line only where the file has a record, or records, on each. */
export interface EventFileRecord {
  readonly record: unknown;
  readonly file: string;
  readonly line: number | null;
}

/** A part of a file that could not be read; the rest of the file was. */
export interface EventFileProblem {
  readonly file: string;
  readonly line: number | null;
  readonly code: "E_EVENT_JSON" | "E_EVENT_WRAPPER";
  readonly message: string;
}

export interface EventFile {
  readonly records: readonly EventFileRecord[];
  readonly problems: readonly EventFileProblem[];
}

/**
 * The records of an event file, whatever they are wrapped in: one JSON value, or JSON lines, of
 * which each bad one is a problem of its own. A file without anything in it holds no events.
 */
export function readEventText(text: string, file: string): EventFile {
  const content = text.replace(/^\uFEFF/, "");
  if (content.trim() === "") return { records: [], problems: [] };
  const whole = parseJson(content);
  if (whole !== null) return recordsOf(whole.value, file, null);
  const lines = content
    .split("\n")
    .map((line, index) => ({ number: index + 1, text: line.trim() }))
    .filter((line) => line.text !== "")
    .map((line) => ({ number: line.number, json: parseJson(line.text) }));
  if (!lines.some(({ json }) => json !== null && isContainer(json.value))) {
    const message = "neither JSON nor JSON lines";
    const line = jsonFaultLine(content);
    return { records: [], problems: [{ file, line, code: "E_EVENT_JSON", message }] };
  }
  const read = lines.map(({ number, json }) =>
    json !== null ? recordsOf(json.value, file, number) : badLine(file, number),
  );
  return {
    records: read.flatMap(({ records }) => records),
    problems: read.flatMap(({ problems }) => problems),
  };
}

function recordsOf(json: unknown, file: string, line: number | null): EventFile {
  const { records, problems } = unwrapEvents(json);
  return {
    records: records.map((record) => ({ record, file, line })),
    problems: problems.map(({ message, path }) => ({
      file,
      line,
      code: "E_EVENT_WRAPPER",
      message: path === "" ? message : `\`${path}\`: ${message}`,
    })),
  };
}

function badLine(file: string, line: number): EventFile {
  return { records: [], problems: [{ file, line, code: "E_EVENT_JSON", message: "no JSON" }] };
}

/** Whether a line is JSON of an event, and not `{}` or a number that broken JSON has on a line. */
function isContainer(json: unknown): boolean {
  return (isJsonObject(json) || Array.isArray(json)) && Object.keys(json).length > 0;
}

function parseJson(text: string): { readonly value: unknown } | null {
  try {
    return { value: JSON.parse(text) as unknown };
  } catch {
    return null;
  }
}
