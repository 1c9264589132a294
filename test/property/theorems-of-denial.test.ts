import { describe, it } from "vitest";
import { isRequestError } from "../../src/access/decide/request.ts";
import { root, users } from "../support/generators/pools.ts";
import type { SnapshotJson } from "../support/generators/snapshot-arbitrary.ts";
import { decideIn, worldOf } from "./decide-both.ts";
import { denials } from "./denials.ts";
import { editGrants, editPolicies } from "./edit-policies.ts";
import { holdsFor, must } from "./holds-for.ts";
import { runs } from "./runs.ts";
import {
  decideAll,
  eachPair,
  isDenied,
  isKeyless,
  isOnOwnKey,
  isService,
  type Json,
  numRuns,
  told,
  worlds,
} from "./theorem.ts";

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
