import { describe, expect, it } from "vitest";
import type { Grant, SnapshotKey } from "../../../../src/account/snapshot.ts";
import { createCompiler } from "../../../../src/kms/compiler.ts";
import { UNTOLD_ORGANIZATION } from "../../../../src/kms/directory/account-organization.ts";
import { classPrincipals } from "../../../../src/kms/evaluate/classed-principals.ts";
import {
  namedByGrants,
  namedByStatements,
  reachNumber,
} from "../../../../src/kms/evaluate/named-principals.ts";
import { makeNumberTrie } from "../../../../src/kms/evaluate/number-trie.ts";
import { compileKey } from "../../../../src/kms/key/compiled-key.ts";
import { prepareTarget } from "../../../../src/kms/layers/prepared-target.ts";
import { compileContext, NOTHING_TOLD } from "../../../../src/kms/request/request-facts.ts";
import { OUTSIDE_ENDPOINTS } from "../../../../src/kms/request/request-path.ts";
import { aliasTarget, keyTarget } from "../../../../src/kms/request/target.ts";
import { makePrincipal } from "../../../../src/kms/world/make-principal.ts";
import { service } from "../../../../src/kms/world/other-principals.ts";

const account = "111122223333";
const arn = (name: string) => `arn:aws:iam::${account}:role/${name}`;
const role = (name: string) =>
  makePrincipal("role", arn(name), account, { arn: arn(name), uniqueId: `AROA${name}EXAMPLE` });
const compiler = createCompiler();
const names = ["A", "B", "C"];
const principals = classPrincipals(
  names.map((name) => ({ ...service("s3.amazonaws.com"), principal: role(name) })),
  compiler,
);

const allow = (principal: object, action = "kms:*") => ({
  Effect: "Allow",
  Principal: principal,
  Action: action,
  Resource: "*",
});

function onKey(more: Partial<SnapshotKey>) {
  const metadata = { Arn: `arn:aws:kms:us-west-2:${account}:key/1234abcd` };
  const key = compileKey({ metadata, ...more }, compiler);
  const request = compileContext(NOTHING_TOLD);
  return prepareTarget(keyTarget(key, UNTOLD_ORGANIZATION, OUTSIDE_ENDPOINTS, request));
}
const onPolicy = (...statements: readonly object[]) =>
  onKey({ policy: { Statement: statements } }).keyPolicy;
const named = (indexes: readonly number[]) => indexes.map((index) => names[index]);

describe("the principals that grants name", () => {
  const grant = (more: Partial<Grant>): Grant => ({ Operations: ["Sign"], ...more }) as Grant;
  it.each<readonly [what: string, grants: SnapshotKey["grants"], expected: readonly string[]]>([
    ["a grantee", [grant({ GranteePrincipal: arn("B") })], ["B"]],
    ["a grantee by unique id", [grant({ GranteePrincipal: "AROACEXAMPLE" })], ["C"]],
    [
      "a retiring principal",
      [grant({ GranteePrincipal: arn("B"), RetiringPrincipal: arn("A") })],
      ["B", "A"],
    ],
    [
      "a retiring principal by unique id",
      [grant({ GranteePrincipal: arn("X"), RetiringPrincipal: "AROAAEXAMPLE" })],
      ["A"],
    ],
    ["nobody of the account", [grant({ GranteePrincipal: arn("X") })], []],
    ["grants that could not be read", { unreadable: "AccessDenied" }, []],
    ["none", [], []],
  ])("%s", (_, grants, expected) => {
    expect(named(namedByGrants(onKey({ grants: grants as never }), principals))).toEqual(expected);
  });

  it("are none where the grants are not told, or where there is no key", () => {
    expect(namedByGrants(onKey({}), principals)).toEqual([]);
    const alias = aliasTarget(
      `arn:aws:kms:us-west-2:${account}:alias/a`,
      account,
      "us-west-2",
      UNTOLD_ORGANIZATION,
      OUTSIDE_ENDPOINTS,
      compileContext(NOTHING_TOLD),
    );
    expect(namedByGrants(prepareTarget(alias), principals)).toEqual([]);
  });
});

describe("the principals that statements name", () => {
  it("are those whose ARN or unique id they write out", () => {
    const statements = onPolicy(
      allow({ AWS: [arn("C"), arn("X")] }),
      allow({ AWS: ["AROAAEXAMPLE", account] }),
      allow({ Service: "s3.amazonaws.com" }),
    );
    expect(named(namedByStatements(statements, principals))).toEqual(["C", "A"]);
  });

  it("are none of a policy that could not be read, or without a Principal element", () => {
    const unreadable = onKey({ policy: { unreadable: "AccessDenied" } });
    expect(unreadable.keyPolicy).not.toEqual([]);
    expect(namedByStatements(unreadable.keyPolicy, principals)).toEqual([]);
    const [one] = onPolicy(allow({ AWS: arn("A") }));
    const statement = one?.placed.statement ?? null;
    if (one === undefined || statement === null) throw new Error("no statement");
    const placed = { ...one.placed, statement: { ...statement, principal: null } };
    expect(namedByStatements([{ ...one, placed }], principals)).toEqual([]);
  });
});

describe("how statements reach a principal", () => {
  const reachOfEach = (...statements: readonly object[]) => {
    const trie = makeNumberTrie();
    const prepared = onPolicy(...statements);
    return names.map((name) => reachNumber(trie, prepared, role(name)));
  };

  it("is one number for those whom they reach alike", () => {
    const [a, b, c] = reachOfEach(allow({ AWS: [arn("A"), arn("B")] }), allow({ AWS: account }));
    expect(a).toBe(b);
    expect(c).not.toBe(a);
  });

  it("tells by which route they reach them", () => {
    const [a, b] = reachOfEach(allow({ AWS: [arn("A"), account] }));
    expect(a).not.toBe(b);
  });

  it("tells which of the statements reaches them", () => {
    const [a, b, c] = reachOfEach(allow({ AWS: arn("A") }), allow({ AWS: arn("B") }));
    expect(new Set([a, b, c]).size).toBe(3);
  });
});
