import { describe, expect, it } from "vitest";
import { isRequestError } from "../../src/access/decide/request.ts";
import { parseSnapshot } from "../../src/account/parse/parse-snapshot.ts";
import { decideJson } from "../support/decide-json.ts";
import { readCases } from "./read-cases.ts";

const cases = readCases();
const files = [...new Set(cases.map(({ file }) => file))];

/** Only the fields that the case names: a Sid or a group is asserted where it is told. */
const narrowed = (actual: object, wanted: object | undefined): object =>
  Object.fromEntries(Object.entries(actual).filter(([name]) => !wanted || name in wanted));

const place = (statement: { layer: string; policy: string | null; statement: number | null }) =>
  `${statement.layer} ${statement.policy} ${statement.statement}`;

const inPlaceOrder = <T extends Parameters<typeof place>[0]>(statements: readonly T[]): T[] =>
  statements.toSorted((a, b) => (place(a) < place(b) ? -1 : 1));

describe.for(files)("%s", (file) => {
  const own = cases.filter((one) => one.file === file);
  it.for(own.map((one) => [one.name, one] as const))("%s", ([, one]) => {
    const { snapshots, request, expected } = one;
    for (const snapshot of snapshots)
      expect(parseSnapshot(snapshot, file)).toMatchObject({ ok: true });
    const decision = decideJson(snapshots, request);
    if (isRequestError(decision)) throw new Error(decision.message);
    expect(decision.decision).toBe(expected.decision);
    const wanted = inPlaceOrder(expected.determiningStatements ?? []);
    const actual = inPlaceOrder(decision.determiningStatements);
    expect(actual.map((statement, index) => narrowed(statement, wanted[index]))).toEqual(wanted);
    if (expected.decision !== "explicitDeny" || expected.blockedBy !== undefined) {
      expect(decision.blockedBy.toSorted()).toEqual(expected.blockedBy?.toSorted() ?? []);
    }
    const { missingContextKeys = [], unknowns = [] } = expected;
    expect(decision.missingContextKeys.toSorted()).toEqual(missingContextKeys.toSorted());
    expect(decision.unknowns.map(({ code }) => code).sort()).toEqual(unknowns.toSorted());
  });
});
