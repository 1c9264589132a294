import type { QueryEntry } from "../query.ts";

/** The policy of an endpoint without one of its own. https://docs.aws.amazon.com/vpc/latest/privatelink/vpc-endpoints-access.html */
export const defaultEndpointPolicy = JSON.stringify({
  Statement: [{ Action: "*", Effect: "Allow", Principal: "*", Resource: "*" }],
});

/** What moto takes a request on VPC endpoints for, where it would misunderstand the one that AWS takes. */
export function correctEc2Request(
  operation: string,
  entries: readonly QueryEntry[],
): readonly QueryEntry[] {
  if (operation === "ModifyVpcEndpoint") return withPolicyReset(entries);
  if (operation === "CreateVpcEndpoint") return withDefaults(entries);
  return entries;
}

function withPolicyReset(entries: readonly QueryEntry[]): readonly QueryEntry[] {
  if (parameterOf(entries, "ResetPolicy") !== "true") return entries;
  return [
    ...entries.filter(({ key }) => key !== "ResetPolicy" && key !== "PolicyDocument"),
    { key: "PolicyDocument", value: defaultEndpointPolicy },
  ];
}

/** https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_CreateVpcEndpoint.html */
function withDefaults(entries: readonly QueryEntry[]): readonly QueryEntry[] {
  const type = parameterOf(entries, "VpcEndpointType") ?? "Gateway";
  const defaults: QueryEntry[] = [
    { key: "VpcEndpointType", value: type },
    { key: "PrivateDnsEnabled", value: String(type === "Interface") },
    { key: "PolicyDocument", value: defaultEndpointPolicy },
  ];
  return [...entries, ...defaults.filter(({ key }) => parameterOf(entries, key) === undefined)];
}

function parameterOf(entries: readonly QueryEntry[], wanted: string): string | undefined {
  return entries.find(({ key }) => key === wanted)?.value;
}
