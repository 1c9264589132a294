import type { CompiledStatement } from "../policy/compile-policy.ts";
import type { ConditionTest } from "../policy/condition-test.ts";
import { hasWildcard } from "../policy/glob.ts";

/** Who and which networks a statement names, in its Principal element and its conditions. */
export interface Mentions {
  readonly principals: readonly string[];
  /** VPC endpoint and VPC ids. */
  readonly networks: readonly string[];
}

const ACCOUNT_KEYS = new Set(["aws:principalaccount", "kms:calleraccount"]);

/** Collects what a statement names. */
export function statementMentions(statement: CompiledStatement, partition: string): Mentions {
  const principals = new Set<string>();
  const networks = new Set<string>();
  const accountRoot = (account: string) => `arn:${partition}:iam::${account}:root`;
  const { principal } = statement;
  if (principal !== null) {
    for (const account of principal.accounts) principals.add(accountRoot(account));
    for (const arn of principal.arns) principals.add(arn);
    for (const service of principal.services) principals.add(service);
  }
  for (const test of statement.tests) {
    for (const value of literalsOf(test)) {
      if (ACCOUNT_KEYS.has(test.lookup) && /^\d{12}$/.test(value))
        principals.add(accountRoot(value));
      else if (test.lookup === "aws:principalarn") addArn(value, principals, accountRoot);
      else if (test.lookup === "aws:principalservicename") principals.add(value);
      else if (test.lookup === "aws:sourcevpce" || test.lookup === "aws:sourcevpc")
        networks.add(value);
    }
  }
  return { principals: [...principals], networks: [...networks] };
}

/** The values without wildcards or variables; of an ARN pattern, also what it says of the account. */
function literalsOf(test: ConditionTest): readonly string[] {
  return test.values.filter(
    (value) => !value.includes("${") && (test.lookup === "aws:principalarn" || !hasWildcard(value)),
  );
}

function addArn(
  value: string,
  principals: Set<string>,
  accountRoot: (account: string) => string,
): void {
  if (!hasWildcard(value)) principals.add(value);
  const account = value.split(":")[4] ?? "";
  if (/^\d{12}$/.test(account)) principals.add(accountRoot(account));
}
