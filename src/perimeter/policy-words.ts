import { parseArn } from "../account/arn.ts";
import type { StatementElements } from "../policy/statement-elements.ts";

/** What endpoint policies name, of all versions that are compared: requests are probed by it. */
export interface PolicyWords {
  /** Action patterns, as written. */
  readonly actions: readonly string[];
  /** Values of Resource and NotResource. */
  readonly resources: readonly string[];
  /** User, role and session ARNs of Principal and NotPrincipal. */
  readonly principals: readonly string[];
  /** Account ids that stand anywhere. */
  readonly accounts: readonly string[];
  /** Organization ids that stand anywhere. */
  readonly organizations: readonly string[];
  /** A principal of the type Federated stands in some statement. */
  readonly hasFederated: boolean;
  /** Keys, in lower case, of the principal's tags that conditions and variables ask for. */
  readonly principalTags: readonly string[];
  /** Some condition or variable asks for the principal's ARN, name or id. */
  readonly asksPrincipalNames: boolean;
  /** Everything in one text, to choose names that do not stand in it. */
  readonly text: string;
}

/** Collects what statements name. */
export function policyWords(statements: readonly StatementElements[]): PolicyWords {
  const text = JSON.stringify(statements);
  const principals = statements.flatMap((statement) => statement.principals ?? []);
  return {
    actions: unique(statements.flatMap(({ actions }) => actions ?? [])),
    resources: unique(statements.flatMap(({ resources }) => resources ?? [])),
    principals: unique(
      principals
        .filter(({ type, value }) => type === "AWS" && isNamed(value))
        .map(({ value }) => value),
    ),
    accounts: unique([...text.matchAll(/(?<!\d)\d{12}(?!\d)/g)].map(([id]) => id)),
    // https://docs.aws.amazon.com/organizations/latest/APIReference/API_Organization.html
    organizations: unique([...text.matchAll(/\bo-[a-z0-9]{10,32}\b/g)].map(([id]) => id)),
    hasFederated: principals.some(({ type }) => type === "Federated"),
    principalTags: unique(
      [...text.matchAll(/aws:principaltag\/([^"\\},]+)/gi)].map(([, key = ""]) =>
        key.toLowerCase(),
      ),
    ),
    asksPrincipalNames: /aws:(principalarn|userid|username)/i.test(text),
    text,
  };
}

function isNamed(value: string): boolean {
  const arn = parseArn(value);
  return arn !== null && arn.resource !== "root";
}

function unique(values: readonly string[]): readonly string[] {
  return [...new Set(values)];
}

/** An account id that stands nowhere in the text; `nth` tells several apart. */
export function unnamedAccount({ text }: PolicyWords, nth: number): string {
  for (let id = 990_000_000_000 + nth * 1000; ; id++) {
    if (!text.includes(String(id))) return String(id);
  }
}

/** A name that stands nowhere in the text. */
export function unnamed({ text }: PolicyWords, name: string): string {
  let unused = name;
  while (text.includes(unused)) unused = `${unused}x`;
  return unused;
}
