import { findJsonFault } from "../../account/json-fault.ts";
import { isJsonObject } from "../json-object.ts";
import { type PutAside, unwrapEvents } from "./unwrap-events.ts";

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

/** A record of a dead-letter queue, why it lay there, and where it stands. */
export interface PutAsideRecord extends PutAside {
  readonly file: string;
  readonly line: number | null;
}

export interface EventFile {
  readonly records: readonly EventFileRecord[];
  readonly problems: readonly EventFileProblem[];
  readonly putAside: readonly PutAsideRecord[];
}

/**
 * The records of an event file, whatever they are wrapped in: one JSON value, or JSON lines, of
 * which each bad one is a problem of its own. A file without anything in it holds no events.
 */
export function readEventText(text: string, file: string): EventFile {
  const content = text.replace(/^\uFEFF/, "");
  if (content.trim() === "") return nothing;
  const whole = parseJson(content);
  if (whole !== null) return recordsOf(whole.value, file, null);
  const lines = content
    .split("\n")
    .map((line, index) => ({ number: index + 1, text: line, json: parseJson(line) }))
    .filter((line) => line.text.trim() !== "");
  if (!lines.some(({ json }) => json !== null && isEvent(json.value))) {
    return { ...nothing, problems: [faultOf(content, file, 1)] };
  }
  const read = lines.map((line) =>
    line.json === null
      ? { ...nothing, problems: [faultOf(line.text, file, line.number)] }
      : recordsOf(line.json.value, file, line.number),
  );
  return {
    records: read.flatMap(({ records }) => records),
    problems: read.flatMap(({ problems }) => problems),
    putAside: read.flatMap(({ putAside }) => putAside),
  };
}

const nothing: EventFile = { records: [], problems: [], putAside: [] };

function recordsOf(json: unknown, file: string, line: number | null): EventFile {
  const { records, problems, putAside } = unwrapEvents(json);
  return {
    putAside: putAside.map((one) => ({ ...one, file, line })),
    records: records.map((record) => ({ record, file, line })),
    problems: problems.map(({ message, path }) => ({
      file,
      line,
      code: "E_EVENT_WRAPPER",
      message: path === "" ? message : `\`${path}\`: ${message}`,
    })),
  };
}

/** Why a text, which starts on a line of the file, is not JSON. */
function faultOf(text: string, file: string, firstLine: number): EventFileProblem {
  const fault = findJsonFault(text);
  const line = firstLine + text.slice(0, fault?.offset ?? 0).split("\n").length - 1;
  const message = fault === null ? "not JSON" : `not JSON: ${fault.problem}`;
  return { file, line, code: "E_EVENT_JSON", message };
}

/** Whether JSON can hold events, unlike the `{}` or the number on a line of a broken file. */
function isEvent(json: unknown): boolean {
  return (isJsonObject(json) || Array.isArray(json)) && Object.keys(json).length > 0;
}

function parseJson(text: string): { readonly value: unknown } | null {
  try {
    return { value: JSON.parse(text) as unknown };
  } catch {
    return null;
  }
}
