import { randomUUID } from "node:crypto";
import { type Call, type HttpRequest, protocolOf, readCall } from "./call.ts";
import { correctEc2Reply, readEndpointIds } from "./corrections/ec2-reply.ts";
import { correctEc2Request } from "./corrections/ec2-request.ts";
import type { GrantBook } from "./corrections/grant-book.ts";
import { correctIamReply } from "./corrections/iam-reply.ts";
import { correctKmsReply } from "./corrections/kms-reply.ts";
import { correctKmsRequest } from "./corrections/kms-request.ts";
import type { FaultBook } from "./faults/fault-book.ts";
import type { Forward } from "./forward.ts";
import { callerIdentityReply } from "./identities/caller-identity-reply.ts";
import type { IdentityBook } from "./identities/identity-book.ts";
import { asText, parseObject } from "./json.ts";
import type { MotoClient } from "./moto-client.ts";
import { renderQuery } from "./query.ts";
import { readKmsFacts } from "./records/kms-facts.ts";
import { type CloudTrailRecord, makeRecord } from "./records/make-record.ts";
import { isRecorded } from "./records/recorded.ts";
import { replicaRecord } from "./records/replica-record.ts";
import { type Reply, withBody } from "./reply.ts";
import { readError, renderError, type ServiceError } from "./service-error.ts";

/** What the tap needs to answer. */
export interface TapContext {
  readonly accountId: string;
  readonly motoUrl: string;
  readonly ministackUrl: string;
  readonly moto: MotoClient;
  readonly forward: Forward;
  readonly faults: FaultBook;
  readonly grants: GrantBook;
  readonly identities: IdentityBook;
  readonly onRecord: (record: CloudTrailRecord) => void;
}

/** What is audited, and who may do what, lives in moto; everything else in MiniStack. */
const motoServices: ReadonlySet<string> = new Set(["ec2", "iam", "kms", "organizations", "sts"]);

/** Answers a request as AWS would, and records it as CloudTrail would. */
export async function answerCall(context: TapContext, asked: HttpRequest): Promise<Reply> {
  const call = readCall(asked);
  const recorded = isRecorded(call);
  const facts = recorded ? await readKmsFacts(context, call) : undefined;
  const identity = context.identities.identify(call);
  const reply = await replyOf(context, call, asked);
  if (facts !== undefined) {
    const requestId = asText(reply.headers["x-amzn-requestid"]) ?? randomUUID();
    const outcome = readError(reply) ?? reply.body.toString();
    const record = makeRecord({ call, outcome, identity, facts, requestId, time: new Date() });
    context.onRecord(record);
    const replica = replicaRecord(record);
    if (replica !== undefined) context.onRecord(replica);
  }
  return reply;
}

async function replyOf(context: TapContext, call: Call, asked: HttpRequest): Promise<Reply> {
  const fault = context.faults.errorOf(call, asked.body.toString());
  if (fault !== undefined) return renderError(protocolOf(call), fault);
  if (!motoServices.has(call.service)) return context.forward(context.ministackUrl, asked);
  if (call.service === "sts" && call.operation === "GetCallerIdentity") {
    return callerIdentityReply(context.identities.identify(call));
  }
  const body = correctedBody(call, asked);
  if (!Buffer.isBuffer(body)) return renderError(protocolOf(call), body);
  const endpoints =
    call.operation === "DeleteVpcEndpoints"
      ? await readEndpointIds(context.moto, call.region)
      : new Set<string>();
  const reply = await context.forward(context.motoUrl, { ...asked, body });
  if (isWebPage(reply)) return renderError(protocolOf(call), await explainFailure(context, call));
  if (reply.status >= 400) return reply;
  const text = await correctedReply(context, call, reply.body.toString(), endpoints);
  await context.identities.learn(call, text);
  return withLength(withBody(reply, text));
}

function correctedBody(call: Call, { body }: HttpRequest): Buffer | ServiceError {
  if (call.service === "kms") {
    const json = correctKmsRequest(call);
    return isError(json) ? json : Buffer.from(JSON.stringify(json));
  }
  if (call.service !== "ec2") return body;
  const entries = correctEc2Request(call.operation, call.query);
  return entries === call.query ? body : Buffer.from(renderQuery(entries));
}

async function correctedReply(
  context: TapContext,
  call: Call,
  text: string,
  endpoints: ReadonlySet<string>,
): Promise<string> {
  switch (call.service) {
    case "kms":
      return JSON.stringify(await correctKmsReply(call, parseObject(text), context));
    case "ec2":
      return correctEc2Reply(call, text, endpoints);
    case "iam":
      return correctIamReply(text);
    default:
      return text;
  }
}

/** moto answers with a web page where it knows no such call, or did not expect the key to be missing. */
async function explainFailure(
  { moto, accountId }: TapContext,
  { service, operation, region, json }: Call,
): Promise<ServiceError> {
  const keyId = asText(json["KeyId"]);
  if (service === "kms" && keyId !== undefined) {
    const answer = await moto.kms(region, "DescribeKey", { KeyId: keyId });
    if (answer["KeyMetadata"] === undefined) {
      const arn = keyId.startsWith("arn:")
        ? keyId
        : `arn:aws:kms:${region}:${accountId}:key/${keyId}`;
      return { code: "NotFoundException", message: `Key '${arn}' does not exist`, status: 400 };
    }
  }
  return {
    code: "NotImplementedByLab",
    message: `the lab has no ${service}:${operation}`,
    status: 400,
  };
}

function isWebPage({ status, headers }: Reply): boolean {
  return status >= 500 && (headers["content-type"] ?? "").startsWith("text/html");
}

function isError(value: object): value is ServiceError {
  return "code" in value && "status" in value;
}

function withLength(reply: Reply): Reply {
  const { body } = reply;
  return { ...reply, headers: { ...reply.headers, "content-length": String(body.length) } };
}
