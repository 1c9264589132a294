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

/** Checks a request's JSON. */
export function parseRequest(json: unknown): AccessRequest | RequestError {
  if (!isObject(json)) return malformed("the request is not a JSON object");
  for (const member of Object.keys(json)) {
    if (!MEMBERS.includes(member)) return malformed(`\`${member}\` is no member of a request`);
  }
  for (const member of ["id", "principal", "action", "key", "alias", "grant", "via", "expect"]) {
    const value = json[member];
    if (value !== undefined && value !== null && typeof value !== "string") {
      return malformed(`\`${member}\` is not a string`);
    }
  }
  const text = (member: string): string | null =>
    (json[member] as string | null | undefined) ?? null;
  const principal = text("principal");
  const action = text("action");
  if (principal === null) return malformed("the request names no `principal`");
  if (action === null) return malformed("the request names no `action`");
  const expect = text("expect");
  if (expect !== null && !DECISIONS.includes(expect)) {
    return malformed(`\`expect\` is \`${expect}\`, not one of ${DECISIONS.join(", ")}`);
  }
  const context = parseContext(json["context"]);
  if (typeof context === "string") return malformed(context);
  const complete = json["contextComplete"];
  if (complete !== undefined && typeof complete !== "boolean") {
    return malformed("`contextComplete` is neither true nor false");
  }
  const policies = json["sessionPolicies"];
  if (policies !== undefined && policies !== null && !Array.isArray(policies)) {
    return malformed("`sessionPolicies` is not a list of policy documents");
  }
  return {
    id: text("id"),
    principal,
    action,
    key: text("key"),
    alias: text("alias"),
    grant: text("grant"),
    via: text("via"),
    context,
    contextComplete: complete === true,
    sessionPolicies: Array.isArray(policies) && policies.length > 0 ? policies : null,
    expect,
  };
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

function isObject(json: unknown): json is Readonly<Record<string, unknown>> {
  return typeof json === "object" && json !== null && !Array.isArray(json);
}

function malformed(message: string): RequestError {
  return { code: "E_REQUEST_MALFORMED", message };
}

/** Whether parsing or deciding a request ended in an error. */
export function isRequestError(value: object): value is RequestError {
  return "code" in value && "message" in value;
}
