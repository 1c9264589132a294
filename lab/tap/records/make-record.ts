import { randomUUID } from "node:crypto";
import type { Call } from "../call.ts";
import type { UserIdentity } from "../identities/user-identity.ts";
import type { JsonObject } from "../json.ts";
import type { ServiceError } from "../service-error.ts";
import { ec2Elements } from "./ec2-elements.ts";
import type { RecordElements } from "./elements.ts";
import { errorElements, isRefusal } from "./error-elements.ts";
import { iamElements } from "./iam-elements.ts";
import { type KmsFacts, kmsElements } from "./kms-elements.ts";
import { organizationsElements } from "./organizations-elements.ts";

/** A CloudTrail record. */
export interface CloudTrailRecord extends JsonObject {
  readonly eventID: string;
  readonly eventName: string;
  readonly eventSource: string;
  readonly eventTime: string;
  readonly awsRegion: string;
}

/** A call that was answered. */
export interface AnsweredCall {
  readonly call: Call;
  /** What the service answered, or the error that it reported. */
  readonly outcome: string | ServiceError;
  readonly identity: UserIdentity;
  readonly facts: KmsFacts;
  readonly time: Date;
  readonly requestId: string;
}

/** Above this requestParameters is left out. https://docs.aws.amazon.com/awscloudtrail/latest/userguide/cloudtrail-event-reference-record-contents.html */
const requestLimit = 100 * 1024;
const globalServices: ReadonlySet<string> = new Set(["iam", "organizations"]);

export function makeRecord(answered: AnsweredCall): CloudTrailRecord {
  const { call, outcome, identity, facts, time, requestId } = answered;
  const { service, operation, region, sourceAddress, userAgent } = call;
  const error = typeof outcome === "string" ? undefined : outcome;
  const { requestParameters, ...elements } = elementsOf(answered);
  const isGlobal = globalServices.has(service);
  return {
    eventVersion: "1.11",
    userIdentity: identity,
    eventTime: time.toISOString().replace(/\.\d+Z$/, "Z"),
    eventSource: `${service}.amazonaws.com`,
    eventName: operation,
    awsRegion: isGlobal ? "us-east-1" : region,
    sourceIPAddress: sourceAddress,
    userAgent,
    ...(error === undefined ? {} : errorElements(service, error)),
    ...requestWithinLimit(error !== undefined && isRefusal(error) ? null : requestParameters),
    ...elements,
    requestID: requestId,
    eventID: randomUUID(),
    readOnly: false,
    eventType: "AwsApiCall",
    managementEvent: true,
    recipientAccountId: facts.accountId,
    eventCategory: "Management",
    tlsDetails: {
      tlsVersion: "TLSv1.3",
      cipherSuite: "TLS_AES_128_GCM_SHA256",
      clientProvidedHostHeader: `${service}.${isGlobal ? "" : `${region}.`}amazonaws.com`,
    },
  };
}

function elementsOf({ call, outcome, facts }: AnsweredCall): RecordElements {
  const reply = typeof outcome === "string" ? outcome : undefined;
  switch (call.service) {
    case "kms":
      return kmsElements(call, reply, facts);
    case "ec2":
      return ec2Elements(call, reply);
    case "iam":
      return iamElements(call, reply);
    default:
      return organizationsElements(call, reply);
  }
}

function requestWithinLimit(requestParameters: JsonObject | null): JsonObject {
  const size = Buffer.byteLength(JSON.stringify(requestParameters));
  return size > requestLimit ? {} : { requestParameters };
}
