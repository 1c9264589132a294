import { isUnreadable } from "../../account/snapshot.ts";
import type { Compiler } from "../../kms/compiler.ts";
import type { PolicyType } from "../../policy/statement-elements.ts";

/** What in a policy document IAM's grammar refuses, with its path; null: nothing. */
export function malformedDocument(
  json: unknown,
  type: PolicyType,
  compiler: Compiler,
): string | null {
  const compiled = compiler.policy(json as Readonly<Record<string, unknown>>, type);
  return isUnreadable(compiled) ? compiled.unreadable : null;
}
