import { isDeleted, type VpcEndpoint } from "../snapshot.ts";
import type { AttributeChange } from "./attribute-value.ts";
import { endpointAttributes } from "./endpoint-attributes.ts";
import { type Attributes, compareAttributes } from "./resource-differences.ts";

/** What tells a VPC endpoint as it is read from what is known of it; one that is deleted is not there. */
export function endpointDifferences(
  known: VpcEndpoint | null,
  live: VpcEndpoint | null,
): readonly AttributeChange[] {
  const before = attributesOf(known);
  const after = attributesOf(live);
  const differences = compareAttributes(before, after);
  if (before.size === 0 || after.size === 0) return differences;
  // The event that made it tells less of an endpoint than EC2 does.
  return differences.flatMap((difference) => {
    if (!after.has(difference.attribute)) return [];
    return before.has(difference.attribute) ? [difference] : [{ ...difference, before: untold }];
  });
}

const untold = { unknown: "the state does not tell it of the VPC endpoint" };

function attributesOf(endpoint: VpcEndpoint | null): Attributes {
  if (endpoint === null || isDeleted(endpoint)) return new Map();
  return new Map([
    ["exists", true],
    ...endpointAttributes(endpoint).map(
      // Lists of ids are in no order.
      ([name, value]) => [name, Array.isArray(value) ? value.toSorted() : value] as const,
    ),
  ]);
}
