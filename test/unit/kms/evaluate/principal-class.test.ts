import { describe, expect, it } from "vitest";
import { createCompiler } from "../../../../src/kms/compiler.ts";
import {
  type AccountOrganization,
  UNTOLD_ORGANIZATION,
} from "../../../../src/kms/directory/account-organization.ts";
import { classOfPrincipal, kindOfPrincipal } from "../../../../src/kms/evaluate/principal-class.ts";
import type { LayerPolicy } from "../../../../src/kms/layer-policy.ts";
import type { PrincipalProfile } from "../../../../src/kms/request/principal-profile.ts";
import { makePrincipal, unknownIdentity } from "../../../../src/kms/world/make-principal.ts";
import { anyone, service } from "../../../../src/kms/world/other-principals.ts";
import { compileWorld } from "../../../../src/kms/world/world.ts";

const account = "111122223333";
const compiler = createCompiler();
const policy = (action: string, name = "own"): LayerPolicy => ({
  layer: "identity-policy",
  policy: name,
  compiled: compiler.policy(
    { Statement: { Effect: "Allow", Action: action, Resource: "*" } },
    "identity-policy",
  ),
});
const unread = (): LayerPolicy => ({
  layer: "identity-policy",
  policy: "own",
  compiled: { unreadable: "AccessDenied" },
});
const having = (...policies: readonly LayerPolicy[]): PrincipalProfile["identity"] => ({
  kind: "policies",
  policies,
});

const named = (kind: "user" | "role" | "session", name: string, of = account) =>
  makePrincipal(kind, `arn:aws:iam::${of}:${kind}/${name}`, of, {
    arn: `arn:aws:iam::${of}:${kind}/${name}`,
  });
const organization: AccountOrganization = { ...UNTOLD_ORGANIZATION };
const profile = (more: Partial<PrincipalProfile> = {}): PrincipalProfile => ({
  ...service("s3.amazonaws.com"),
  principal: named("role", "app"),
  identity: having(policy("kms:Sign")),
  organization,
  tagText: "",
  ...more,
});
const kind = (more: Partial<PrincipalProfile> = {}) => kindOfPrincipal(profile(more), compiler);
const classOf = (more: Partial<PrincipalProfile> = {}) => classOfPrincipal(profile(more), compiler);

describe("the kind of a principal", () => {
  it.each<readonly [what: string, same: Partial<PrincipalProfile>]>([
    ["name", { principal: named("role", "other") }],
    ["policies", { identity: having() }],
    ["tags", { tagText: "[]" }],
  ])("is one for principals that differ in %s", (_, same) => {
    expect(kind(same)).toBe(kind());
    expect(kind()).not.toBeNull();
  });

  it.each<readonly [what: string, other: Partial<PrincipalProfile>]>([
    ["a user", { principal: named("user", "app") }],
    ["another account's", { principal: named("role", "app", "444455556666") }],
    ["service-linked", { serviceLinked: true }],
    ["bounded", { boundary: policy("kms:Sign") }],
    ["of another organization", { organization: { ...organization } }],
  ])("is another of one that is %s", (_, other) => {
    expect(kind(other)).not.toBeNull();
    expect(kind(other)).not.toBe(kind());
  });

  it("is each service-linked role's own", () => {
    const linked = (name: string) => kind({ serviceLinked: true, principal: named("role", name) });
    expect(linked("a")).toBe(linked("a"));
    expect(linked("a")).not.toBe(linked("b"));
  });

  it("is not another's whose name ends in a digit", () => {
    const own = createCompiler();
    const organizations = Array.from({ length: 12 }, () => ({ ...organization }));
    // The numbers of the organizations: 1 after `app-1` is not 11 after `app-`.
    for (const one of organizations) own.idOf(one);
    const linked = (name: string, number: number) =>
      kindOfPrincipal(
        profile({
          serviceLinked: true,
          principal: named("role", name),
          organization: organizations[number] ?? organization,
        }),
        own,
      );
    expect(linked("app-1", 1)).not.toBe(linked("app-", 11));
  });

  it.each<readonly [what: string, alone: Partial<PrincipalProfile>]>([
    ["a session", { principal: named("session", "app") }],
    ["root", { identity: { kind: "root" } }],
    ["one of which nothing is known", { identity: unknownIdentity("why") }],
    ["one whose tags are not told", { tagText: null }],
  ])("is none of %s", (_, alone) => {
    expect(kind(alone)).toBeNull();
  });

  it("is none of anyone or of a service", () => {
    expect(kindOfPrincipal(anyone(compileWorld([], compiler)), compiler)).toBeNull();
    expect(kindOfPrincipal(service("s3.amazonaws.com"), compiler)).toBeNull();
  });
});

describe("the class of a principal", () => {
  it.each<readonly [what: string, same: Partial<PrincipalProfile>]>([
    ["the same document under another name", { identity: having(policy("kms:Sign", "other")) }],
    ["another name", { principal: named("role", "other") }],
  ])("is one for %s", (_, same) => {
    expect(classOf(same)).toBe(classOf());
  });

  it.each<readonly [what: string, other: Partial<PrincipalProfile>]>([
    ["another policy", { identity: having(policy("kms:Verify")) }],
    ["one more policy", { identity: having(policy("kms:Sign"), policy("kms:Verify")) }],
    ["no policy", { identity: having() }],
    ["a boundary", { boundary: policy("kms:Sign") }],
    ["its policy as boundary alone", { identity: having(), boundary: policy("kms:Sign") }],
    ["tags", { tagText: '[["team","alpha"]]' }],
  ])("is another with %s", (_, other) => {
    expect(classOf(other)).not.toBe(classOf());
  });

  it("tells policies that could not be read apart, whatever the reason", () => {
    expect(classOf({ identity: having(unread()) })).not.toBe(
      classOf({ identity: having(unread()) }),
    );
    expect(classOf({ boundary: unread() })).not.toBe(classOf({ boundary: unread() }));
  });

  it("does not take two policies for a third", () => {
    const many = Array.from({ length: 12 }, (_, n) => policy(`kms:Get${"?".repeat(n)}`));
    // Its numbers begin with 0: 1 and 11 are not 11 and 1.
    const own = createCompiler();
    const texts = many.flatMap((a) =>
      many.map((b) => classOfPrincipal(profile({ identity: having(a, b) }), own)),
    );
    expect(new Set(texts).size).toBe(texts.length);
  });
});
