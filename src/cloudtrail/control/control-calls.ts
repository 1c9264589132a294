import {
  type FindResources,
  listedKeys,
  named,
  queueOfUrl,
  rule,
  topicOfSubscription,
} from "./controlled-resource.ts";

/** What a call does to the resource that it is about. */
export interface ControlDeed {
  /** As a sentence about the resource goes on: `was disabled`. */
  readonly deed: string;
  readonly find: FindResources;
}

type Deeds = Readonly<Record<string, string>>;

function deeds(find: FindResources, names: Deeds): readonly (readonly [string, ControlDeed])[] {
  return Object.entries(names).map(([eventName, deed]) => [eventName, { deed, find }]);
}

const lambdaFunction = named(
  { type: "AWS::Lambda::Function", service: "lambda", prefix: "function:" },
  "functionName",
  "functionArn",
);
const topic = named({ type: "AWS::SNS::Topic", service: "sns", prefix: "" }, "topicArn");
const table = named(
  { type: "AWS::DynamoDB::Table", service: "dynamodb", prefix: "table/" },
  "tableName",
  "resourceArn",
);
const bucket = named(
  { type: "AWS::S3::Bucket", service: "s3", prefix: "", scope: "none" },
  "bucketName",
);
const trail = named(
  { type: "AWS::CloudTrail::Trail", service: "cloudtrail", prefix: "trail/" },
  "name",
  "trailName",
);
const role = named(
  { type: "AWS::IAM::Role", service: "iam", prefix: "role/", scope: "account" },
  "roleName",
);
const stack = named(
  { type: "AWS::CloudFormation::Stack", service: "cloudformation", prefix: "stack/" },
  "stackName",
);
const secret = named(
  { type: "AWS::SecretsManager::Secret", service: "secretsmanager", prefix: "secret:" },
  "secretId",
);
const form = { type: "AWS::CloudWatch::Alarm", service: "cloudwatch", prefix: "alarm:" };
const alarm = named(form, "alarmName");
const alarms: FindResources = (call) => {
  const names = call.request?.["alarmNames"];
  return (Array.isArray(names) ? names : []).flatMap((name) =>
    alarm({ ...call, request: { alarmName: name } }),
  );
};

/**
 * Calls that change or remove what a guardrail on EventBridge is made of: eventSource, then
 * eventName. Lambda's names are without the API version that CloudTrail adds to them.
 * https://docs.aws.amazon.com/lambda/latest/dg/logging-using-cloudtrail.html
 */
