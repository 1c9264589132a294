import { existsSync, readFileSync } from "node:fs";
import { resolve } from "node:path";
import { describe, expect, it } from "vitest";
import { decideReference } from "../reference/decide-reference.ts";
import { decideJson } from "../support/decide-json.ts";
import { documentedCases, requestOf, snapshotOf } from "./documented-case.ts";

const file = "../shared/conformance/documented-cases.json";
const path = resolve(import.meta.dirname, "../..", file);
const isThere = existsSync(path);
if (!isThere) console.info(`documented cases skipped: ${file} is not beside the repository`);

const decisions = { allow: "allowed", explicitDeny: "explicitDeny", implicitDeny: "implicitDeny" };

describe.runIf(isThere)("worked examples of AWS's documentation", () => {
  const { cases } = documentedCases.parse(
    isThere ? JSON.parse(readFileSync(path, "utf8")) : { cases: [] },
  );
  const named = cases.map((one) => [one.id, one.title, one] as const);

  it.for(named)("%s by the reference: %s", ([, , one]) => {
    const { decision, codes } = decideReference([snapshotOf(one)], requestOf(one));
    expect(decision, codes.join(", ")).toBe(decisions[one.expected]);
  });

  it.for(named)("%s: %s", ([, , one]) => {
    const decision = decideJson([snapshotOf(one)], requestOf(one));
    expect(decision).toMatchObject({ decision: decisions[one.expected] });
  });
});
