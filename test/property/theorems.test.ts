import fc from "fast-check";
import { describe, it } from "vitest";
import { isRequestError } from "../../src/access/request.ts";
import type { Decision, DeterminingStatement } from "../../src/kms/decision.ts";
import { matchGlob } from "../reference/patterns.ts";
import type { PolicyKind } from "../support/generators/condition-arbitrary.ts";
import { statementArbitrary } from "../support/generators/policy-arbitrary.ts";
import {
  endpoints,
  foreignKeyArn,
  own,
  root,
  serviceLinkedRole,
  users,
} from "../support/generators/pools.ts";
import type { RequestJson } from "../support/generators/request-arbitrary.ts";
import type { SnapshotJson } from "../support/generators/snapshot-arbitrary.ts";
import { type GeneratedWorld, worldArbitrary } from "../support/generators/world-arbitrary.ts";
import { decideIn, worldOf } from "./decide-both.ts";
import {
  editGrants,
  editPolicies,
  editSessionPolicies,
  type Place,
  type StatementJson,
} from "./edit-policies.ts";
import { holdsFor, must } from "./holds-for.ts";
import { runs } from "./runs.ts";

const numRuns = 40;
const worlds = worldArbitrary(16);

const decideAll = (
  snapshot: SnapshotJson,
  requests: readonly RequestJson[],
): readonly (Decision | null)[] => {
  const world = worldOf(snapshot);
  return requests.map((request) => {
    const decision = decideIn(world, request);
    return isRequestError(decision) ? null : decision;
  });
};

const isDenied = (decision: Decision): boolean => decision.decision.endsWith("Deny");

/** How much a decision allows. */
const rank = ({ decision }: Decision): number =>
  decision === "allowed" ? 2 : decision === "conditional" ? 1 : 0;

/** Checks something of every decision before and after a change of the account or the request. */
const eachPair = (
  { snapshot, requests }: GeneratedWorld,
  changed: {
    readonly snapshot?: (snapshot: SnapshotJson) => SnapshotJson;
    readonly request?: (request: RequestJson) => RequestJson;
  },
  check: (before: Decision, after: Decision, request: RequestJson) => void,
): void => {
  const before = decideAll(snapshot, requests);
  const after = decideAll(
    changed.snapshot?.(snapshot) ?? snapshot,
    changed.request === undefined ? requests : requests.map(changed.request),
  );
  for (const [index, request] of requests.entries()) {
    const [one, other] = [before[index], after[index]];
    if (one && other) check(one, other, request);
  }
};

const told = (before: Decision, after: Decision, request: RequestJson) => () => ({
  request,
  before: before.decision,
  after: after.decision,
  statements: before.determiningStatements,
});

const denyAll: StatementJson = { Effect: "Deny", Action: "kms:*", Resource: "*" };
const denyAllFor: StatementJson = { ...denyAll, Principal: "*" };

const isKeyless = ({ key, alias }: RequestJson): boolean =>
  key === undefined && alias === undefined;
const isOnOwnKey = ({ key }: RequestJson): boolean => key !== undefined && key !== foreignKeyArn;
const isOfOwnAccount = ({ principal }: RequestJson): boolean => principal.includes(`::${own}:`);
const isService = ({ principal }: RequestJson): boolean => !principal.startsWith("arn:");

type Json = Readonly<Record<string, unknown>>;
const organizationOf = (snapshot: SnapshotJson): Json | null => {
  const organization = snapshot["organization"] as Json | undefined;
  const binds = organization?.["managementAccount"] !== own && organization?.["id"] !== undefined;
  return organization !== undefined && binds ? organization : null;
};
const isCustomerManaged = (snapshot: SnapshotJson): boolean =>
  (snapshot["keys"] as readonly { readonly metadata: Json }[]).every(
    ({ metadata }) => metadata["KeyManager"] === "CUSTOMER",
  );

/** The user or role behind a principal, as the inventory lists it. */
const listedOf = (snapshot: SnapshotJson, { principal }: RequestJson): Json | null => {
  const details = snapshot["authorizationDetails"] as Json | undefined;
  const lists = [details?.["UserDetailList"], details?.["RoleDetailList"]].flatMap(
    (list) => (list ?? []) as readonly Json[],
  );
  const role = /:assumed-role\/([^/]+)\//.exec(principal)?.[1];
  return (
    lists.find((one) => one["Arn"] === principal || (role && one["RoleName"] === role)) ?? null
  );
};

