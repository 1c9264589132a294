import { parseConditionOperator } from "./condition-operator.ts";
import {
  type JsonObject,
  memberPath,
  type Refuse,
  readElements,
  readObject,
  readScalars,
  readStrings,
  readText,
  showValue,
} from "./element-shape.ts";
import { refusalByType } from "./policy-type-rules.ts";
import type { PolicyType, StatementElements } from "./statement-elements.ts";

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

/** A statement as it is being read: its elements, and where it tells what AWS would have refused. */
interface Reading {
  readonly statement: JsonObject;
  readonly path: string;
  readonly type: PolicyType;
  readonly refuse: Refuse;
}

/**
 * Reads one statement by IAM's grammar and the rules of the policy's type.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements.html
 */
export function readStatement(
  json: unknown,
  type: PolicyType,
  path: string,
  refuse: Refuse,
): StatementElements {
  const statement = readElements(json, ELEMENTS, path, refuse);
  const reading: Reading = { statement, path, type, refuse };
  const effect = readEffect(reading);
  const sid = readText(statement["Sid"], `${path}.Sid`, refuse);
  const elements: StatementElements = {
    path,
    sid,
    effect,
    ...readPrincipal(reading),
    ...readAction(reading),
    ...readResource(reading),
    conditions: readConditions(reading),
  };
  const refusal = refusalByType(elements, type);
  if (refusal !== null) refuse(path, refusal);
  return elements;
}

/** https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_effect.html */
function readEffect({ statement, path, refuse }: Reading): "Allow" | "Deny" {
  const effect = statement["Effect"];
  if (effect === "Allow" || effect === "Deny") return effect;
  refuse(
    `${path}.Effect`,
    effect === undefined
      ? "the statement has no Effect"
      : `the Effect \`${showValue(effect)}\` is neither Allow nor Deny`,
  );
  // Stryker disable next-line StringLiteral: a refused document is not evaluated
  return "Deny";
}

function readPrincipal(reading: Reading): Pick<StatementElements, "principals" | "notPrincipal"> {
  const { path, type, refuse } = reading;
  const found = oneOf(reading, "Principal", "NotPrincipal");
  const hasPrincipal = type !== "identity-policy" && type !== "service-control-policy";
  if (found === null) {
    if (hasPrincipal) refuse(path, "the statement has no Principal");
    return { principals: null, notPrincipal: false };
  }
  if (!hasPrincipal) refuse(found.path, `${found.name} cannot stand in this kind of policy`);
  return {
    principals: readPrincipals(found.value, found.path, refuse),
    notPrincipal: found.name === "NotPrincipal",
  };
}

const PRINCIPAL_TYPES = ["AWS", "Service", "Federated", "CanonicalUser"];

/** https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_principal.html */
function readPrincipals(
  json: unknown,
  path: string,
  refuse: Refuse,
): StatementElements["principals"] {
  if (json === "*") return [{ type: "*", value: "*" }];
  const byType = Object.entries(readObject(json, path, refuse));
  return byType.flatMap(([type, values]) => {
    if (!PRINCIPAL_TYPES.includes(type)) {
      refuse(`${path}.${type}`, `\`${type}\` is no type of principal`);
    }
    return readStrings(values, `${path}.${type}`, refuse).map((value) => ({ type, value }));
  });
}

/** https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_action.html */
function readAction(reading: Reading): Pick<StatementElements, "actions" | "notAction"> {
  const { path, refuse } = reading;
  const found = oneOf(reading, "Action", "NotAction");
  if (found === null) {
    if (!mayBeIncomplete(reading)) refuse(path, "the statement has neither Action nor NotAction");
    return { actions: null, notAction: false };
  }
  const actions = readStrings(found.value, found.path, refuse);
  for (const action of actions) {
    if (action !== "*" && !/^[A-Za-z0-9*?-]+:[A-Za-z0-9*?-]+$/.test(action)) {
      refuse(found.path, `the action \`${action}\` is not of the form service:Action`);
    }
  }
  return { actions, notAction: found.name === "NotAction" };
}

function readResource(reading: Reading): Pick<StatementElements, "resources" | "notResource"> {
  const { path, refuse } = reading;
  const found = oneOf(reading, "Resource", "NotResource");
  if (found === null) {
    if (!mayBeIncomplete(reading)) {
      refuse(path, "the statement has neither Resource nor NotResource");
    }
    return { resources: null, notResource: false };
  }
  return {
    resources: readStrings(found.value, found.path, refuse),
    notResource: found.name === "NotResource",
  };
}

/** Key policies stored before August 2025 may lack Action or Resource; such a statement has no effect. */
function mayBeIncomplete({ type }: Reading): boolean {
  return type === "key-policy";
}

/** https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_condition.html */
function readConditions({ statement, path, refuse }: Reading): StatementElements["conditions"] {
  if (statement["Condition"] === undefined) return [];
  const place = `${path}.Condition`;
  return Object.entries(readObject(statement["Condition"], place, refuse)).flatMap(
    ([written, keys]) => {
      const operator = parseConditionOperator(written);
      if (operator === null) {
        refuse(`${place}.${written}`, `unknown condition operator \`${written}\``);
        // Stryker disable next-line ArrayDeclaration: a refused document is not evaluated
        return [];
      }
      return Object.entries(readObject(keys, `${place}.${written}`, refuse)).map(
        ([key, values]) => ({
          operator,
          key,
          values: readScalars(values, `${place}.${written}.${key}`, refuse),
        }),
      );
    },
  );
}

/** The one of two elements of which a statement may have only one; null: it has neither. */
function oneOf(
  { statement, path, refuse }: Reading,
  element: string,
  notElement: string,
): { readonly name: string; readonly value: unknown; readonly path: string } | null {
  const has = Object.hasOwn(statement, element);
  const hasNot = Object.hasOwn(statement, notElement);
  if (has && hasNot) refuse(path, `the statement has both ${element} and ${notElement}`);
  if (!has && !hasNot) return null;
  const name = has ? element : notElement;
  return { name, value: statement[name], path: memberPath(path, name) };
}
