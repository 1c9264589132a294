import type { UnknownValue } from "../../account/attributes/attribute-value.ts";
import type { Change, EndpointChange } from "../../account/change.ts";
import { isUnreadable, type Snapshot, type SnapshotKey } from "../../account/snapshot.ts";
import type { Place } from "../check/plan-steps.ts";
import {
  recordedEndpoint,
  recordedHolder,
  recordedKey,
  snapshotOfEvent,
} from "../plan/recorded-parts.ts";
import { normalizedDocument } from "./normalized-document.ts";

/** The value of one attribute that an event touched; null: it is not there; unknown: it could not be read. */
export type TouchedValue = readonly [attribute: string, value: unknown];

/**
 * What a state tells of the attributes that a change touched, by the names that findings give them;
 * null for a change that no call reverts.
 */
export function touchedValues(
  state: readonly Snapshot[],
  change: Change,
  place: Place,
): readonly TouchedValue[] | null {
  switch (change.kind) {
    case "key-tags-set":
      return isUnreadable(change.tags)
        ? null
        : tagValues(
            state,
            change.keyArn,
            change.tags.map(({ TagKey }) => TagKey),
          );
    case "key-tags-removed":
      return isUnreadable(change.tagKeys) ? null : tagValues(state, change.keyArn, change.tagKeys);
    case "key-policy-put":
      return ofKey(state, change.keyArn, "policy", ({ policy }) => normalizedDocument(policy));
    case "key-state-set":
      return ofKey(state, change.keyArn, "keyState", ({ metadata }) => metadata.KeyState ?? null);
    case "alias-set":
      return [aliasValue(state, change.aliasName, place)];
    case "grant-created":
      return [grantValue(state, change.keyArn, change.grant.GrantId)];
    case "grant-removed":
      return [grantValue(state, change.keyArn, change.grantId)];
    case "endpoint-created":
      return endpointValues(state, change.endpoint.VpcEndpointId, place, null);
    case "endpoint-modified":
      return endpointValues(state, change.vpcEndpointId, place, change);
    default:
      return null;
  }
}

function ofKey(
  state: readonly Snapshot[],
  keyArn: string,
  attribute: string,
  read: (key: SnapshotKey) => unknown,
): readonly TouchedValue[] {
  const key = recordedKey(state, keyArn);
  return [[attribute, key === null ? unknown("the key could not be read") : read(key)]];
}

function tagValues(
  state: readonly Snapshot[],
  keyArn: string,
  tagKeys: readonly string[],
): readonly TouchedValue[] {
  return [...new Set(tagKeys)].flatMap((tagKey) =>
    ofKey(state, keyArn, `tag:${tagKey}`, ({ tags }) => {
      if (tags === undefined || isUnreadable(tags)) return unknown("the tags could not be read");
      return tags.find(({ TagKey }) => TagKey === tagKey)?.TagValue ?? null;
    }),
  );
}

function aliasValue(state: readonly Snapshot[], aliasName: string, place: Place): TouchedValue {
  const attribute = `alias:${aliasName}`;
  const snapshot = snapshotOfEvent(state, place);
  const holder = recordedHolder(snapshot, aliasName);
  if (holder !== null) return [attribute, holder.metadata.Arn];
  const blind =
    snapshot === null ||
    isUnreadable(snapshot.keys) ||
    snapshot.keys.some(({ aliases }) => aliases === undefined || isUnreadable(aliases));
  return [attribute, blind ? unknown("the aliases could not be read") : null];
}

function grantValue(
  state: readonly Snapshot[],
  keyArn: string | null,
  grantId: string,
): TouchedValue {
  const attribute = `grant:${grantId}`;
  const keys = state.flatMap(({ keys }) => (isUnreadable(keys) ? [] : keys));
  const asked = keys.filter(({ metadata }) => keyArn === null || metadata.Arn === keyArn);
  let blind = asked.length === 0;
  for (const { grants } of asked) {
    if (grants === undefined || isUnreadable(grants)) blind = true;
    else if (grants.some(({ GrantId }) => GrantId === grantId)) return [attribute, grantId];
  }
  return [attribute, blind ? unknown("the grants could not be read") : null];
}

type Modified = Extract<EndpointChange, { readonly kind: "endpoint-modified" }>;

const MEMBERS: readonly {
  readonly attribute: string;
  readonly touchedBy: readonly (keyof Modified)[];
}[] = [
  { attribute: "endpointPolicy", touchedBy: ["policyDocument"] },
  { attribute: "privateDns", touchedBy: ["privateDnsEnabled"] },
  { attribute: "subnets", touchedBy: ["addSubnetIds", "removeSubnetIds"] },
  { attribute: "securityGroups", touchedBy: ["addSecurityGroupIds", "removeSecurityGroupIds"] },
  { attribute: "routeTables", touchedBy: ["addRouteTableIds", "removeRouteTableIds"] },
];

/** The touched attributes of an endpoint; null for the change: all of them. */
function endpointValues(
  state: readonly Snapshot[],
  id: string,
  place: Place,
  change: Modified | null,
): readonly TouchedValue[] {
  const endpoint = recordedEndpoint(snapshotOfEvent(state, place), id);
  const values: Readonly<Record<string, unknown>> =
    endpoint === null
      ? {}
      : {
          endpointPolicy: normalizedDocument(endpoint.PolicyDocument),
          privateDns: endpoint.PrivateDnsEnabled,
          subnets: endpoint.SubnetIds?.toSorted(),
          securityGroups: endpoint.Groups?.map(({ GroupId = "" }) => GroupId).toSorted(),
          routeTables: endpoint.RouteTableIds?.toSorted(),
        };
  return MEMBERS.filter(
    ({ touchedBy }) => change === null || touchedBy.some((member) => change[member] !== undefined),
  ).map(({ attribute }) => [
    attribute,
    endpoint === null ? unknown("the VPC endpoint could not be read") : (values[attribute] ?? null),
  ]);
}

function unknown(reason: string): UnknownValue {
  return { unknown: reason };
}