const boundaryOf = (snapshot: SnapshotJson, request: RequestJson): unknown =>
  (listedOf(snapshot, request)?.["PermissionsBoundary"] as Json | undefined)?.[
    "PermissionsBoundaryArn"
  ];

const level = (...statements: readonly StatementJson[]) => [
  { name: "added", document: { Version: "2012-10-17", Statement: statements } },
];
const withLevel = (snapshot: SnapshotJson, member: string, added: unknown): SnapshotJson => {
  const organization = snapshot["organization"] as Json;
  const levels = organization[member];
  return {
    ...snapshot,
    organization: { ...organization, [member]: [...(Array.isArray(levels) ? levels : []), added] },
  };
};

/** Ways to deny a request explicitly: where each binds it, and the change that makes it. */
const denials: Readonly<
  Record<
    string,
    {
      readonly binds: (snapshot: SnapshotJson, request: RequestJson) => boolean;
      readonly deny: (
        snapshot: SnapshotJson,
        request: RequestJson,
      ) => readonly [SnapshotJson, RequestJson];
    }
  >
> = {
  "a key policy": {
    binds: (_, request) => isOnOwnKey(request) && request.action !== "kms:RetireGrant",
    deny: (snapshot, request) => [
      {
        ...snapshot,
        keys: (snapshot["keys"] as readonly Json[]).map((key) => ({
          ...key,
          policy: { Statement: [denyAllFor] },
        })),
      },
      request,
    ],
  },
  "an identity policy": {
    binds: (snapshot, request) => listedOf(snapshot, request) !== null,
    deny: (snapshot, request) => {
      const listed = listedOf(snapshot, request);
      const details = snapshot["authorizationDetails"] as Json;
      const added = { PolicyName: "added", PolicyDocument: { Statement: [denyAll] } };
      const add = (list: string, policies: string) =>
        (details[list] as readonly Json[]).map((one) =>
          one === listed
            ? { ...one, [policies]: [...((one[policies] ?? []) as readonly Json[]), added] }
            : one,
        );
      return [
        {
          ...snapshot,
          authorizationDetails: {
            ...details,
            UserDetailList: add("UserDetailList", "UserPolicyList"),
            RoleDetailList: add("RoleDetailList", "RolePolicyList"),
          },
        },
        request,
      ];
    },
  },
  "a permissions boundary": {
    binds: (snapshot, request) => boundaryOf(snapshot, request) !== undefined,
    deny: (snapshot, request) => [
      editPolicies(snapshot, (statements, { policy }) =>
        policy === boundaryOf(snapshot, request) ? [...statements, denyAll] : statements,
      ),
      request,
    ],
  },
  "a session policy": {
    binds: (_, request) => !isService(request),
    deny: (snapshot, request) => [
      snapshot,
      {
        ...request,
        sessionPolicies: [
          ...((request["sessionPolicies"] ?? []) as readonly unknown[]),
          { Statement: [denyAll] },
        ],
      },
    ],
  },
  "a service control policy": {
    binds: (snapshot, request) =>
      organizationOf(snapshot) !== null &&
      isOfOwnAccount(request) &&
      request.principal !== serviceLinkedRole,
    deny: (snapshot, request) => [
      withLevel(snapshot, "serviceControlPolicies", level(denyAll)),
      request,
    ],
  },
  "a resource control policy": {
    binds: (snapshot, request) =>
      organizationOf(snapshot) !== null &&
      isCustomerManaged(snapshot) &&
      isOnOwnKey(request) &&
      request.principal !== serviceLinkedRole &&
      request.action !== "kms:RetireGrant",
    deny: (snapshot, request) => [
      withLevel(snapshot, "resourceControlPolicies", level(denyAllFor)),
      request,
    ],
  },
  "a VPC endpoint policy": {
    binds: (_, { via }) => endpoints.some((id) => id === via),
    deny: (snapshot, request) => [
      {
        ...snapshot,
        vpcEndpoints: (snapshot["vpcEndpoints"] as readonly Json[]).map((endpoint) => ({
          ...endpoint,
          PolicyDocument: { Statement: [denyAllFor] },
        })),
      },
      request,
    ],
  },
};

