import { anyText, type Check, flag, list, object, text } from "./check-json.ts";
import { policyDocument } from "./document-check.ts";

/** One endpoint of `ec2 describe-vpc-endpoints`. https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_VpcEndpoint.html */
export const vpcEndpoint: Check = object(
  { VpcEndpointId: text },
  {
    VpcEndpointType: anyText,
    VpcId: anyText,
    ServiceName: anyText,
    State: anyText,
    PolicyDocument: policyDocument,
    OwnerId: anyText,
    PrivateDnsEnabled: flag,
    SubnetIds: list(text),
    RouteTableIds: list(text),
    Groups: list(object({}, { GroupId: anyText, GroupName: anyText })),
  },
);
