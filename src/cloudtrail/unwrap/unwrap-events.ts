import { isJsonObject, type JsonObject, member, textMember } from "../json-object.ts";
import { isTrailEnvelope } from "../passed-over-by-kind.ts";
import { putAsideBecause } from "./put-aside.ts";

/** A part of the input that could not be opened, and where it stands; the path of the whole is empty. */
export interface UnwrapProblem {
  readonly message: string;
  readonly path: string;
}

/** A record that lay in a dead-letter queue, and why. */
export interface PutAside {
  readonly eventId: string | null;
  readonly reason: string;
}

export interface UnwrappedEvents {
  readonly records: readonly unknown[];
  readonly problems: readonly UnwrapProblem[];
  readonly putAside: readonly PutAside[];
}

/** What lies in a wrapper: JSON, or a text that holds JSON. */
interface Content {
  readonly value: unknown;
  readonly path: string;
  readonly isText?: boolean;
  /** Why it lay in a dead-letter queue; null: it did not. */
  readonly because?: string | null;
}

const maxDepth = 16;

/**
 * Takes CloudTrail records out of everything they are delivered in, nested in any order: an
 * EventBridge envelope, a log file (`Records`), LookupEvents output, SNS and SQS messages as
 * Lambda, HTTP or ReceiveMessage deliver them, what Lambda sends to a failure destination, what lies
 * in a dead-letter queue, and lists of these. An envelope of an event that is no CloudTrail record stays as it is. Every other
 * object counts as a record, to be judged by `parseRecord`.
 */
export function unwrapEvents(json: unknown): UnwrappedEvents {
  const records: unknown[] = [];
  const problems: UnwrapProblem[] = [];
  const putAside: PutAside[] = [];
  const keep = (record: JsonObject, because: string | null): void => {
    records.push(record);
    if (because !== null)
      putAside.push({ eventId: textMember(record, "eventID"), reason: because });
  };
  const open = ({ value, path, isText, because = null }: Content, depth: number): void => {
    if (depth > maxDepth) {
      problems.push({ message: `nested deeper than ${maxDepth} wrappers`, path });
      return;
    }
    if (isText) {
      const parsed = parseJson(value);
      if (parsed === undefined) problems.push({ message: "text is no JSON", path });
      else open({ value: parsed, path, because }, depth + 1);
      return;
    }
    const contents = contentsOf(value, path);
    const reason = reasonOf(value) ?? because;
    if (contents !== null) {
      for (const content of contents) open({ ...content, because: reason }, depth + 1);
    } else if (isJsonObject(value)) keep(value, because);
    else problems.push({ message: "not a JSON object", path });
  };
  open({ value: json, path: "" }, 0);
  return { records, problems, putAside };
}

function reasonOf(wrapper: unknown): string | null {
  return isJsonObject(wrapper) ? putAsideBecause(wrapper) : null;
}

/** What a wrapper holds; null when the value is no wrapper. */
function contentsOf(value: unknown, path: string): readonly Content[] | null {
  if (Array.isArray(value)) return entries(value, path);
  if (!isJsonObject(value) || textMember(value, "eventName") !== null) return null;
  for (const name of ["Records", "Events", "Messages"]) {
    const list = member(value, name);
    if (Array.isArray(list)) return entries(list, at(path, name));
  }
  return envelopeContents(value, path) ?? messageContents(value, path);
}

/**
 * `detail` of an EventBridge envelope, and `requestPayload` of what Lambda sends to a destination.
 * https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-events-structure.html
 * https://docs.aws.amazon.com/lambda/latest/dg/invocation-async-retain-records.html
 */
function envelopeContents(value: JsonObject, path: string): readonly Content[] | null {
  const payload = member(value, "requestPayload");
  if (payload !== undefined) return [contentOf(payload, at(path, "requestPayload"))];
  const detail = member(value, "detail");
  if (typeof detail === "string" && isTrailEnvelope(value)) {
    return [contentOf(detail, at(path, "detail"))];
  }
  if (!isJsonObject(detail)) return null;
  const isOpened =
    textMember(detail, "eventName") !== null || member(detail, "requestPayload") !== undefined;
  return isOpened ? [{ value: detail, path: at(path, "detail") }] : null;
}

/**
 * The body of one message of SNS, SQS or LookupEvents.
 * https://docs.aws.amazon.com/sns/latest/dg/sns-message-and-json-formats.html
 * https://docs.aws.amazon.com/lambda/latest/dg/with-sqs.html
 * https://docs.aws.amazon.com/awscloudtrail/latest/APIReference/API_Event.html
 */
function messageContents(value: JsonObject, path: string): readonly Content[] | null {
  const message = member(member(value, "Sns"), "Message");
  if (message !== undefined) return [contentOf(message, at(path, "Sns.Message"))];
  const isNotification = textMember(value, "Type") === "Notification";
  const names = [...(isNotification ? ["Message"] : []), "body", "Body", "CloudTrailEvent"];
  for (const name of names) {
    const body = member(value, name);
    if (body !== undefined) return [contentOf(body, at(path, name))];
  }
  return null;
}

function at(path: string, name: string): string {
  return path === "" ? name : `${path}.${name}`;
}

function contentOf(value: unknown, path: string): Content {
  return { value, path, isText: typeof value === "string" };
}

function entries(list: readonly unknown[], path: string): readonly Content[] {
  return list.map((value, index) => ({ value, path: `${path}[${index}]` }));
}

function parseJson(text: unknown): unknown {
  try {
    return JSON.parse(String(text).replace(/^\uFEFF/, ""));
  } catch {
    return undefined;
  }
}
