import type { CompiledStatement } from "../../policy/compile-policy.ts";
import type { ConditionTest } from "../../policy/condition-test.ts";
import { hasWildcard } from "../../policy/glob.ts";

/** Who and which networks a statement names, in its Principal element and its conditions. */
export interface Mentions {
  readonly principals: readonly string[];
  /** VPC endpoint and VPC ids. */
  readonly networks: readonly string[];
}

/** Collects what a statement names. */
export function statementMentions(statement: CompiledStatement, partition: string): Mentions {
  const principals = new Set<string>();
  const networks = new Set<string>();
  const { principal } = statement;
  if (principal !== null) {
    for (const account of principal.accounts) principals.add(accountRoot(account, partition));
    for (const arn of principal.arns) principals.add(arn);
    for (const service of principal.services) principals.add(service);
  }
  for (const test of statement.tests) {
    const values = literalsOf(test);
    for (const named of principalsNamed(test, values, partition)) principals.add(named);
    if (NETWORK_KEYS.has(test.lookup)) for (const value of values) networks.add(value);
  }
  return { principals: [...principals], networks: [...networks] };
}

const NETWORK_KEYS = new Set(["aws:sourcevpc", "aws:sourcevpce"]);

function principalsNamed(
  { lookup }: ConditionTest,
  values: readonly string[],
  partition: string,
): readonly string[] {
  switch (lookup) {
    case "aws:principalaccount":
    case "kms:calleraccount":
      return values.filter(isAccountId).map((account) => accountRoot(account, partition));
    case "aws:principalarn":
      return values.flatMap((value) => namedByArn(value, partition));
    case "aws:principalservicename":
      return values;
    default:
      return [];
  }
}

function accountRoot(account: string, partition: string): string {
  return `arn:${partition}:iam::${account}:root`;
}

function isAccountId(text: string): boolean {
  return /^\d{12}$/.test(text);
}

/** The values without wildcards or variables; of an ARN pattern, also what it says of the account. */
function literalsOf(test: ConditionTest): readonly string[] {
  return test.values.filter(
    (value) => !value.includes("${") && (test.lookup === "aws:principalarn" || !hasWildcard(value)),
  );
}

/** The principal that an ARN names and its account; of a pattern, its account. */
function namedByArn(value: string, partition: string): readonly string[] {
  const account = value.split(":")[4] ?? "";
  return [
    ...(hasWildcard(value) ? [] : [value]),
    ...(isAccountId(account) ? [accountRoot(account, partition)] : []),
  ];
}
