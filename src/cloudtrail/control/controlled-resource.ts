import { parseArn } from "../../account/arn.ts";
import { partitionOfRegion } from "../../account/partition-of-region.ts";
import { textMember } from "../json-object.ts";
import type { TrailCall } from "../trail-call.ts";

/** A resource that a call is about, by CloudFormation's type name. */
export interface ControlledResource {
  readonly type: string;
  readonly arn: string;
}

/** Finds what a call is about; none: the record does not tell. */
export type FindResources = (call: TrailCall) => readonly ControlledResource[];

/** How the ARN of a type is put together from the name that its calls are given. */
export interface ResourceForm {
  readonly type: string;
  readonly service: string;
  /** Stands before the name. */
  readonly prefix: string;
  /** IAM and S3 have no Region in their ARNs, S3 no account either. */
  readonly scope?: "account" | "none";
}

/** The resource that the first of some members names, by its name or its ARN. */
export function named(form: ResourceForm, ...members: readonly string[]): FindResources {
  return (call) => {
    for (const name of members) {
      const value = textMember(call.request, name) ?? textMember(call.response, name);
      if (value !== null) return [{ type: form.type, arn: arnOf(form, value, call) }];
    }
    return [];
  };
}

/** A queue, which calls name by its URL: `https://sqs.REGION.amazonaws.com/ACCOUNT/NAME`. */
export const queueOfUrl: FindResources = ({ request, event }) => {
  const path = /^https?:\/\/[^/]+\/(\d{12})\/([^/]+)$/.exec(textMember(request, "queueUrl") ?? "");
  if (path === null) return [];
  const [, account = "", name = ""] = path;
  const arn = `arn:${partitionOfRegion(event.awsRegion)}:sqs:${event.awsRegion}:${account}:${name}`;
  return [{ type: "AWS::SQS::Queue", arn }];
};

/** The topic of a subscription, whose ARN is the topic's with one more segment. */
export const topicOfSubscription: FindResources = ({ request }) => {
  const subscription = textMember(request, "subscriptionArn");
  if (subscription === null || parseArn(subscription) === null) return [];
  return [{ type: "AWS::SNS::Topic", arn: subscription.split(":").slice(0, 6).join(":") }];
};

const key = named({ type: "AWS::KMS::Key", service: "kms", prefix: "key/" }, "keyId");

/** The keys that a record of KMS lists, else the one that the call names. */
export const listedKeys: FindResources = (call) => {
  const listed = call.resourceArns.filter((arn) => parseArn(arn)?.resource.startsWith("key/"));
  return listed.length === 0 ? key(call) : listed.map((arn) => ({ type: "AWS::KMS::Key", arn }));
};

/** A rule of the default bus, or of another one, which its ARN names too. */
export function rule(member: string): FindResources {
  return (call) => {
    const bus = textMember(call.request, "eventBusName") ?? "default";
    const busName = bus.slice(bus.lastIndexOf("/") + 1);
    const prefix = busName === "default" ? "rule/" : `rule/${busName}/`;
    return named({ type: "AWS::Events::Rule", service: "events", prefix }, member)(call);
  };
}

function arnOf(
  { service, prefix, scope }: ResourceForm,
  name: string,
  { event }: TrailCall,
): string {
  if (parseArn(name) !== null) return service === "lambda" ? unqualified(name) : name;
  const partition = partitionOfRegion(event.awsRegion);
  const region = scope === undefined ? event.awsRegion : "";
  const account = scope === "none" ? "" : event.recipientAccountId;
  // `function:NAME` and `ACCOUNT:function:NAME` name a function as well.
  const own = service === "lambda" ? (name.split("function:").at(-1) ?? name) : name;
  return unqualified(`arn:${partition}:${service}:${region}:${account}:${prefix}${own}`);
}

/** A function's ARN without version or alias. */
function unqualified(arn: string): string {
  const [, own] = /^(arn:[^:]*:lambda:[^:]*:[^:]*:function:[^:]+)/.exec(arn) ?? [];
  return own ?? arn;
}