export const controlCalls: ReadonlyMap<string, ReadonlyMap<string, ControlDeed>> = new Map([
  [
    "events.amazonaws.com",
    new Map([
      ...deeds(rule("name"), {
        DisableRule: "was disabled",
        DeleteRule: "was deleted",
        PutRule: "was changed",
      }),
      ...deeds(rule("rule"), {
        RemoveTargets: "lost targets",
        PutTargets: "was given other targets",
      }),
    ]),
  ],
  [
    "lambda.amazonaws.com",
    new Map(
      deeds(lambdaFunction, {
        DeleteFunction: "was deleted",
        UpdateFunctionCode: "was given other code",
        UpdateFunctionConfiguration: "was given another configuration",
        PutFunctionConcurrency: "was given another concurrency",
        DeleteFunctionConcurrency: "may run as often at a time as it likes",
        RemovePermission: "may no longer be invoked by somebody",
        AddPermission: "may now be invoked by somebody else",
        PutFunctionEventInvokeConfig: "was told otherwise what to do with events that fail",
        UpdateFunctionEventInvokeConfig: "was told otherwise what to do with events that fail",
        DeleteFunctionEventInvokeConfig: "was told otherwise what to do with events that fail",
        DeleteEventSourceMapping: "is no longer given the messages of a queue",
        UpdateEventSourceMapping: "is given the messages of a queue otherwise",
      }),
    ),
  ],
  [
    "sns.amazonaws.com",
    new Map([
      ...deeds(topic, {
        DeleteTopic: "was deleted",
        SetTopicAttributes: "was changed",
        AddPermission: "was given another policy",
        RemovePermission: "was given another policy",
      }),
      ...deeds(topicOfSubscription, {
        Unsubscribe: "lost a subscriber",
        SetSubscriptionAttributes: "has a subscriber that was changed",
      }),
    ]),
  ],
  [
    "sqs.amazonaws.com",
    new Map(
      deeds(queueOfUrl, {
        DeleteQueue: "was deleted",
        SetQueueAttributes: "was changed",
        PurgeQueue: "was emptied",
        AddPermission: "was given another policy",
        RemovePermission: "was given another policy",
      }),
    ),
  ],
  [
    "dynamodb.amazonaws.com",
    new Map(
      deeds(table, {
        DeleteTable: "was deleted",
        UpdateTable: "was changed",
        UpdateTimeToLive: "was told to forget otherwise",
        UpdateContinuousBackups: "is backed up otherwise",
        PutResourcePolicy: "was given another policy",
        DeleteResourcePolicy: "was given another policy",
      }),
    ),
  ],
  [
    "s3.amazonaws.com",
    new Map(
      deeds(bucket, {
        DeleteBucket: "was deleted",
        PutBucketPolicy: "was given another policy",
        DeleteBucketPolicy: "lost its policy",
        PutBucketPublicAccessBlock: "is closed to the public otherwise",
        DeleteBucketPublicAccessBlock: "is no longer closed to the public",
        PutBucketEncryption: "is encrypted otherwise",
        DeleteBucketEncryption: "is encrypted otherwise",
        PutBucketVersioning: "keeps old versions otherwise",
        PutBucketLifecycle: "was told to forget otherwise",
      }),
    ),
  ],
  [
    "cloudtrail.amazonaws.com",
    new Map(
      deeds(trail, {
        StopLogging: "was stopped",
        DeleteTrail: "was deleted",
        UpdateTrail: "was changed",
        PutEventSelectors: "was told otherwise what to record",
      }),
    ),
  ],
  [
    "kms.amazonaws.com",
    new Map(
      deeds(listedKeys, {
        DisableKey: "was disabled",
        ScheduleKeyDeletion: "is to be deleted",
        PutKeyPolicy: "was given another key policy",
        DeleteImportedKeyMaterial: "lost its key material",
      }),
    ),
  ],
  [
    "iam.amazonaws.com",
    new Map(
      deeds(role, {
        DeleteRole: "was deleted",
        PutRolePolicy: "was given another policy",
        DeleteRolePolicy: "lost a policy",
        AttachRolePolicy: "was given another policy",
        DetachRolePolicy: "lost a policy",
        PutRolePermissionsBoundary: "was given another permissions boundary",
        DeleteRolePermissionsBoundary: "lost its permissions boundary",
        UpdateAssumeRolePolicy: "may be assumed by others",
      }),
    ),
  ],
  [
    "cloudformation.amazonaws.com",
    new Map(
      deeds(stack, {
        DeleteStack: "is deleted",
        UpdateStack: "is changed",
        ExecuteChangeSet: "is changed",
      }),
    ),
  ],
  [
    "monitoring.amazonaws.com",
    new Map([
      ...deeds(alarms, {
        DeleteAlarms: "was deleted",
        DisableAlarmActions: "no longer tells anybody",
      }),
      ...deeds(alarm, { PutMetricAlarm: "was changed" }),
    ]),
  ],
  // The key that decisions are signed with: who sets it can sign their own.
  [
    "secretsmanager.amazonaws.com",
    new Map(
      deeds(secret, {
        PutSecretValue: "was given another value",
        UpdateSecret: "was given another value",
        UpdateSecretVersionStage: "was given another value",
        RotateSecret: "is given other values",
        DeleteSecret: "is deleted",
        PutResourcePolicy: "was given another policy",
        DeleteResourcePolicy: "was given another policy",
      }),
    ),
  ],
]);
