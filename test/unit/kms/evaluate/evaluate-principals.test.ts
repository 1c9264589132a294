import { describe, expect, it } from "vitest";
import { profilesOf, universeOfPrincipals } from "../../../../src/access/who-can/universe.ts";
import type { Snapshot, SnapshotKey } from "../../../../src/account/snapshot.ts";
import { createCompiler } from "../../../../src/kms/compiler.ts";
import { classPrincipals } from "../../../../src/kms/evaluate/classed-principals.ts";
import { evaluatePrincipals } from "../../../../src/kms/evaluate/evaluate-principals.ts";
import { evaluateTarget } from "../../../../src/kms/evaluate/evaluate-target.ts";
import { prepareTarget } from "../../../../src/kms/layers/prepared-target.ts";
import { compileContext, NOTHING_TOLD } from "../../../../src/kms/request/request-facts.ts";
import { OUTSIDE_ENDPOINTS } from "../../../../src/kms/request/request-path.ts";
import { keyTarget } from "../../../../src/kms/request/target.ts";
import { compileWorld, organizationOf } from "../../../../src/kms/world/world.ts";

const account = "111122223333";
const arn = (name: string) => `arn:aws:iam::${account}:${name}`;
const role = (index: number) => arn(`role/app-${index}`);
const partner = "arn:aws:iam::444455556666:role/partner";
const roles = Array.from({ length: 12 }, (_, index) => index);
const asItIs = { asIfEnabled: false };

const statement = (effect: "Allow" | "Deny", action: string, principals: readonly string[]) => ({
  Effect: effect,
  Principal: { AWS: principals },
  Action: action,
  Resource: "*",
});

const grant = (index: number) => ({
  GrantId: `g${index}`,
  GranteePrincipal: role(index),
  Operations: ["Sign"],
});

/**
 * Evaluates a key for twelve roles of the same policies and tags, together and one by one; before
 * them for the partner's where the key names it, of which nothing is known.
 */
function evaluate(key: Pick<SnapshotKey, "policy" | "grants">) {
  const snapshot: Snapshot = {
    schemaVersion: 1,
    account,
    region: "us-west-2",
    partition: "aws",
    authorizationDetails: {
      RoleDetailList: roles.map((index) => ({ RoleName: `app-${index}`, Arn: role(index) })),
    },
    keys: [
      {
        metadata: {
          Arn: `arn:aws:kms:us-west-2:${account}:key/1234abcd`,
          KeyState: "Enabled",
          KeySpec: "RSA_2048",
          KeyUsage: "SIGN_VERIFY",
        },
        tags: [],
        aliases: [],
        ...key,
      },
    ],
  };
  const world = compileWorld([snapshot], createCompiler());
  const profiles = profilesOf(world, universeOfPrincipals(world))
    .filter(({ principal }) => principal.kind === "role")
    .reverse();
  const [compiled] = world.keys.values();
  if (compiled === undefined) throw new Error("no key");
  const organization = organizationOf(world, account);
  const request = compileContext(NOTHING_TOLD);
  const target = prepareTarget(keyTarget(compiled, organization, OUTSIDE_ENDPOINTS, request));
  const { evaluations, of } = evaluatePrincipals(
    target,
    classPrincipals(profiles, world.compiler),
    asItIs,
  );
  return {
    evaluations: evaluations.length,
    together: profiles.map((_, index) => evaluations[of[index] ?? -1]?.final),
    oneByOne: profiles.map(
      (profile) =>
        evaluateTarget(target, { profile, sessionPolicies: null, grantId: null }, asItIs).final,
    ),
  };
}

describe("evaluatePrincipals", () => {
  it("evaluates once for those whom the same statements name, and once for those whom none names", () => {
    const { evaluations, together, oneByOne } = evaluate({
      policy: {
        Statement: [
          statement("Allow", "kms:Sign", [0, 1, 2, 3, 4].map(role)),
          statement("Allow", "kms:Verify", [3, 4, 5].map(role)),
          statement("Deny", "kms:Sign", [2].map(role)),
        ],
      },
      grants: [],
    });
    expect(together).toEqual(oneByOne);
    // 0 and 1; 2; 3 and 4; 5; the others.
    expect(evaluations).toBe(5);
  });

  it("evaluates those whom a grant names for themselves", () => {
    const { evaluations, together, oneByOne } = evaluate({
      policy: { Statement: [statement("Allow", "kms:Verify", [0, 1, 2].map(role))] },
      grants: [grant(1), grant(7)],
    });
    expect(together).toEqual(oneByOne);
    expect(evaluations).toBe(4);
  });

  it("evaluates once whom several grants name", () => {
    const { evaluations, together, oneByOne } = evaluate({
      policy: { Statement: [statement("Allow", "kms:Verify", [0, 1, 2].map(role))] },
      grants: [grant(1), { ...grant(1), GrantId: "again", Operations: ["Verify"] }],
    });
    expect(together).toEqual(oneByOne);
    expect(evaluations).toBe(3);
  });

  it.each<readonly [what: string, key: Pick<SnapshotKey, "policy" | "grants">]>([
    [
      "statements",
      { policy: { Statement: [statement("Allow", "kms:Sign", [partner])] }, grants: [] },
    ],
    ["grants", { policy: { Statement: [] }, grants: [{ ...grant(0), GranteePrincipal: partner }] }],
    [
      "both",
      {
        policy: { Statement: [statement("Allow", "kms:Sign", [partner])] },
        grants: [{ ...grant(0), GranteePrincipal: partner }],
      },
    ],
  ])("evaluates one of another account for itself, once, where %s name it", (_, key) => {
    const { evaluations, together, oneByOne } = evaluate(key);
    expect(together).toHaveLength(13);
    expect(together).toEqual(oneByOne);
    expect(evaluations).toBe(2);
  });

  it("places all of a class whom a statement names that waits for what they are", () => {
    const named = statement("Allow", "kms:Sign", roles.map(role));
    const tagged = { StringEquals: { "aws:PrincipalTag/team": "alpha" } };
    const { evaluations, together, oneByOne } = evaluate({
      policy: { Statement: [{ ...named, Effect: "Deny", Condition: tagged }, named] },
      grants: [],
    });
    expect(together).toEqual(oneByOne);
    expect(evaluations).toBe(1);
  });

  it("does not take a NotPrincipal list for one that names", () => {
    const { together, oneByOne } = evaluate({
      policy: {
        Statement: [
          statement("Allow", "kms:*", [0, 1, 2].map(role)),
          {
            Effect: "Deny",
            NotPrincipal: { AWS: [role(0), arn("root")] },
            Action: "kms:Sign",
            Resource: "*",
          },
        ],
      },
      grants: [],
    });
    expect(together).toEqual(oneByOne);
  });
});
