import type { AccessChange } from "../../access/compare/access-change.ts";
import { type ComparisonScope, compareAccess } from "../../access/compare/compare-access.ts";
import { type AttributeChange, isUnknown } from "../../account/attributes/attribute-value.ts";
import {
  applyObservation,
  type Observation,
  observationChanges,
} from "../../account/attributes/observation.ts";
import type { Change } from "../../account/change.ts";
import type { Snapshot } from "../../account/snapshot.ts";
import { compileWorld } from "../../kms/world/world.ts";
import type { Finding } from "../finding/finding.ts";
import { findingId } from "../finding/finding-id.ts";
import type { FindingResource } from "../finding/resource-of-event.ts";
import { settledBy } from "../finding/settled-unknowns.ts";
import { type Drift, eventOfDrift } from "../state/drift.ts";
import { markAlreadyAllowed } from "./already-allowed.ts";
import { onEndpoints, onIam, onKeys, type Worlds } from "./change-scope.ts";
import { applyConfig } from "./config-apply.ts";
import { findingNotes } from "./finding-notes.ts";
import { judgeFindingPerimeter } from "./judge-perimeter.ts";
import type { JudgeOptions } from "./judge-record.ts";
import { makeFinding } from "./make-finding.ts";

/**
 * What a drift did to access: judged as an event is, the account before as it is recorded and the
 * account after as it was read. null: nothing that anybody would notice.
 */
export function judgeDrift(before: Snapshot, drift: Drift, options: JudgeOptions): Finding | null {
  const { observation } = drift;
  const attributes = observationChanges(before, observation);
  const after = applyObservation(before, observation);
  const worlds: Worlds = {
    before: compileWorld([before], options.compiler),
    after: compileWorld([after], options.compiler),
  };
  const accessChanges = compareWorlds(worlds, observation, attributes, options);
  const event = eventOfDrift(drift);
  const { trustedAccounts } = options.config;
  const endpointChanges = endpointChangesOf(observation, worlds);
  const perimeter = judgeFindingPerimeter(
    endpointChanges,
    worlds,
    event,
    trustedAccounts,
    accessChanges,
  );
  if (accessChanges.length === 0 && !perimeter.isTold) return null;
  // What became known only is no change.
  const changed = attributes.filter((attribute) => !isUnknown(attribute.before));
  const input = { event, changes: [], attributes: changed, accessChanges, worlds };
  const made = makeFinding({
    ...input,
    perimeter,
    notes: [
      ...findingNotes({ ...input, unknownKeys: [], unheldAliases: [] }),
      ...perimeter.notes,
      ...driftNotes(drift),
      ...(options.remarks ?? []),
    ],
    blind: false,
    config: options.config,
    full: options.full === true,
  });
  const resource = resourceOf(observation, before);
  const finding: Finding = {
    ...made,
    findingId: findingId("drift", resource, drift.eventId, changed, accessChanges),
    kind: "drift",
    event: null,
    resource,
    keyState: worlds.after.keys.get(resource.arn)?.snapshotKey.metadata.KeyState ?? null,
    effectiveFrom: drift.seenAt,
    effectiveBy: drift.seenAt,
  };
  return withoutRevert(applyConfig(finding, options.config, { worlds, now: drift.eventTime }));
}

/** A revert undoes one event; here nobody knows of any, whatever the mode. */
function withoutRevert(finding: Finding): Finding {
  return finding.remediation.mode === "observe"
    ? finding
    : { ...finding, notes: [...finding.notes, noRevert] };
}

const noRevert = {
  code: "noRevert",
  text: "no event tells who changed this and what else they did, so nothing is reverted in any mode: a person puts it back or leaves it",
};

/** The call that would have done to the endpoint what was read. */
function endpointChangesOf(observation: Observation, { before }: Worlds): readonly Change[] {
  if (observation.kind !== "endpoint") return [];
  const { vpcEndpointId, endpoint } = observation;
  if (endpoint === null) return [{ kind: "endpoints-deleted", vpcEndpointIds: [vpcEndpointId] }];
  return before.endpoints.has(vpcEndpointId)
    ? [{ kind: "endpoint-modified", vpcEndpointId }]
    : [{ kind: "endpoint-created", endpoint }];
}

function compareWorlds(
  worlds: Worlds,
  observation: Observation,
  attributes: readonly AttributeChange[],
  { config }: JudgeOptions,
): readonly AccessChange[] {
  const asIfEnabled = !attributes.some(({ attribute }) => attribute === "keyState");
  const sides = {
    before: { world: worlds.before, options: { asIfEnabled } },
    after: { world: worlds.after, options: { asIfEnabled } },
  };
  const compared = scopesOf(observation, worlds).flatMap((scope) =>
    compareAccess(sides.before, sides.after, scope, {
      trustedAccounts: config.trustedAccounts,
      settled: settledBy(attributes),
    }),
  );
  return markAlreadyAllowed(compared, sides);
}

function scopesOf(observation: Observation, worlds: Worlds): readonly ComparisonScope[] {
  switch (observation.kind) {
    case "key":
      return [onKeys([observation.keyArn], worlds)];
    case "endpoint":
      return onEndpoints(
        [observation.vpcEndpointId],
        worlds,
        worlds.before.snapshots[0]?.region ?? "",
      );
    case "iam":
      return onIam(worlds);
  }
}

const iamTypes: Readonly<Record<string, string>> = {
  user: "AWS::IAM::User",
  group: "AWS::IAM::Group",
  role: "AWS::IAM::Role",
  policy: "AWS::IAM::ManagedPolicy",
};

function resourceOf(
  observation: Observation,
  { partition, region, account }: Snapshot,
): FindingResource {
  switch (observation.kind) {
    case "key":
      return { type: "AWS::KMS::Key", arn: observation.keyArn };
    case "endpoint":
      return {
        type: "AWS::EC2::VPCEndpoint",
        arn: `arn:${partition}:ec2:${region}:${account}:vpc-endpoint/${observation.vpcEndpointId}`,
      };
    case "iam": {
      const [type = ""] = (observation.arn.split(":")[5] ?? "").split("/");
      return { type: iamTypes[type] ?? "AWS::IAM::Role", arn: observation.arn };
    }
  }
}

function driftNotes({ seenAt, told }: Drift): Finding["notes"] {
  const unexplained = {
    code: "unexplained",
    text: `read from the live account, first at ${seenAt}; no event that arrived explains it`,
  };
  if (told === null) return [unexplained];
  const text = `the finding \`${told}\` told what an event did to this resource; AWS does not show it so`;
  return [{ code: "notAsTold", text }, unexplained];
}