// https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_evaluation-logic.html
describe(`an explicit deny beats every allow and every grant, ${runs.told}`, () => {
  it.for(Object.entries(denials))("in %s", ([, { binds, deny }]) => {
    holdsFor(worlds, numRuns, ({ snapshot, requests }) => {
      for (const request of requests) {
        if (!binds(snapshot, request)) continue;
        const [changed, asked] = deny(snapshot, request);
        const decision = decideIn(worldOf(changed), asked);
        if (isRequestError(decision)) continue;
        must(decision.decision === "explicitDeny", "an explicit deny stands", () => ({
          request,
          decision: decision.decision,
        }));
      }
    });
  });
});

// https://docs.aws.amazon.com/kms/latest/developerguide/key-policies.html: for the operations on a
// key; those without one (CreateKey, ListKeys) ask IAM policies alone.
it(`without the account principal no identity policy allows, ${runs.told}`, () => {
  const onlyBob = { Effect: "Allow", Principal: { AWS: users[1] }, Action: "kms:*", Resource: "*" };
  const alone = (snapshot: SnapshotJson): SnapshotJson => ({
    ...snapshot,
    keys: (snapshot["keys"] as readonly Json[]).map((key) => ({
      ...key,
      policy: { Version: "2012-10-17", Statement: [onlyBob] },
      grants: [],
    })),
  });
  holdsFor(worlds, numRuns, (world) => {
    eachPair(world, { snapshot: alone }, (before, after, request) => {
      if (!isOnOwnKey(request) || request.principal === users[1]) return;
      must(isDenied(after), "nobody but whom the key policy names", told(before, after, request));
    });
  });
});

// https://docs.aws.amazon.com/kms/latest/developerguide/key-policies.html; the root user has every
// permission that is not asked of a key policy.
it(`by default everything is denied, ${runs.told}`, () => {
  const withoutAllow = (snapshot: SnapshotJson): SnapshotJson =>
    editGrants(
      editPolicies(snapshot, (all) => all.filter(({ Effect }) => Effect !== "Allow")),
      () => [],
    );
  holdsFor(worlds, numRuns, (world) => {
    eachPair(world, { snapshot: withoutAllow }, (before, after, request) => {
      if (request.principal === root) return;
      must(after.decision !== "allowed", "nothing is allowed", told(before, after, request));
      const isUnknown = after.decision === "conditional" && after.unknowns.length > 0;
      must(isDenied(after) || isUnknown, "only the unreadable", told(before, after, request));
    });
  });
});

const sameReasons = (one: Decision, other: Decision): boolean =>
  one.decision === other.decision &&
  JSON.stringify([one.condition, one.missingContextKeys]) ===
    JSON.stringify([other.condition, other.missingContextKeys]);

const incomplete = (request: RequestJson): RequestJson => ({ ...request, contextComplete: false });

// https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_evaluation-logic.html
it(`order and duplication of statements and grants do not matter, ${runs.told}`, () => {
  const shuffled = (all: readonly StatementJson[]): readonly StatementJson[] => [
    ...all.toReversed(),
    ...all.slice(0, 1),
  ];
  const snapshot = (one: SnapshotJson): SnapshotJson =>
    editGrants(editPolicies(one, shuffled), (grants) => grants.toReversed());
  const request = (one: RequestJson) => editSessionPolicies(one, shuffled);
  holdsFor(worlds, numRuns, ({ snapshot: own_, requests }) => {
    for (const asked of [requests, requests.map(incomplete)]) {
      eachPair({ snapshot: own_, requests: asked }, { snapshot, request }, (before, after, one) => {
        must(sameReasons(before, after), "the same decision", told(before, after, one));
      });
    }
  });
});

