import type { Snapshot } from "../../account/snapshot.ts";
import { isKmsService } from "../../kms/request/request-path.ts";
import { awsError, refusedByAws } from "./aws-error.ts";
import { onlyPlace, snapshotsInRegion } from "./call-place.ts";
import { endpointPolicyRefusals } from "./endpoint-policy-refusals.ts";
import { endpointsOf, findCallEndpoint } from "./find-call-endpoint.ts";
import { isSet, requiredText, textOf, textsOf } from "./input.ts";
import type { CallContext, CallPlanner, PlannedCall } from "./planned-call.ts";

/** Stands for the id that EC2 will give to an endpoint. */
const newEndpointId = "vpce-new";

/** https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_ModifyVpcEndpoint.html */
export const planModifyVpcEndpoint: CallPlanner = (input, context, api) => {
  const { snapshot } = findCallEndpoint(requiredText(input, "VpcEndpointId"), context);
  const policy = textOf(input, "PolicyDocument");
  if (policy !== undefined && isSet(input, "ResetPolicy")) {
    throw awsError(
      "E_AWS_OPTION",
      "`--policy-document` and `--reset-policy` contradict each other",
    );
  }
  const reasons = endpointPolicyRefusals(policy, context.world.compiler);
  if (reasons.length > 0) throw refusedByAws(api, reasons);
  return endpointCall(snapshot, { ModifyVpcEndpointRequest: input }, null);
};

/** https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_DeleteVpcEndpoints.html */
export const planDeleteVpcEndpoints: CallPlanner = (input, context) => {
  const ids = textsOf(input, "VpcEndpointIds");
  const found = ids.map((id) => findCallEndpoint(id, context).snapshot);
  const snapshot = onlyPlace([...new Set(found)], "what the call names", "make one call a Region");
  if (snapshot === null) throw awsError("E_AWS_OPTION", "`--vpc-endpoint-ids` names no endpoint");
  const request = { DeleteVpcEndpointsRequest: { VpcEndpointId: ids } };
  return endpointCall(snapshot, request, { DeleteVpcEndpointsResponse: { unsuccessful: "" } });
};

/** https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_CreateVpcEndpoint.html */
export const planCreateVpcEndpoint: CallPlanner = (input, context, api) => {
  const service = textOf(input, "ServiceName") ?? "";
  const VpcEndpointType = textOf(input, "VpcEndpointType") ?? "Gateway";
  const snapshot = placeOfNewEndpoint(requiredText(input, "VpcId"), service, context);
  const reasons = [
    ...endpointPolicyRefusals(textOf(input, "PolicyDocument"), context.world.compiler),
  ];
  if (isKmsService(service) && VpcEndpointType !== "Interface") {
    reasons.push(
      `\`${service}\` has interface endpoints only: say \`--vpc-endpoint-type Interface\``,
    );
  }
  if (reasons.length > 0) throw refusedByAws(api, reasons);
  const response = { vpcEndpoint: { vpcEndpointId: newEndpointId } };
  return {
    ...endpointCall(
      snapshot,
      { CreateVpcEndpointRequest: { ...input, VpcEndpointType } },
      { CreateVpcEndpointResponse: response },
    ),
    notes: [
      {
        code: "newEndpoint",
        text: `\`${newEndpointId}\` stands for the id that EC2 will give to the endpoint`,
      },
    ],
  };
};

/** Where a VPC is: where `--region` says, where it has an endpoint already, where the service is. */
function placeOfNewEndpoint(vpcId: string, service: string, context: CallContext): Snapshot {
  const candidates = snapshotsInRegion(context);
  const withVpc = candidates.filter((snapshot) =>
    endpointsOf(snapshot).some(({ VpcId }) => VpcId === vpcId),
  );
  const ofService = candidates.filter(({ region }) => service.split(".").includes(region));
  const found = [withVpc, ofService, candidates].find((some) => some.length > 0) ?? [];
  const place = onlyPlace(found, "the new endpoint", "say which Region with `--region`");
  if (place === null) throw awsError("E_PLACE_UNKNOWN", "no account snapshot is given");
  return place;
}

function endpointCall(
  { account, region }: Snapshot,
  request: PlannedCall["request"],
  response: PlannedCall["response"],
): PlannedCall {
  return { account, region, request, response, resources: [], notes: [] };
}
