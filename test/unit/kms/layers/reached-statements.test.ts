import { describe, expect, it } from "vitest";
import { createCompiler } from "../../../../src/kms/compiler.ts";
import { UNTOLD_ORGANIZATION } from "../../../../src/kms/directory/account-organization.ts";
import { compileKey } from "../../../../src/kms/key/compiled-key.ts";
import { type PlacedStatement, placeStatements } from "../../../../src/kms/layer-policy.ts";
import { prepareStatements } from "../../../../src/kms/layers/prepared-statement.ts";
import { reachedStatements } from "../../../../src/kms/layers/reached-statements.ts";
import { isScpBound, type Requester, routeFor } from "../../../../src/kms/layers/sum-layers.ts";
import { principalFacts } from "../../../../src/kms/request/principal-facts.ts";
import { compileContext, NOTHING_TOLD } from "../../../../src/kms/request/request-facts.ts";
import { OUTSIDE_ENDPOINTS } from "../../../../src/kms/request/request-path.ts";
import { keyTarget } from "../../../../src/kms/request/target.ts";
import { findPrincipal } from "../../../../src/kms/world/find-principal.ts";
import { compileWorld } from "../../../../src/kms/world/world.ts";
import type { PolicyType } from "../../../../src/policy/statement-elements.ts";

const account = "111122223333";
const arn = (name: string) => `arn:aws:iam::${account}:${name}`;
const compiler = createCompiler();
const world = compileWorld(
  [
    {
      schemaVersion: 1,
      account,
      region: "us-west-2",
      partition: "aws",
      authorizationDetails: {},
      keys: [],
    },
  ],
  compiler,
);
const key = compileKey(
  {
    metadata: { Arn: `arn:aws:kms:us-west-2:${account}:key/a` },
    tags: { unreadable: "AccessDenied" },
    aliases: [],
  },
  compiler,
);
const target = keyTarget(key, UNTOLD_ORGANIZATION, OUTSIDE_ENDPOINTS, compileContext(NOTHING_TOLD));
const profileOf = (id: string) => {
  const profile = findPrincipal(world, id);
  if (profile === null) throw new Error(id);
  return profile;
};

type Layer = Extract<PolicyType, "key-policy" | "vpc-endpoint-policy" | "resource-control-policy">;

const placed = (layer: Layer, ...statements: readonly object[]): readonly PlacedStatement[] =>
  placeStatements([
    {
      layer,
      policy: "p",
      compiled: compiler.policy(
        { Statement: statements.map((one) => ({ Action: "kms:*", Resource: "*", ...one })) },
        layer,
      ),
    },
  ]);
const unreadable = (layer: Layer) =>
  placeStatements([{ layer, policy: "p", compiled: { unreadable: "AccessDenied" } }]);

/** The statements that reach a principal: effect, route and what they say of Decrypt. */
const reached = (statements: readonly PlacedStatement[], id: string) => {
  const profile = profileOf(id);
  const prepared = prepareStatements(statements, target);
  return reachedStatements(prepared, profile.principal, principalFacts(target, profile)).map(
    ({ statement, route, pieces }) => [
      statement.placed.effect,
      route,
      ...pieces.map(({ formula }) => formula.text.replace(/.*?\)/, "unknown")),
    ],
  );
};

const user = arn("user/alice");

describe("reachedStatements", () => {
  it("are those whose Principal reaches the principal and whose conditions may hold", () => {
    const of = (Effect: string, Principal: unknown, more: object = {}) => ({
      Effect,
      Principal,
      ...more,
    });
    const never = { Condition: { StringEquals: { "aws:PrincipalAccount": "444455556666" } } };
    const statements = placed(
      "key-policy",
      of("Allow", { AWS: user }),
      of("Allow", { AWS: arn("user/bob") }),
      of("Deny", { AWS: account }),
      of("Allow", "*", never),
    );
    expect(reached(statements, user)).toEqual([
      ["Allow", "direct", "true"],
      ["Deny", "account", "true"],
    ]);
  });

  it("may be any of a key policy that could not be read: one that names, delegates or denies", () => {
    const routes = reached(unreadable("key-policy"), user);
    expect(routes).toEqual([
      ["Allow", "direct", "unknown:Allow"],
      ["Allow", "account", "unknown:Allow:Delegation"],
      ["Deny", "direct", "unknown:Deny"],
    ]);
  });

  it.each(["vpc-endpoint-policy", "resource-control-policy"] as const)(
    "of a %s that could not be read delegate nothing",
    (layer) => {
      expect(reached(unreadable(layer), user).map(([effect]) => effect)).toEqual(["Allow", "Deny"]);
    },
  );

  it("of an Allow and of a Deny for one reason are two unknowns", () => {
    const Condition = { StringEquals: { "aws:ResourceTag/team": "alpha" } };
    const statements = placed(
      "key-policy",
      { Effect: "Allow", Principal: "*", Condition },
      { Effect: "Deny", Principal: "*", Condition },
    );
    const [allow, deny] = reached(statements, user);
    expect(allow?.[2]).not.toContain(":Deny");
    expect(deny?.[2]).toBe(`${allow?.[2]}:Deny`);
  });
});

// https://docs.aws.amazon.com/organizations/latest/userguide/orgs_manage_policies_scps.html
describe("isScpBound", () => {
  it.each([
    [user, true],
    [arn("root"), true],
    ["s3.amazonaws.com", false],
    [arn("role/aws-service-role/mrk.kms.amazonaws.com/AWSServiceRoleForOther"), false],
  ])("%s: %j", (id, expected) => {
    expect(isScpBound(profileOf(id))).toBe(expected);
  });
});

// https://docs.aws.amazon.com/STS/latest/APIReference/API_GetFederationToken.html
describe("the route of a user with session policies", () => {
  const requester = (id: string, sessionPolicies: Requester["sessionPolicies"]): Requester => ({
    profile: profileOf(id),
    sessionPolicies,
    grantId: null,
  });
  const routes = (by: Requester, ...statements: readonly PlacedStatement[]) => {
    const facts = principalFacts(target, by.profile);
    const prepared = prepareStatements(statements, target);
    return reachedStatements(prepared, by.profile.principal, facts).map((one) => routeFor(one, by));
  };
  const byArn = { Condition: { ArnEquals: { "aws:PrincipalArn": user } } };
  const statements = placed(
    "key-policy",
    { Effect: "Allow", Principal: { AWS: user } },
    { Effect: "Allow", Principal: "*", ...byArn },
    { Effect: "Allow", Principal: { AWS: "*" }, ...byArn },
    { Effect: "Allow", Principal: { AWS: account } },
    { Effect: "Allow", Principal: "*" },
  );

  it("is that of a session where the key policy names the user", () => {
    expect(routes(requester(user, []), ...statements)).toEqual([
      "role",
      "anyone",
      "anyone",
      "account",
      "anyone",
    ]);
    expect(routes(requester(user, null), ...statements)).toEqual([
      "direct",
      "direct",
      "direct",
      "account",
      "anyone",
    ]);
  });

  it("stays as it is for others, and where the key policy could not be read", () => {
    const root = requester(arn("root"), []);
    expect(
      routes(root, ...placed("key-policy", { Effect: "Allow", Principal: { AWS: account } })),
    ).toEqual(["direct"]);
    expect(routes(requester(user, []), ...unreadable("key-policy"))).toEqual([
      "direct",
      "account",
      "direct",
    ]);
  });
});
