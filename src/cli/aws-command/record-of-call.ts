import type { AwsOperation } from "./aws-operation.ts";
import type { PlannedCall } from "./planned-call.ts";

/** The caller, of whom nothing is known: a command may be run by anybody. */
const caller = "what-if";

/**
 * The CloudTrail record that a call would leave behind when it succeeded. Its event id is always the
 * same, so that the same command on the same account gives the same finding.
 * https://docs.aws.amazon.com/awscloudtrail/latest/userguide/cloudtrail-event-reference-record-contents.html
 */
export function recordOfCall(
  { service, api }: AwsOperation,
  call: PlannedCall,
  eventTime: string,
): Readonly<Record<string, unknown>> {
  const { account, region, request, response, resources, additionalEventData } = call;
  return {
    eventVersion: "1.11",
    userIdentity: { type: caller, accountId: account },
    eventTime,
    eventSource: `${service}.amazonaws.com`,
    eventName: api,
    awsRegion: region,
    requestParameters: request,
    responseElements: response,
    ...(additionalEventData === undefined ? {} : { additionalEventData }),
    eventID: caller,
    readOnly: false,
    ...(resources.length === 0
      ? {}
      : {
          resources: resources.map((ARN) => ({ ARN, accountId: account, type: "AWS::KMS::Key" })),
        }),
    eventType: "AwsApiCall",
    managementEvent: true,
    recipientAccountId: account,
    eventCategory: "Management",
  };
}