const kinds = ["identity", "key", "scp", "rcp", "endpoint"] as const;
const kindOf = ({ layer }: Place): PolicyKind => {
  if (layer === "key-policy") return "key";
  if (layer === "vpc-endpoint-policy") return "endpoint";
  if (layer === "service-control-policy") return "scp";
  return layer === "resource-control-policy" ? "rcp" : "identity";
};
/** KMS refuses key policies with such conditions, which then count as unreadable. */
const isRefused = (statement: StatementJson): boolean =>
  /"ForAllValues:\w+":\{"(kms:encryptioncontext:|aws:requesttag)/i.test(JSON.stringify(statement));

const oneOfEachKind = (effect: "allow" | "deny") => {
  const weights = effect === "allow" ? { allow: 1, deny: 0 } : { allow: 0, deny: 1 };
  return fc.tuple(...kinds.map((kind) => statementArbitrary(kind, weights)));
};

const adding = (
  effect: "allow" | "deny",
  law: (before: Decision, after: Decision, request: RequestJson) => void,
): void => {
  const generated = fc.record({
    world: worlds,
    added: oneOfEachKind(effect),
    onlyTo: fc.constantFrom(...kinds),
    isComplete: fc.boolean(),
  });
  holdsFor(generated, 2 * numRuns, ({ world, added, onlyTo, isComplete }) => {
    if (effect === "allow" && onlyTo === "rcp") return;
    const statement = added[kinds.indexOf(onlyTo)];
    if (statement === undefined || isRefused(statement)) return;
    const append = (all: readonly StatementJson[], place: Place) =>
      kindOf(place) === onlyTo ? [...all, statement] : all;
    const requests = isComplete ? world.requests : world.requests.map(incomplete);
    const changed = {
      snapshot: (snapshot: SnapshotJson) => editPolicies(snapshot, append),
      request: (request: RequestJson) => editSessionPolicies(request, append),
    };
    eachPair({ ...world, requests }, changed, law);
  });
};

it(`adding a Deny never allows, ${runs.told}`, () => {
  adding("deny", (before, after, request) => {
    must(rank(after) <= rank(before), "no more is allowed", told(before, after, request));
    const stands = before.decision !== "explicitDeny" || after.decision === "explicitDeny";
    must(stands, "an explicit deny stands", told(before, after, request));
  });
});

it(`adding an Allow never denies, ${runs.told}`, () => {
  adding("allow", (before, after, request) => {
    must(rank(after) >= rank(before), "no less is allowed", told(before, after, request));
    const stands = before.decision !== "explicitDeny" || after.decision === "explicitDeny";
    must(stands, "an explicit deny stands", told(before, after, request));
  });
});

const listOf = (value: unknown): readonly string[] =>
  (Array.isArray(value) ? value : [value]) as readonly string[];

/** Whether a statement's actions leave the request's out, whatever else it says. */
const isUnrelated = ({ Action, NotAction }: StatementJson, { action }: RequestJson): boolean => {
  const names = (patterns: unknown) =>
    listOf(patterns).some((pattern) => matchGlob(pattern.toLowerCase(), action.toLowerCase()));
  if (Action !== undefined) return !names(Action);
  return NotAction !== undefined && names(NotAction);
};

it(`removing an unrelated statement changes nothing, ${runs.told}`, () => {
  holdsFor(worlds, numRuns, ({ snapshot, requests }) => {
    for (const complete of requests.slice(0, 6)) {
      const request = complete.action.length % 2 === 0 ? complete : incomplete(complete);
      const related = (all: readonly StatementJson[]) =>
        all.filter((one) => !isUnrelated(one, request) || isRefused(one));
      const changed = {
        snapshot: (one: SnapshotJson) => editPolicies(one, related),
        request: (one: RequestJson) => editSessionPolicies(one, related),
      };
      eachPair({ snapshot, requests: [request] }, changed, (before, after) => {
        must(sameReasons(before, after), "the same decision", told(before, after, request));
      });
    }
  });
});

const holdsStar = (value: unknown): boolean => value !== undefined && listOf(value).includes("*");

const allowsEverything = ({ Effect, Action, Resource, Principal, Condition }: StatementJson) =>
  Effect === "Allow" &&
  holdsStar(Action) &&
  holdsStar(Resource) &&
  Condition === undefined &&
  (Principal === undefined || Principal === "*" || holdsStar((Principal as Json)["AWS"]));

/** Whether a decision named the statement at this place. */
const isNamed = (
  determining: readonly DeterminingStatement[],
  place: Place,
  index: number,
): boolean =>
  determining.some(({ layer, policy, statement, from }) => {
    if (statement !== index || policy !== place.policy) return false;
    if (place.layer === "managed-policy") {
      return layer === "identity-policy" || layer === "permissions-boundary";
    }
    return layer === place.layer && from === place.from;
  });

it(`the determining statements alone reproduce the decision, ${runs.told}`, () => {
  holdsFor(worlds, numRuns, ({ snapshot, requests }) => {
    const decisions = decideAll(snapshot, requests);
    for (const [index, request] of requests.entries()) {
      const before = decisions[index];
      if (!before || !["allowed", "explicitDeny"].includes(before.decision)) continue;
      const named = before.determiningStatements;
      const passes = (one: StatementJson, { layer }: Place) =>
        before.decision === "allowed" &&
        (layer === "service-control-policy" || layer === "vpc-endpoint-policy") &&
        allowsEverything(one);
      const alone = (all: readonly StatementJson[], place: Place) =>
        all
          .map((one, i) =>
            isNamed(named, place, i) || passes(one, place) ? one : { ...one, Action: "s3:Nothing" },
          )
          .map(({ NotAction, ...one }, i) =>
            isNamed(named, place, i) && NotAction !== undefined ? { ...one, NotAction } : one,
          );
      const changed = {
        snapshot: (one: SnapshotJson) =>
          editGrants(editPolicies(one, alone), (grants) =>
            grants.filter(({ GrantId = "grants" }) =>
              named.some(({ layer, policy }) => layer === "grant" && policy === GrantId),
            ),
          ),
        request: (one: RequestJson) => editSessionPolicies(one, alone),
      };
      eachPair({ snapshot, requests: [request] }, changed, (one, after) => {
        must(one.decision === after.decision, "the same decision", told(one, after, request));
      });
    }
  });
});

// https://docs.aws.amazon.com/kms/latest/developerguide/grants.html
it(`a grant never overrides an explicit deny, ${runs.told}`, () => {
  holdsFor(worlds, 2 * numRuns, ({ snapshot, requests }) => {
    const decisions = decideAll(snapshot, requests);
    for (const [index, request] of requests.entries()) {
      if (decisions[index]?.decision !== "explicitDeny" || isKeyless(request)) continue;
      const grantee = isService(request)
        ? { GranteeServicePrincipal: request.principal }
        : { GranteePrincipal: request.principal };
      const operations = ["Decrypt", "Encrypt", "GenerateDataKey", "DescribeKey", "CreateGrant"];
      const added = { GrantId: "added", ...grantee, Operations: [...operations, "RetireGrant"] };
      const withGrant = (one: SnapshotJson) => editGrants(one, (grants) => [...grants, added]);
      eachPair({ snapshot, requests: [request] }, { snapshot: withGrant }, (before, after) => {
        must(after.decision === "explicitDeny", "denied", told(before, after, request));
      });
    }
  });
});

const anyoneArns = ["role/a-role", "user/a-user"].map(
  (name) => `arn:aws:iam::000011110000:${name}`,
);

/** What is decided for everyone, where it is decided at all, is decided for someone. */
const holdsForSomeone = (everyone: Decision, someone: Decision): boolean => {
  if (everyone.decision === "conditional") return true;
  return everyone.decision === "implicitDeny"
    ? isDenied(someone)
    : everyone.decision === someone.decision;
};

it(`what is told of everyone holds for anyone whom no policy names, ${runs.told}`, () => {
  holdsFor(worlds, numRuns, ({ snapshot, requests }) => {
    // Users have a name there, sessions have none.
    if (/aws:username/i.test(JSON.stringify([snapshot, requests]))) return;
    const asked = requests.map(({ sessionPolicies: _, ...request }): RequestJson => request);
    const world = { snapshot, requests: asked.map((request) => ({ ...request, principal: "*" })) };
    for (const principal of anyoneArns) {
      const request = (one: RequestJson) => ({ ...one, principal });
      eachPair(world, { request }, (everyone, someone, one) => {
        const holds = holdsForSomeone(everyone, someone);
        must(holds, `it holds for ${principal}`, told(everyone, someone, one));
      });
    }
  });
});
