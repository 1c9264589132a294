import type { AwsService } from "./aws-operation.ts";
import { kmsPlanners } from "./kms-planners.ts";
import {
  planCreateVpcEndpoint,
  planDeleteVpcEndpoints,
  planModifyVpcEndpoint,
} from "./plan-endpoint.ts";
import { iamPlanners } from "./plan-iam-call.ts";
import type { CallPlanner } from "./planned-call.ts";

/** What each operation would do, by service and API name. */
export const callPlanners: Readonly<Record<AwsService, Readonly<Record<string, CallPlanner>>>> = {
  kms: kmsPlanners,
  ec2: {
    CreateVpcEndpoint: planCreateVpcEndpoint,
    ModifyVpcEndpoint: planModifyVpcEndpoint,
    DeleteVpcEndpoints: planDeleteVpcEndpoints,
  },
  iam: iamPlanners,
};
