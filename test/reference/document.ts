import { entries, isRecord, isUnreadable } from "./json.ts";

export type Kind = "identity" | "key" | "scp" | "rcp" | "endpoint";
export type Entry = {
  type: "*" | "AWS" | "Service" | "Federated" | "CanonicalUser";
  value: string;
};
export type Condition = {
  quantifier: "" | "ForAnyValue" | "ForAllValues";
  operator: string;
  ifExists: boolean;
  key: string;
  values: string[];
};
export type Statement = {
  kind: Kind;
  effect: "Allow" | "Deny";
  variables: boolean;
  principal: Entry[] | undefined;
  notPrincipal: Entry[] | undefined;
  action: string[] | undefined;
  notAction: string[] | undefined;
  resource: string[] | undefined;
  notResource: string[] | undefined;
  conditions: Condition[];
};
/** undefined: unreadable, or a document that AWS would have refused. */
export type Document = Statement[] | undefined;

class Refused extends Error {}
const refuse = (): never => {
  throw new Refused();
};

const operators =
  /^(?:(ForAnyValue|ForAllValues):)?((?:String(?:Not)?(?:Equals(?:IgnoreCase)?|Like)|(?:Numeric|Date)(?:(?:Not)?Equals|(?:LessThan|GreaterThan)(?:Equals)?)|Bool|BinaryEquals|(?:Not)?IpAddress|Arn(?:Not)?(?:Equals|Like))(IfExists)?|Null)$/;

const strings = (value: unknown): string[] | undefined => {
  if (value === undefined) return undefined;
  const list = Array.isArray(value) ? value : [value];
  return list.every((item) => typeof item === "string") ? list : refuse();
};

const conditionValues = (value: unknown): string[] =>
  (Array.isArray(value) ? value : [value]).map((item) =>
    ["string", "number", "boolean"].includes(typeof item) ? String(item) : refuse(),
  );

const readConditions = (value: unknown): Condition[] => {
  if (value === undefined) return [];
  if (!isRecord(value)) return refuse();
  return entries(value).flatMap(([name, block]) => {
    const [, quantifier = "", operator = "", ifExists] = operators.exec(name) ?? refuse();
    if (!isRecord(block)) return refuse();
    return entries(block).map(([key, wanted]) => ({
      quantifier: quantifier as Condition["quantifier"],
      operator: operator.replace(/IfExists$/, ""),
      ifExists: ifExists !== undefined,
      key,
      values: conditionValues(wanted),
    }));
  });
};

// No wildcard within an ARN, no group; AIDA, AROA … is what remains of a deleted entity.
const isArn = (value: string): boolean =>
  /^arn:[a-z-]+:(iam::\d{12}:(root|(user|role)\/[^*?]+)|sts::\d{12}:(assumed-role\/[^*?/]+|federated-user)\/[^*?/]+)$/.test(
    value,
  );

const isPrincipal: Record<string, (value: string) => boolean> = {
  AWS: (value) => value === "*" || /^(\d{12}|A[A-Z]{3}[A-Z0-9]+)$/.test(value) || isArn(value),
  Service: (value) => /^[a-z0-9.-]+$/.test(value),
  Federated: () => true,
  CanonicalUser: () => true,
};

const readPrincipal = (value: unknown): Entry[] | undefined => {
  if (value === undefined) return undefined;
  if (value === "*") return [{ type: "*", value: "*" }];
  if (!isRecord(value)) return refuse();
  return entries(value).flatMap(([type, named]) =>
    (strings(named) ?? []).map((one) =>
      isPrincipal[type]?.(one) ? { type: type as Entry["type"], value: one } : refuse(),
    ),
  );
};

/** An Action names its service. */
const actions = (value: unknown): string[] | undefined => {
  const named = strings(value);
  return named?.every((one) => one === "*" || one.includes(":")) === false ? refuse() : named;
};

/** A Resource: in the service segment of its ARN no wildcard is taken. */
const resources = (value: unknown, kind: Kind): string[] | undefined => {
  const named = strings(value);
  const isRefused = (one: string): boolean => /^[^:]*:[^:]*:[^:]*[*?][^:]*:/.test(one);
  return kind !== "key" && named?.some(isRefused) ? refuse() : named;
};

