import { isNearMiss } from "./near-miss.ts";

/** One request to decide (the public contract's §2), checked. */
export interface AccessRequest {
  readonly id: string | null;
  readonly principal: string;
  readonly action: string;
  readonly key: string | null;
  readonly alias: string | null;
  readonly grant: string | null;
  readonly via: string | null;
  readonly context: Readonly<Record<string, string | readonly string[] | null>>;
  readonly contextComplete: boolean;
  /** null: none. */
  readonly sessionPolicies: readonly unknown[] | null;
  readonly expect: string | null;
}

/** Why a request cannot be decided. */
export interface RequestError {
  readonly code: string;
  readonly message: string;
}

const MEMBERS = [
  "id",
  "principal",
  "action",
  "key",
  "alias",
  "grant",
  "via",
  "context",
  "contextComplete",
  "sessionPolicies",
  "expect",
  "account",
];
const DECISIONS = ["allowed", "explicitDeny", "implicitDeny", "conditional"];
/** Members that are a string. */
const TEXTS = ["id", "principal", "action", "key", "alias", "grant", "via", "expect"];

/** Checks a request's JSON. */
export function parseRequest(json: unknown): AccessRequest | RequestError {
  if (!isObject(json)) return malformed("the request is not a JSON object");
  const fault = memberFault(json);
  if (fault !== null) return malformed(fault);
  const context = parseContext(json["context"]);
  if (typeof context === "string") return malformed(context);
  const policies = json["sessionPolicies"];
  return {
    id: textOf(json, "id"),
    principal: textOf(json, "principal") ?? "",
    action: textOf(json, "action") ?? "",
    key: textOf(json, "key"),
    alias: textOf(json, "alias"),
    grant: textOf(json, "grant"),
    via: textOf(json, "via"),
    context,
    contextComplete: json["contextComplete"] === true,
    sessionPolicies: Array.isArray(policies) && policies.length > 0 ? policies : null,
    expect: textOf(json, "expect"),
  };
}

/**
 * What is wrong with a request's members, its context aside; null: nothing. Members of the user's own
 * are passed over, but one that is a known member misspelt would change the answer unseen.
 */
function memberFault(json: RequestJson): string | null {
  const misspelt = Object.keys(json).find(
    (member) => !MEMBERS.includes(member) && MEMBERS.some((known) => isNearMiss(member, known)),
  );
  if (misspelt !== undefined) return `\`${misspelt}\` is no member of a request`;
  const noText = TEXTS.find((member) => !isLeftOut(json[member]) && textOf(json, member) === null);
  if (noText !== undefined) return `\`${noText}\` is not a string`;
  return nameFault(json) ?? optionFault(json);
}

function nameFault(json: RequestJson): string | null {
  if (textOf(json, "principal") === null) return "the request names no `principal`";
  if (textOf(json, "action") === null) return "the request names no `action`";
  const expect = textOf(json, "expect");
  return expect === null || DECISIONS.includes(expect)
    ? null
    : `\`expect\` is \`${expect}\`, not one of ${DECISIONS.join(", ")}`;
}

function optionFault(json: RequestJson): string | null {
  const complete = json["contextComplete"];
  if (complete !== undefined && typeof complete !== "boolean") {
    return "`contextComplete` is neither true nor false";
  }
  const policies = json["sessionPolicies"];
  return isLeftOut(policies) || Array.isArray(policies)
    ? null
    : "`sessionPolicies` is not a list of policy documents";
}

type RequestJson = Readonly<Record<string, unknown>>;

function textOf(json: RequestJson, member: string): string | null {
  const value = json[member];
  return typeof value === "string" ? value : null;
}

function isLeftOut(value: unknown): boolean {
  return value === undefined || value === null;
}

function parseContext(json: unknown): AccessRequest["context"] | string {
  if (json === undefined || json === null) return {};
  if (!isObject(json)) return "`context` is not a JSON object";
  const context: Record<string, string | readonly string[] | null> = {};
  for (const [key, value] of Object.entries(json)) {
    const read = contextValue(value);
    if (read === undefined)
      return `the context key \`${key}\` is not a string or a list of strings`;
    context[key] = read;
  }
  return context;
}

function contextValue(value: unknown): string | readonly string[] | null | undefined {
  if (value === null || typeof value === "string") return value;
  if (typeof value === "number" || typeof value === "boolean") return String(value);
  if (!Array.isArray(value)) return undefined;
  const values = value.map(contextValue);
  return values.every((member) => typeof member === "string") ? (values as string[]) : undefined;
}

function isObject(json: unknown): json is RequestJson {
  return typeof json === "object" && json !== null && !Array.isArray(json);
}

function malformed(message: string): RequestError {
  return { code: "E_REQUEST_MALFORMED", message };
}

/** A key that no snapshot holds. */
export function keyUnknown(identifier: string): RequestError {
  return { code: "E_KEY_UNKNOWN", message: `no snapshot holds the key \`${identifier}\`` };
}

/** A principal of which nothing can be decided. */
export function principalMalformed(principal: string): RequestError {
  return {
    code: "E_PRINCIPAL_MALFORMED",
    message: `\`${principal}\` is no user, role, session, federated-user or root ARN, no service principal and not \`*\``,
  };
}

/** Whether parsing or deciding a request ended in an error. */
export function isRequestError(value: object): value is RequestError {
  return "code" in value && "message" in value;
}
