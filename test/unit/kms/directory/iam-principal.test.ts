import { describe, expect, it } from "vitest";
import { createCompiler } from "../../../../src/kms/compiler.ts";
import { type IamPrincipal, reusePrincipal } from "../../../../src/kms/directory/iam-principal.ts";
import type { LayerPolicy } from "../../../../src/kms/layer-policy.ts";

const compiler = createCompiler();
const policy = (action: string, more: Partial<LayerPolicy> = {}): LayerPolicy => ({
  layer: "identity-policy",
  policy: "own",
  compiled: compiler.policy(
    { Statement: { Effect: "Allow", Action: action, Resource: "*" } },
    "identity-policy",
  ),
  ...more,
});
const unread = (unreadable: string) => policy("kms:Sign", { compiled: { unreadable } });
const detail = { UserName: "alice", Arn: "arn:aws:iam::111122223333:user/alice" };
const alice = (more: Partial<IamPrincipal> = {}): IamPrincipal => ({
  kind: "user",
  arn: detail.Arn,
  name: "alice",
  detail,
  policies: [policy("kms:Sign")],
  boundary: null,
  ...more,
});

/** Whether the second is taken for the first. */
function isReused(first: Partial<IamPrincipal>, second: Partial<IamPrincipal>): boolean {
  const own = createCompiler();
  const known = reusePrincipal(alice(first), own);
  return reusePrincipal(alice(second), own) === known;
}

describe("a principal that was compiled before from the same detail", () => {
  it.each<readonly [what: string, one: Partial<IamPrincipal>]>([
    ["policies", { policies: [policy("kms:Sign"), policy("kms:Verify")] }],
    ["no policies", { policies: [] }],
    ["a policy that could not be read", { policies: [unread("AccessDenied")] }],
    ["a boundary", { boundary: policy("kms:Sign") }],
  ])("is used again with the same: %s", (_, one) => {
    const again = {
      ...one,
      ...(one.policies === undefined ? {} : { policies: one.policies.map((own) => ({ ...own })) }),
    };
    expect(isReused(one, again)).toBe(true);
  });

  it.each<readonly [what: string, other: Partial<IamPrincipal>]>([
    ["another document", { policies: [policy("kms:Verify")] }],
    ["another name of it", { policies: [policy("kms:Sign", { policy: "other" })] }],
    ["another group that gives it", { policies: [policy("kms:Sign", { from: "readers" })] }],
    ["another layer", { policies: [policy("kms:Sign", { layer: "permissions-boundary" })] }],
    ["one policy more", { policies: [policy("kms:Sign"), policy("kms:Sign")] }],
    ["one policy less", { policies: [] }],
    ["one that cannot be read", { policies: [unread("AccessDenied")] }],
    ["a boundary", { boundary: policy("kms:Sign") }],
  ])("is not with %s", (_, other) => {
    expect(isReused({}, other)).toBe(false);
    expect(isReused(other, {})).toBe(false);
  });

  it("is not where its policy cannot be read for another reason", () => {
    expect(
      isReused({ policies: [unread("AccessDenied")] }, { policies: [unread("Throttling")] }),
    ).toBe(false);
  });

  it("is kept in the four versions that were seen last", () => {
    const own = createCompiler();
    const version = (action: string) => alice({ policies: [policy(action)] });
    const seen = ["kms:Sign", "kms:Verify", "kms:Encrypt", "kms:Decrypt", "kms:Get*"].map(
      (action) => reusePrincipal(version(action), own),
    );
    expect(reusePrincipal(version("kms:Verify"), own)).toBe(seen[1]);
    expect(reusePrincipal(version("kms:Sign"), own)).not.toBe(seen[0]);
  });
});