const elements = new Set(
  "Sid Effect Principal NotPrincipal Action NotAction Resource NotResource Condition".split(" "),
);

const exactlyOne = (a: unknown, b: unknown): boolean => (a === undefined) !== (b === undefined);
const atMostOne = (a: unknown, b: unknown): boolean => a === undefined || b === undefined;

const isComplete = (statement: Statement): boolean => {
  const { kind, principal, notPrincipal, action, notAction, resource, notResource } = statement;
  const named = kind === "key" || kind === "endpoint" || kind === "rcp";
  const who = named
    ? exactlyOne(principal, notPrincipal)
    : principal === undefined && notPrincipal === undefined;
  // A stored key policy may lack Action or Resource: such a statement has no effect (facts §7 A2).
  const count = kind === "key" ? atMostOne : exactlyOne;
  return who && count(action, notAction) && count(resource, notResource);
};

/** Organizations: RCPs of customers only deny, for everybody, actions of named services. */
const isRcpStatement = (statement: Statement): boolean => {
  const { effect, principal, action, notAction, conditions, resource } = statement;
  const everyone = principal?.every((entry) => entry.type === "*") ?? false;
  if (!everyone || notAction !== undefined) return false;
  if (effect === "Deny") return !(action ?? []).includes("*");
  return action?.[0] === "*" && resource?.[0] === "*" && conditions.length === 0;
};

/** KMS refuses ForAllValues with single-valued keys of the request (OverlyPermissiveCondition). */
const isKeyStatement = ({ conditions }: Statement): boolean =>
  !conditions.some(
    ({ quantifier, key }) =>
      quantifier === "ForAllValues" && /^(kms:encryptioncontext:|aws:requesttag\/)/i.test(key),
  );

const isStatementOf: Partial<Record<Kind, (statement: Statement) => boolean>> = {
  rcp: isRcpStatement,
  key: isKeyStatement,
};

const readStatement = (raw: unknown, kind: Kind, variables: boolean): Statement => {
  if (!isRecord(raw) || !Object.keys(raw).every((name) => elements.has(name))) return refuse();
  const {
    Sid,
    Effect,
    Principal,
    NotPrincipal,
    Action,
    NotAction,
    Resource,
    NotResource,
    Condition,
  } = raw as Record<string, unknown> & { Effect?: unknown };
  if (Effect !== "Allow" && Effect !== "Deny") return refuse();
  if (Sid !== undefined && typeof Sid !== "string") return refuse();
  const statement: Statement = {
    kind,
    effect: Effect,
    variables,
    principal: readPrincipal(Principal),
    notPrincipal: readPrincipal(NotPrincipal),
    action: actions(Action),
    notAction: actions(NotAction),
    resource: resources(Resource, kind),
    notResource: resources(NotResource, kind),
    conditions: readConditions(Condition),
  };
  const isOfKind = isStatementOf[kind]?.(statement) ?? true;
  return isComplete(statement) && isOfKind ? statement : refuse();
};

const parseText = (raw: unknown): unknown => {
  if (typeof raw !== "string") return raw;
  try {
    return JSON.parse(raw.trimStart().startsWith("%") ? decodeURIComponent(raw) : raw);
  } catch {
    return refuse();
  }
};

/** A policy document: an object, its JSON text, or that text URL-encoded as IAM returns it. */
export const readDocument = (raw: unknown, kind: Kind): Document => {
  try {
    const document = parseText(raw);
    if (!isRecord(document) || isUnreadable(document)) return undefined;
    const { Version, Id, Statement, ...rest } = document as Record<string, unknown>;
    if (Object.keys(rest).length > 0 || Statement === undefined) return undefined;
    if (![undefined, "2012-10-17", "2008-10-17"].includes(Version as string)) return undefined;
    if (Id !== undefined && typeof Id !== "string") return undefined;
    const list = Array.isArray(Statement) ? Statement : [Statement];
    return list.map((one) => readStatement(one, kind, Version === "2012-10-17"));
  } catch (error) {
    if (error instanceof Refused) return undefined;
    throw error;
  }
};
