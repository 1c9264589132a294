import type { Snapshot } from "../../account/snapshot.ts";
import type { AccessChange } from "../compare/access-change.ts";
import { mentionPattern, touchingPattern } from "./mention-patterns.ts";
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
  const unknownKeys = keysOfUnknownUsage(snapshots, subject);
  if (subject.kind === "network") {
    const dependents = dependentsOnNetwork(snapshots, subject.id, options);
    return { statements, keys, dependents, unknownKeys };
  }
  const touching = usageStatements(snapshots, touchingPattern(subject), compiler);
  const concerns = concernedBy(touching, snapshots);
  const dependents = dependentsOnKeys(snapshots, keys, concerns, options);
  return { statements, keys, dependents, unknownKeys };
}
