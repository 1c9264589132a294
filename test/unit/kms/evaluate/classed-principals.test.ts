import { describe, expect, it } from "vitest";
import { createCompiler } from "../../../../src/kms/compiler.ts";
import {
  ALONE,
  classPrincipals,
  type NumberLists,
} from "../../../../src/kms/evaluate/classed-principals.ts";
import type { LayerPolicy } from "../../../../src/kms/layer-policy.ts";
import type { PrincipalProfile } from "../../../../src/kms/request/principal-profile.ts";
import { makePrincipal } from "../../../../src/kms/world/make-principal.ts";
import { service } from "../../../../src/kms/world/other-principals.ts";

const account = "111122223333";
const compiler = createCompiler();
const arn = (id: string) => `arn:aws:kms:us-west-2:${account}:key/${id}`;

const policy = (
  element: Readonly<Record<string, string | readonly string[]>>,
  layer: LayerPolicy["layer"] = "identity-policy",
): LayerPolicy => ({
  layer,
  policy: "own",
  compiled: compiler.policy(
    {
      Version: "2012-10-17",
      Statement: { Effect: "Allow", Action: "kms:*", ...element },
    },
    "identity-policy",
  ),
});
const everywhere = policy({ Resource: "*" });
const here = policy({ Resource: arn("here") });

const named = (kind: "user" | "role", name: string, uniqueId: string | null = null) =>
  makePrincipal(kind, `arn:aws:iam::${account}:${kind}/${name}`, account, {
    arn: `arn:aws:iam::${account}:${kind}/${name}`,
    uniqueId,
  });
const having = (
  principal: PrincipalProfile["principal"],
  ...policies: readonly LayerPolicy[]
): PrincipalProfile => ({
  ...service("s3.amazonaws.com"),
  principal,
  identity: { kind: "policies", policies },
  tagText: "",
});
const role = (name: string, ...policies: readonly LayerPolicy[]) =>
  having(named("role", name), ...policies);
const classed = (...profiles: readonly PrincipalProfile[]) => classPrincipals(profiles, compiler);

const lists = ({ numbers, starts }: NumberLists) =>
  [...starts].slice(1).map((end, index) => [...numbers.slice(starts[index], end)]);

describe("the classes of principals", () => {
  it("hold those of the same kind, policies and tags; what has no kind is alone", () => {
    const { classes, organizations } = classed(
      role("a", everywhere),
      having(named("user", "b"), everywhere),
      service("s3.amazonaws.com"),
      role("c", everywhere),
      role("d", everywhere, here),
      service("s3.amazonaws.com"),
      { ...role("e", here), boundary: everywhere },
    );
    expect(classes.count).toBe(6);
    expect(lists(classes.members)).toEqual([[0, 3], [1], [2], [4], [5], [6]]);
    expect([...classes.of]).toEqual([0, 1, 2, 0, 3, 4, 5]);
    expect([...classes.kinds]).toEqual([0, 1, ALONE, 0, ALONE, 2]);
    expect(organizations).toHaveLength(3);
    // A boundary comes after the policies; equal documents have one number in a layer.
    expect(lists(classes.policies)).toEqual([[0], [0], [], [0, 1], [], [1, 0]]);
  });

  it("have no organization where all are alone", () => {
    expect(classed(service("s3.amazonaws.com")).organizations).toEqual([]);
  });

  it("are made once for a list of principals", () => {
    const profiles = [role("a"), role("b", here)];
    const made = classPrincipals(profiles, compiler);
    expect(classPrincipals(profiles, compiler)).toBe(made);
    expect(classPrincipals([...profiles], compiler)).not.toBe(made);
  });
});

describe("the policies of principals", () => {
  it("have a number for each document and layer", () => {
    const again = { ...everywhere, policy: "again" };
    const bounding = policy({ Resource: "*" }, "permissions-boundary");
    const { policies } = classed(
      role("a", everywhere, here),
      role("b", again),
      { ...role("c", again), boundary: bounding },
      role("d", here, here),
    );
    expect(policies.list).toEqual([everywhere, here, bounding]);
  });

  const unreadable: LayerPolicy = { ...here, compiled: { unreadable: "AccessDenied" } };
  it.each<readonly [what: string, own: LayerPolicy, written: readonly string[] | null]>([
    ["what it writes out", policy({ Resource: [arn("a"), arn("b")] }), [arn("a"), arn("b")]],
    ["everything", everywhere, null],
    ["a pattern", policy({ Resource: arn("*") }), null],
    ["a variable", policy({ Resource: arn("${aws:username}") }), null],
    ["all but what it writes out", policy({ NotResource: arn("a") }), null],
    ["nobody knows what", unreadable, null],
  ])("cover %s", (_, own, written) => {
    const { policies } = classed(role("a", here, own));
    expect([...policies.isOpen]).toEqual([0, written === null ? 1 : 0]);
    expect([...policies.byResource]).toEqual([
      [arn("here"), [0]],
      ...(written ?? []).map((resource) => [resource, [1]]),
    ]);
  });

  it("are found together by what they write out", () => {
    const both = policy({ Resource: [arn("here"), arn("there")] });
    const { byResource } = classed(role("a", here, both)).policies;
    expect([...byResource]).toEqual([
      [arn("here"), [0, 1]],
      [arn("there"), [1]],
    ]);
  });
});

describe("the names of principals", () => {
  it("are their ARNs and unique ids, several of one name together", () => {
    const a = named("role", "a", "AROAEXAMPLE");
    const { byName } = classed(having(a), service("s3.amazonaws.com"), role("b"), having(a));
    expect([...byName]).toEqual([
      [a.arn, [0, 3]],
      ["AROAEXAMPLE", [0, 3]],
      [`arn:aws:iam::${account}:role/b`, [2]],
    ]);
  });
});
