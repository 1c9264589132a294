import type { Call } from "../call.ts";
import type { MotoClient } from "../moto-client.ts";
import { listValues } from "../query.ts";
import { childOf, encodeXml } from "../xml.ts";

/** DeleteVpcEndpoints says which endpoints it did not delete because there are none. */
export function correctEc2Reply(
  { operation, query }: Call,
  text: string,
  knownBefore: ReadonlySet<string>,
): string {
  if (operation !== "DeleteVpcEndpoints") return text;
  const items = listValues(query, "VpcEndpointId")
    .filter((id) => !knownBefore.has(id))
    .map(unsuccessfulItem);
  if (items.length === 0) return text;
  const unsuccessful = `<unsuccessful>${items.join("")}</unsuccessful>`;
  return text.replace(/<unsuccessful\s*\/>|<unsuccessful>[\s\S]*<\/unsuccessful>/, unsuccessful);
}

/** The ids of the Region's endpoints that are not deleted. */
export async function readEndpointIds(
  moto: MotoClient,
  region: string,
): Promise<ReadonlySet<string>> {
  const answer = await moto.query("ec2", region, { Action: "DescribeVpcEndpoints" });
  const items = childOf(answer, "vpcEndpointSet")?.children ?? [];
  return new Set(
    items
      .filter((item) => childOf(item, "state")?.text !== "deleted")
      .map((item) => childOf(item, "vpcEndpointId")?.text ?? ""),
  );
}

function unsuccessfulItem(id: string): string {
  const message = `The Vpc Endpoint Id '${id}' does not exist`;
  const error = `<code>InvalidVpcEndpoint.NotFound</code><message>${encodeXml(message)}</message>`;
  return `<item><error>${error}</error><resourceId>${encodeXml(id)}</resourceId></item>`;
}
