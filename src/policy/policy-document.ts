import { type ConditionOperator, parseConditionOperator } from "./condition-operator.ts";
import { refusalByType } from "./policy-type-rules.ts";

/** Which kind of policy a document is: it decides which elements it may hold. */
export type PolicyType =
  | "identity-policy"
  | "key-policy"
  | "resource-control-policy"
  | "service-control-policy"
  | "vpc-endpoint-policy";

/** One statement as written, checked. */
export interface StatementElements {
  readonly sid: string | null;
  readonly effect: "Allow" | "Deny";
  /** The Principal or NotPrincipal element: type (`AWS`, `Service` …) and values; `*` alone is type `*`. */
  readonly principals: readonly { readonly type: string; readonly value: string }[] | null;
  readonly notPrincipal: boolean;
  /** null: the statement has neither Action nor NotAction. */
  readonly actions: readonly string[] | null;
  readonly notAction: boolean;
  /** null: the statement has neither Resource nor NotResource. */
  readonly resources: readonly string[] | null;
  readonly notResource: boolean;
  readonly conditions: readonly {
    readonly operator: ConditionOperator;
    readonly key: string;
    readonly values: readonly string[];
  }[];
}

export interface PolicyDocument {
  /** Whether the Version has policy variables (2012-10-17). */
  readonly variables: boolean;
  readonly statements: readonly StatementElements[];
}

/** Why AWS would have refused a document, and where. */
export interface Malformed {
  readonly path: string;
  readonly reason: string;
}

class MalformedError extends Error {
  readonly path: string;
  constructor(path: string, reason: string) {
    super(reason);
    this.path = path;
  }
}

/**
 * Checks a policy document by IAM's grammar. What AWS would have refused makes the document
 * malformed as a whole.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_grammar.html
 */
export function parsePolicyDocument(
  json: unknown,
  type: PolicyType,
): { readonly document: PolicyDocument } | { readonly malformed: Malformed } {
  try {
    return { document: readDocument(json, type) };
  } catch (error) {
    if (error instanceof MalformedError) {
      return { malformed: { path: error.path, reason: error.message } };
    }
    throw error;
  }
}

function readDocument(json: unknown, type: PolicyType): PolicyDocument {
  const document = asObject(json, "");
  onlyElements(document, ["Version", "Id", "Statement"], "");
  const version = document["Version"];
  if (version !== undefined && version !== "2012-10-17" && version !== "2008-10-17") {
    fail("Version", `the Version \`${show(version)}\` is neither 2012-10-17 nor 2008-10-17`);
  }
  const written = document["Statement"];
  if (written === undefined) fail("Statement", "the document has no Statement");
  const statements = (Array.isArray(written) ? written : [written]) as unknown[];
  return {
    variables: version === "2012-10-17",
    statements: statements.map((json, index) => {
      const path = Array.isArray(written) ? `Statement[${index}]` : "Statement";
      const statement = readStatement(json, type, path);
      const refusal = refusalByType(statement, type);
      if (refusal !== null) fail(path, refusal);
      return statement;
    }),
  };
}

const ELEMENTS = [
  "Sid",
  "Effect",
  "Principal",
  "NotPrincipal",
  "Action",
  "NotAction",
  "Resource",
  "NotResource",
  "Condition",
];

function readStatement(json: unknown, type: PolicyType, path: string): StatementElements {
  const statement = asObject(json, path);
  onlyElements(statement, ELEMENTS, path);
  const effect = statement["Effect"];
  if (effect !== "Allow" && effect !== "Deny") {
    fail(
      `${path}.Effect`,
      effect === undefined
        ? "the statement has no Effect"
        : `the Effect \`${show(effect)}\` is neither Allow nor Deny`,
    );
  }
  const sid = statement["Sid"];
  if (sid !== undefined && typeof sid !== "string") fail(`${path}.Sid`, "the Sid is not a string");
  const principal = oneOf(statement, "Principal", "NotPrincipal", path);
  const hasPrincipal = type !== "identity-policy" && type !== "service-control-policy";
  if (principal !== null && !hasPrincipal) {
    fail(`${path}.${principal.name}`, `${principal.name} cannot stand in this kind of policy`);
  }
  if (principal === null && hasPrincipal) fail(path, "the statement has no Principal");
  const action = oneOf(statement, "Action", "NotAction", path);
  const resource = oneOf(statement, "Resource", "NotResource", path);
  // Key policies stored before August 2025 may lack Action or Resource; such a statement has no effect.
  if (type !== "key-policy") {
    if (action === null) fail(path, "the statement has neither Action nor NotAction");
    if (resource === null) fail(path, "the statement has neither Resource nor NotResource");
  }
  return {
    sid: (sid as string | undefined) ?? null,
    effect,
    principals:
      principal === null ? null : readPrincipals(principal.value, `${path}.${principal.name}`),
    notPrincipal: principal?.name === "NotPrincipal",
    actions: action === null ? null : readActions(action.value, `${path}.${action.name}`),
    notAction: action?.name === "NotAction",
    resources: resource === null ? null : stringList(resource.value, `${path}.${resource.name}`),
    notResource: resource?.name === "NotResource",
    conditions: readConditions(statement["Condition"], `${path}.Condition`),
  };
}

