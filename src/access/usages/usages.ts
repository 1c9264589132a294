import { isUnreadable, type Snapshot } from "../../account/snapshot.ts";
import { compileWorld } from "../../kms/world/world.ts";
import type { AccessChange } from "../compare/access-change.ts";
import { mentionPattern, touchingPattern } from "./mention-patterns.ts";
import { unreadPolicies } from "./unread-policies.ts";
import { concernedBy } from "./usages-concerned.ts";
import { type DependentOptions, dependentsOnKeys } from "./usages-dependents.ts";
import { keysOfUnknownUsage, type UsageKey, usageKeys } from "./usages-keys.ts";
import { dependentsOnNetwork } from "./usages-network.ts";
import { type UsageStatement, usageStatements } from "./usages-statements.ts";
import type { UsageSubject } from "./usages-subject.ts";

/** Where a tag, an alias or a network is used. */
export interface Usages {
  readonly statements: readonly UsageStatement[];
  readonly keys: readonly UsageKey[];
  /** What access would change if it were taken off the keys, or if the network were gone. */
  readonly dependents: readonly AccessChange[];
  /** ARNs of the keys whose tags or aliases are not known. */
  readonly unknownKeys: readonly string[];
  /** The keys of some Region could not be listed. */
  readonly areKeysUnread: boolean;
  /** Policies that nobody could read, in words: they may mention it, and somebody may depend on it by them. */
  readonly unreadPolicies: readonly string[];
}

/** Finds every use of a tag, an alias, a VPC endpoint or a VPC, and who depends on it. */
export function usagesOf(
  snapshots: readonly Snapshot[],
  subject: UsageSubject,
  options: DependentOptions,
): Usages {
  const { compiler } = options;
  const statements = usageStatements(snapshots, mentionPattern(subject, snapshots), compiler);
  const keys = usageKeys(snapshots, subject);
  const unread = {
    unknownKeys: keysOfUnknownUsage(snapshots, subject),
    areKeysUnread: snapshots.some((snapshot) => isUnreadable(snapshot.keys)),
    unreadPolicies: unreadPolicies(compileWorld(snapshots, compiler)),
  };
  if (subject.kind === "network") {
    const dependents = dependentsOnNetwork(snapshots, subject.id, options);
    return { statements, keys, dependents, ...unread };
  }
  const touching = usageStatements(snapshots, touchingPattern(subject), compiler);
  const concerns = concernedBy(touching, snapshots);
  const dependents = dependentsOnKeys(snapshots, keys, concerns, options);
  return { statements, keys, dependents, ...unread };
}
