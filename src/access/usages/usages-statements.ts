import { isUnreadable, type Snapshot } from "../../account/snapshot.ts";
import type { Compiler } from "../../kms/compiler.ts";
import type { Layer } from "../../kms/decision.ts";
import { isEmptySet } from "../../policy/action-set.ts";
import type { PolicyType } from "../../policy/statement-elements.ts";
import { type Mention, type MentionPattern, mentionsIn } from "./mention.ts";
import { policiesOf } from "./usages-policies.ts";
import type { UsedPolicy } from "./used-policy.ts";

/** A statement that mentions what is asked about. */
export interface UsageStatement {
  readonly layer: Layer;
  readonly policy: string;
  readonly sid: string | null;
  readonly statement: number;
  readonly effect: "Allow" | "Deny";
  readonly account: string;
  /** ARNs of keys, users, groups and roles, ids of endpoints and accounts; none: not attached. */
  readonly attachedTo: readonly string[];
  readonly mentions: readonly Mention[];
  /** false: the statement names no action of KMS, so it decides nothing about keys. */
  readonly concernsKms: boolean;
}

/** Every statement of the snapshots' policies that mentions what is asked about. */
export function usageStatements(
  snapshots: readonly Snapshot[],
  pattern: MentionPattern,
  compiler: Compiler,
): readonly UsageStatement[] {
  const found = policiesOf(snapshots).flatMap((policy) => statementsOf(policy, pattern, compiler));
  // A policy that stands at several levels of an organization is told once.
  return [...new Map(found.map((one) => [JSON.stringify(one), one])).values()];
}

function statementsOf(
  { layer, policy, account, document, attachedTo }: UsedPolicy,
  pattern: MentionPattern,
  compiler: Compiler,
): readonly UsageStatement[] {
  const type: PolicyType = layer === "permissions-boundary" ? "identity-policy" : layer;
  const compiled = compiler.policy(document, type);
  if (isUnreadable(compiled)) return [];
  return compiled.statements.flatMap((statement) => {
    const mentions = mentionsIn(statement, pattern);
    if (mentions.length === 0) return [];
    return [
      {
        layer,
        policy,
        sid: statement.sid,
        statement: statement.index,
        effect: statement.effect,
        account,
        attachedTo,
        mentions,
        concernsKms: !isEmptySet(statement.actions),
      },
    ];
  });
}