function readActions(json: unknown, path: string): readonly string[] {
  const actions = stringList(json, path);
  for (const action of actions) {
    if (action !== "*" && !/^[A-Za-z0-9*?-]+:[A-Za-z0-9*?-]+$/.test(action)) {
      fail(path, `the action \`${action}\` is not of the form service:Action`);
    }
  }
  return actions;
}

const PRINCIPAL_TYPES = ["AWS", "Service", "Federated", "CanonicalUser"];

function readPrincipals(json: unknown, path: string): StatementElements["principals"] {
  if (json === "*") return [{ type: "*", value: "*" }];
  const principals: { type: string; value: string }[] = [];
  for (const [type, values] of Object.entries(asObject(json, path))) {
    if (!PRINCIPAL_TYPES.includes(type))
      fail(`${path}.${type}`, `\`${type}\` is no type of principal`);
    for (const value of stringList(values, `${path}.${type}`)) principals.push({ type, value });
  }
  return principals;
}

function readConditions(json: unknown, path: string): StatementElements["conditions"] {
  if (json === undefined) return [];
  return Object.entries(asObject(json, path)).flatMap(([written, keys]) => {
    const operator = parseConditionOperator(written);
    if (operator === null) fail(`${path}.${written}`, `unknown condition operator \`${written}\``);
    return Object.entries(asObject(keys, `${path}.${written}`)).map(([key, values]) => ({
      operator,
      key,
      values: scalarList(values, `${path}.${written}.${key}`),
    }));
  });
}

function oneOf(
  statement: Readonly<Record<string, unknown>>,
  element: string,
  notElement: string,
  path: string,
): { name: string; value: unknown } | null {
  const has = Object.hasOwn(statement, element);
  const hasNot = Object.hasOwn(statement, notElement);
  if (has && hasNot) fail(path, `the statement has both ${element} and ${notElement}`);
  if (has) return { name: element, value: statement[element] };
  return hasNot ? { name: notElement, value: statement[notElement] } : null;
}

function asObject(json: unknown, path: string): Readonly<Record<string, unknown>> {
  if (typeof json !== "object" || json === null || Array.isArray(json)) {
    fail(path, path === "" ? "the document is not a JSON object" : "not a JSON object");
  }
  return json as Readonly<Record<string, unknown>>;
}

function onlyElements(
  object: Readonly<Record<string, unknown>>,
  allowed: readonly string[],
  path: string,
): void {
  for (const name of Object.keys(object)) {
    if (!allowed.includes(name)) {
      fail(path === "" ? name : `${path}.${name}`, `\`${name}\` is no element of a policy`);
    }
  }
}

function stringList(json: unknown, path: string): readonly string[] {
  const list = Array.isArray(json) ? (json as unknown[]) : [json];
  for (const member of list) {
    if (typeof member !== "string") fail(path, "not a string or a list of strings");
  }
  return list as string[];
}

/** Condition values may be unquoted numbers and booleans. */
function scalarList(json: unknown, path: string): readonly string[] {
  const list = Array.isArray(json) ? (json as unknown[]) : [json];
  return list.map((member) => {
    if (typeof member === "string") return member;
    if (typeof member === "number" || typeof member === "boolean") return String(member);
    return fail(path, "not a string, number or boolean, or a list of these");
  });
}

function show(value: unknown): string {
  return (typeof value === "string" ? value : (JSON.stringify(value) ?? "undefined")).slice(0, 80);
}

function fail(path: string, reason: string): never {
  throw new MalformedError(path, reason);
}
