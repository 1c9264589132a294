import { placeDifferences } from "../../src/access/compare/place-difference.ts";
import { applyChange } from "../../src/account/apply/apply-change.ts";
import type { Snapshot } from "../../src/account/snapshot.ts";
import { parseRecord } from "../../src/cloudtrail/parse-record.ts";
import { scopeOfChanges } from "../../src/guardrail/judge/change-scope.ts";
import type { Compiler } from "../../src/kms/compiler.ts";
import { compileWorld } from "../../src/kms/world/world.ts";

/**
 * Decides a record as judging it does, up to which decisions differ: read, applied, the account after
 * compiled, decided before and after. Returns how many (principal, key, path) triples differ.
 */
export function decideRecord(
  snapshots: readonly Snapshot[],
  record: object,
  compiler: Compiler,
): number {
  const parsed = parseRecord(record);
  if (parsed.outcome !== "change") throw new Error(`the record came to ${parsed.outcome}`);
  const { event, changes } = parsed;
  const changed = snapshots.map((snapshot) => changes.reduce(applyChange, snapshot));
  const before = compileWorld(snapshots, compiler);
  const after = compileWorld(changed, compiler);
  let differing = 0;
  for (const scope of scopeOfChanges(changes, { before, after }, event)) {
    const options = { asIfEnabled: true };
    const sides = { before: { world: before, options }, after: { world: after, options } };
    for (const place of placeDifferences(sides.before, sides.after, scope)) {
      differing += place.differing.length;
    }
  }
  return differing;
}
