import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { applyChange } from "../../../../src/account/apply/apply-change.ts";
import { attributeChanges } from "../../../../src/account/attributes/attribute-changes.ts";
import { isUnknown } from "../../../../src/account/attributes/attribute-value.ts";
import { parseSnapshot } from "../../../../src/account/parse/parse-snapshot.ts";
import { sameJson } from "../../../../src/account/same-json.ts";
import type { Snapshot } from "../../../../src/account/snapshot.ts";
import { anyChange, anySnapshot } from "../change-arbitrary.ts";
import { deepFreeze } from "../sample-snapshot.ts";

const history = fc.array(anyChange, { minLength: 1, maxLength: 6 });

/** Every step of a history: the account before, the change, the account after. */
function* steps(snapshot: Snapshot, changes: readonly Parameters<typeof applyChange>[1][]) {
  let before = deepFreeze(snapshot);
  for (const change of changes) {
    const after = deepFreeze(applyChange(before, deepFreeze(change)));
    yield { before, change, after };
    before = after;
  }
}

/** The parts of a snapshot by a name that survives a change of their neighbours. */
function partsOf(snapshot: Snapshot): Map<string, unknown> {
  const parts = new Map<string, unknown>(Object.entries(snapshot));
  const add = (prefix: string, list: unknown, nameOf: (item: never) => string) => {
    if (!Array.isArray(list)) return;
    for (const item of list as never[]) {
      const name = `${prefix}.${nameOf(item)}`;
      parts.set(name, item);
      for (const [member, part] of Object.entries(item)) parts.set(`${name}.${member}`, part);
    }
  };
  const details = snapshot.authorizationDetails ?? {};
  add("keys", snapshot.keys, (key: { metadata: { Arn: string } }) => key.metadata.Arn);
  add("endpoints", snapshot.vpcEndpoints, (one: { VpcEndpointId: string }) => one.VpcEndpointId);
  for (const [member, list] of Object.entries(details)) {
    parts.set(member, list);
    add(member, list, (one: { Arn: string }) => one.Arn);
  }
  return parts;
}

describe("applyChange", () => {
  it("never writes to the account before, and shares every part that stays as it is", () => {
    fc.assert(
      fc.property(anySnapshot, history, (snapshot, changes) => {
        for (const { before, after } of steps(snapshot, changes)) {
          const old = new Map([...partsOf(before), ["", before] as const]);
          const kept = [...partsOf(after), ["", after] as const].filter(([name, part]) =>
            sameJson(part, old.get(name)),
          );
          for (const [name, part] of kept) expect(part, name).toBe(old.get(name));
        }
      }),
      { numRuns: 150 },
    );
  });

  it("does nothing the second time", () => {
    fc.assert(
      fc.property(anySnapshot, history, (snapshot, changes) => {
        for (const { change, after } of steps(snapshot, changes)) {
          expect(applyChange(after, change)).toBe(after);
        }
      }),
      { numRuns: 150 },
    );
  });

  it("makes a snapshot that can be read again", () => {
    fc.assert(
      fc.property(anySnapshot, history, (snapshot, changes) => {
        const after = changes.reduce(applyChange, snapshot);
        const result = parseSnapshot(after, "account.json");
        expect(result.ok && result.snapshot).toBe(after);
      }),
    );
  });

  it("alters the account only where an attribute changed, but for versions not in force", () => {
    fc.assert(
      fc.property(anySnapshot, history, (snapshot, changes) => {
        for (const { before, change, after } of steps(snapshot, changes)) {
          const told = attributeChanges(before, after, change);
          const known = told.filter((one) => !isUnknown(one.before));
          const isQuiet = change.kind.startsWith("iam-policy-") || change.kind === "iam-tags-set";
          if (after !== before && !isQuiet) expect(told).not.toEqual([]);
          if (after === before && "keyArn" in change) expect(known).toEqual([]);
        }
      }),
      { numRuns: 150 },
    );
  });
});
