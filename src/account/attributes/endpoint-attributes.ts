import type { EndpointChange } from "../change.ts";
import { defaultEndpointPolicy } from "../default-policy.ts";
import { isDeleted, isUnreadable, type Snapshot, type VpcEndpoint } from "../snapshot.ts";
import {
  type AttributeChange,
  appeared,
  disappeared,
  documentValue,
  isUnknown,
  type UnknownValue,
} from "./attribute-value.ts";

type EndpointModified = Extract<EndpointChange, { readonly kind: "endpoint-modified" }>;
type Held = VpcEndpoint | UnknownValue;

/** The attributes of VPC endpoints that a change touches. */
export function endpointAttributeChanges(
  before: Snapshot,
  after: Snapshot,
  change: EndpointChange,
): readonly AttributeChange[] {
  switch (change.kind) {
    case "endpoint-created":
      return isUnknown(heldEndpoint(before, change.endpoint.VpcEndpointId))
        ? appeared(endpointAttributes(change.endpoint))
        : [];
    case "endpoint-modified": {
      const { vpcEndpointId } = change;
      return modified(
        heldEndpoint(before, vpcEndpointId),
        heldEndpoint(after, vpcEndpointId),
        change,
      );
    }
    case "endpoints-deleted":
      return change.vpcEndpointIds.flatMap((vpcEndpointId) => {
        const endpoint = heldEndpoint(before, vpcEndpointId);
        return disappeared(
          isUnknown(endpoint) ? [["endpointPolicy", endpoint]] : endpointAttributes(endpoint),
        );
      });
  }
}

function heldEndpoint({ vpcEndpoints }: Snapshot, vpcEndpointId: string): Held {
  if (vpcEndpoints !== undefined && isUnreadable(vpcEndpoints)) {
    return { unknown: vpcEndpoints.unreadable };
  }
  return (
    vpcEndpoints?.find(
      (endpoint) => endpoint.VpcEndpointId === vpcEndpointId && !isDeleted(endpoint),
    ) ?? {
      unknown: "the VPC endpoint is not in the snapshot",
    }
  );
}

const attributes: readonly {
  readonly name: string;
  readonly valueIn: (endpoint: VpcEndpoint) => unknown;
  readonly touchedBy: readonly (keyof EndpointModified)[];
  /** What the event tells of the value after, when the state does not know it. */
  readonly told: (change: EndpointModified) => unknown;
}[] = [
  {
    name: "endpointPolicy",
    valueIn: ({ PolicyDocument }) => PolicyDocument && documentValue(PolicyDocument),
    touchedBy: ["policyDocument"],
    told: ({ policyDocument }) =>
      documentValue(policyDocument === "default" ? defaultEndpointPolicy : policyDocument),
  },
  {
    name: "privateDns",
    valueIn: ({ PrivateDnsEnabled }) => PrivateDnsEnabled,
    touchedBy: ["privateDnsEnabled"],
    told: ({ privateDnsEnabled }) => privateDnsEnabled,
  },
  {
    name: "subnets",
    valueIn: ({ SubnetIds }) => SubnetIds,
    touchedBy: ["addSubnetIds", "removeSubnetIds"],
    told: () => undefined,
  },
  {
    name: "securityGroups",
    valueIn: ({ Groups }) => Groups?.map(({ GroupId = "" }) => GroupId),
    touchedBy: ["addSecurityGroupIds", "removeSecurityGroupIds"],
    told: () => undefined,
  },
  {
    name: "routeTables",
    valueIn: ({ RouteTableIds }) => RouteTableIds,
    touchedBy: ["addRouteTableIds", "removeRouteTableIds"],
    told: () => undefined,
  },
];

/** Every attribute of a VPC endpoint that findings tell and that is known of it. */
export function endpointAttributes(endpoint: VpcEndpoint): readonly (readonly [string, unknown])[] {
  return attributes.flatMap(({ name, valueIn }) => {
    const value = valueIn(endpoint);
    return value === undefined ? [] : [[name, value] as const];
  });
}

function modified(before: Held, after: Held, change: EndpointModified): readonly AttributeChange[] {
  return attributes
    .filter(({ touchedBy }) => touchedBy.some((member) => change[member] !== undefined))
    .map(({ name, valueIn, told }) => {
      const value = (held: Held) =>
        isUnknown(held)
          ? held
          : (valueIn(held) ?? { unknown: "the snapshot does not tell it of the VPC endpoint" });
      const state = value(after);
      return {
        attribute: name,
        before: value(before),
        after: isUnknown(state) ? (told(change) ?? state) : state,
      };
    });
}
