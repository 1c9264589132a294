import fc from "fast-check";
import { it } from "vitest";
import { type MatrixCell, matrix, matrixStats } from "../../src/access/who-can/matrix.ts";
import { KMS_ACTIONS } from "../../src/kms/action-table.ts";
import { type ActionSet, actionIndexes, hasAction } from "../../src/policy/action-set.ts";
import { type SnapshotJson, snapshotArbitrary } from "../support/generators/snapshot-arbitrary.ts";
import { decideIn, wordOf, worldOf } from "./decide-both.ts";
import { numbersFrom } from "./draw-contexts.ts";
import { holdsFor, must } from "./holds-for.ts";
import { runs } from "./runs.ts";

/** Doubles of users and roles, so that some principals differ in nothing but their names. */
const withDoubles = (snapshot: SnapshotJson): SnapshotJson => {
  const details = snapshot["authorizationDetails"] as Record<string, object[]> | undefined;
  if (details?.["UserDetailList"] === undefined) return snapshot;
  const doubled = (list: readonly object[] = []): object[] =>
    list.flatMap((one) => [
      one,
      Object.fromEntries(
        Object.entries(one).map(([name, value]) =>
          /^(Arn|UserName|RoleName|UserId|RoleId)$/.test(name)
            ? [name, `${value}2`]
            : [name, value],
        ),
      ),
    ]);
  return {
    ...snapshot,
    authorizationDetails: {
      ...details,
      UserDetailList: doubled(details["UserDetailList"]),
      RoleDetailList: doubled(details["RoleDetailList"]),
    },
  };
};

const wordIn = (cell: MatrixCell, action: number): string => {
  const is = (set: ActionSet) => hasAction(set, action);
  if (is(cell.explicitDeny)) return "explicitDeny";
  if (is(cell.allowed)) return "allowed";
  return is(cell.conditional) ? "conditional" : "implicitDeny";
};

const generated = fc.record({
  snapshot: snapshotArbitrary.map(withDoubles),
  draw: fc.integer(),
});
const options = { trustedAccounts: [], skipEmpty: false };

const requestOf = ({ principal, key, via }: MatrixCell, action: number) => ({
  principal,
  action: `kms:${KMS_ACTIONS[action]?.name}`,
  ...(key === null ? {} : { key }),
  ...(via === null ? {} : { via }),
});

it(`every cell of the matrix is what check says, ${runs.told}`, () => {
  holdsFor(generated, 12, ({ snapshot, draw }) => {
    const world = worldOf(snapshot);
    const below = numbersFrom(draw);
    for (const cell of matrix(worldOf(snapshot), options)) {
      const actions = actionIndexes(cell.actions);
      for (let drawn = 0; drawn < 4; drawn++) {
        const action = actions[below(actions.length)] ?? 0;
        const request = requestOf(cell, action);
        const word = wordOf(decideIn(world, request));
        const said = wordIn(cell, action);
        must(word === said, "a cell is what check says", () => ({ request, word, said }));
      }
    }
  });
});

it(`the matrix's counts are the sums of its cells, ${runs.told}`, () => {
  holdsFor(generated, 12, ({ snapshot }) => {
    const sums = new Map<string, number>();
    for (const cell of matrix(worldOf(snapshot), options)) {
      for (const action of actionIndexes(cell.actions)) {
        const word = wordIn(cell, action);
        sums.set(word, (sums.get(word) ?? 0) + 1);
      }
    }
    const { decisions } = matrixStats(worldOf(snapshot));
    for (const [word, count] of Object.entries(decisions)) {
      const sum = sums.get(word) ?? 0;
      must(count === sum, `the number of ${word}`, () => ({ count, sum }));
    }
  });
});
