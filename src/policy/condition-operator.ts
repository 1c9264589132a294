/** What an operator compares. */
export type OperatorType =
  | "string"
  | "numeric"
  | "date"
  | "bool"
  | "binary"
  | "ip"
  | "arn"
  | "null";

/** One condition operator with its prefix and suffix taken apart. */
export interface ConditionOperator {
  /** As written in the policy. */
  readonly written: string;
  readonly base: string;
  readonly type: OperatorType;
  /** A negated operator is satisfied when the value matches none of the policy's values. */
  readonly negated: boolean;
  readonly ifExists: boolean;
  readonly set: "ForAllValues" | "ForAnyValue" | null;
}

/**
 * The condition operators.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_condition_operators.html
 */
const OPERATORS: Readonly<
  Record<string, { readonly type: OperatorType; readonly negated: boolean }>
> = {
  StringEquals: { type: "string", negated: false },
  StringNotEquals: { type: "string", negated: true },
  StringEqualsIgnoreCase: { type: "string", negated: false },
  StringNotEqualsIgnoreCase: { type: "string", negated: true },
  StringLike: { type: "string", negated: false },
  StringNotLike: { type: "string", negated: true },
  NumericEquals: { type: "numeric", negated: false },
  NumericNotEquals: { type: "numeric", negated: true },
  NumericLessThan: { type: "numeric", negated: false },
  NumericLessThanEquals: { type: "numeric", negated: false },
  NumericGreaterThan: { type: "numeric", negated: false },
  NumericGreaterThanEquals: { type: "numeric", negated: false },
  DateEquals: { type: "date", negated: false },
  DateNotEquals: { type: "date", negated: true },
  DateLessThan: { type: "date", negated: false },
  DateLessThanEquals: { type: "date", negated: false },
  DateGreaterThan: { type: "date", negated: false },
  DateGreaterThanEquals: { type: "date", negated: false },
  Bool: { type: "bool", negated: false },
  BinaryEquals: { type: "binary", negated: false },
  IpAddress: { type: "ip", negated: false },
  NotIpAddress: { type: "ip", negated: true },
  ArnEquals: { type: "arn", negated: false },
  ArnLike: { type: "arn", negated: false },
  ArnNotEquals: { type: "arn", negated: true },
  ArnNotLike: { type: "arn", negated: true },
  Null: { type: "null", negated: false },
};

/** Reads an operator's name; null when IAM knows no such operator. */
export function parseConditionOperator(written: string): ConditionOperator | null {
  let base = written;
  let set: ConditionOperator["set"] = null;
  const colon = base.indexOf(":");
  // Stryker disable next-line EqualityOperator: without a prefix there is no operator either way
  if (colon >= 0) {
    const prefix = base.slice(0, colon);
    if (prefix !== "ForAllValues" && prefix !== "ForAnyValue") return null;
    set = prefix;
    base = base.slice(colon + 1);
  }
  const ifExists = base.endsWith("IfExists");
  if (ifExists) base = base.slice(0, -"IfExists".length);
  const operator = Object.hasOwn(OPERATORS, base) ? OPERATORS[base] : undefined;
  // IfExists cannot be combined with Null.
  if (operator === undefined || (operator.type === "null" && ifExists)) return null;
  return { written, base, ifExists, set, ...operator };
}
