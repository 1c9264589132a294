import { globSync, readFileSync } from "node:fs";
import { basename } from "node:path";
import { beforeAll, describe, expect, it } from "vitest";
import { parse } from "yaml";
import { controlCalls } from "../../src/cloudtrail/control/control-calls.ts";
import { eventFamilies } from "../../src/cloudtrail/event-families.ts";
import { SEVERITIES } from "../../src/guardrail/finding/severity.ts";
import { canaryTag } from "../../src/guardrail/watch/canary.ts";
import { stackRules } from "../../src/guardrail/watch/stack-rules.ts";
import { calledOperations } from "./deployment/called-operations.ts";
import {
  packageStack,
  type Resource,
  ofType as resourcesOfType,
  type Stack,
  withEverything,
} from "./deployment/packaged-stack.ts";
import { allowedActions, permissionDifferences, statementsOf } from "./deployment/permissions.ts";

const minute = 60_000;

const handlers = globSync("handlers/*.ts").map((file) => basename(file, ".ts"));
const ofHandlers = handlers.map((handler) => ({ handler }));
const roleOf = (handler: string): string => {
  const words = handler.split("-").map((word) => word[0]?.toUpperCase() + word.slice(1));
  return `${words.join("")}Role`;
};
/** Understood, so that they are no bad input of a replay; they cannot change who may use a key. */
const movesNoAccess = new Set([
  "DisableKeyRotation",
  "EnableKeyRotation",
  "RotateKey",
  "RotateKeyOnDemand",
  "SynchronizeMultiRegionKey",
  "UpdateKeyDescription",
]);

/** The body of a dashboard, as far as the tests look at it. */
interface Dashboard {
  readonly widgets: readonly {
    readonly properties: {
      readonly metrics?: readonly (readonly unknown[])[];
      readonly alarms?: readonly string[];
    };
  }[];
}

let resources: Stack = {};
let called: Awaited<ReturnType<typeof calledOperations>> = new Map();

const ofType = (type: string): readonly Resource[] => resourcesOfType(resources, type);

/** The rules of those who judge calls; others wake who looks for himself. */
const judging = (): readonly Resource[] =>
  ofType("AWS::Events::Rule").filter(({ Properties }) =>
    ["aws.kms", "aws.ec2", "aws.iam", "aws.organizations"].includes(
      Properties.EventPattern?.source[0],
    ),
  );

beforeAll(async () => {
  [resources, called] = await Promise.all([packageStack(withEverything), calledOperations()]);
}, 2 * minute);

describe("the packaged stack", () => {
  it("has one function for each handler", () => {
    const expected = handlers.map((name) => `dist/handlers/${name}.handler`);
    const functions = ofType("AWS::Lambda::Function");
    expect(functions.map(({ Properties }) => Properties.Handler).sort()).toEqual(expected.sort());
    for (const { Properties } of functions) {
      expect(Properties).toMatchObject({ Runtime: "nodejs24.x", Architectures: ["arm64"] });
    }
  });

  it("hands over calls, failed ones too where they are asked for, and loses none", () => {
    const rules = judging();
    expect(rules.length).toBeGreaterThan(0);
    for (const { Properties } of rules) {
      expect(Properties.EventPattern["detail-type"]).toContain("AWS API Call via CloudTrail");
      expect(Properties.EventPattern.detail.errorCode).toEqual([
        { exists: false },
        { exists: true },
      ]);
      for (const target of Properties.Targets) {
        expect(target).toMatchObject({
          RetryPolicy: { MaximumRetryAttempts: 185 },
          DeadLetterConfig: { Arn: { "Fn::GetAtt": ["DeadLetterQueue", "Arn"] } },
        });
      }
    }
  });

  it("tries again, and then puts aside, what a rule cannot hand over", () => {
    const targets = ofType("AWS::Events::Rule").flatMap(({ Properties }) => Properties.Targets);
    expect(targets.length).toBeGreaterThan(10);
    for (const target of targets) {
      expect(target).toMatchObject({
        DeadLetterConfig: { Arn: { "Fn::GetAtt": ["DeadLetterQueue", "Arn"] } },
        RetryPolicy: { MaximumRetryAttempts: 185 },
      });
    }
  });

  it("has the rules that the doctor misses where one is gone", () => {
    const prefix = "kms-guardrail-prod-";
    const names = ofType("AWS::Events::Rule").map(({ Properties }) => String(Properties.Name));
    // These are there only where they were asked for.
    const asked = ["digest", "to-central-bus"].map((name) => prefix + name);
    const always = names.filter((name) => !asked.includes(name));
    expect(always.sort()).toEqual(stackRules.map((name) => prefix + name).sort());
  });

  it("hears every event name that the guardrail judges", () => {
    const heard = judging().flatMap(({ Properties }) => Properties.EventPattern.detail.eventName);
    const judged = [...eventFamilies.keys()].flatMap((source) => [
      ...(eventFamilies.get(source)?.keys() ?? []),
    ]);
    expect(heard.sort()).toEqual(judged.filter((name) => !movesNoAccess.has(name)).sort());
  });

  it("hears every call that changes or removes what the guardrail is made of", () => {
    const patterns = ofType("AWS::Events::Rule")
      .filter(({ Properties }) => String(Properties.Name).includes("-tampering-"))
      .map(({ Properties }) => Properties.EventPattern);
    const heard = patterns.flatMap(({ detail }) =>
      detail.eventName.map((name: string) => name.replace(/\d{8}(?:v\d+)?$/, "")),
    );
    const names = [...controlCalls.values()].flatMap((calls) => [...calls.keys()]);
    expect(new Set(heard)).toEqual(new Set(names));
    const sources = patterns.flatMap(({ detail }) => detail.eventSource);
    expect(sources.sort()).toEqual([...controlCalls.keys()].sort());
    for (const pattern of patterns) {
      expect(pattern.detail.errorCode).toEqual([{ exists: false }]);
      // https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-quota.html
      expect(JSON.stringify(pattern).length).toBeLessThan(2048);
    }
  });

  it("encrypts its topics with its own KMS key", () => {
    const topics = ofType("AWS::SNS::Topic");
    expect(topics.length).toBeGreaterThan(0);
    for (const { Properties } of topics) {
      expect(Properties.KmsMasterKeyId).toEqual({ Ref: "GuardrailKey" });
    }
  });

  it("keeps its state encrypted, recoverable and out of reach", () => {
    const [table, ...otherTables] = ofType("AWS::DynamoDB::Table");
    expect(otherTables).toEqual([]);
    expect(table?.Properties).toMatchObject({
      BillingMode: "PAY_PER_REQUEST",
      PointInTimeRecoverySpecification: { PointInTimeRecoveryEnabled: true },
      TimeToLiveSpecification: { AttributeName: "expiresAt", Enabled: true },
      SSESpecification: { SSEEnabled: true, KMSMasterKeyId: { Ref: "GuardrailKey" } },
    });
    const buckets = ofType("AWS::S3::Bucket").filter(
      ({ Properties }) => Properties?.VersioningConfiguration?.Status === "Enabled",
    );
    expect(buckets).toHaveLength(1);
    expect(buckets[0]?.Properties.PublicAccessBlockConfiguration).toEqual({
      BlockPublicAcls: true,
      BlockPublicPolicy: true,
      IgnorePublicAcls: true,
      RestrictPublicBuckets: true,
    });
    const denied = ofType("AWS::S3::BucketPolicy").flatMap(
      ({ Properties }) => Properties.PolicyDocument.Statement,
    );
    expect(denied).toContainEqual(
      expect.objectContaining({
        Effect: "Deny",
        Action: "s3:*",
        Condition: { Bool: { "aws:SecureTransport": "false" } },
      }),
    );
  });

  it("gives each function's role what its bundle calls, and nothing else", () => {
    expect(permissionDifferences(resources, called)).toEqual([]);
  });

  it.each(ofHandlers)(
    "would notice a role of $handler with an action more or less",
    ({ handler }) => {
      const [id = "", role] =
        Object.entries(resources).find(([name]) => name === roleOf(handler)) ?? [];
      const changed = (edit: (action: string[]) => string[]) => {
        const copy = structuredClone(role) as Resource;
        const [statement] = statementsOf(copy).filter(({ Sid }) => Sid === "WriteLogs");
        statement.Action = edit(statement.Action);
        return permissionDifferences({ ...resources, [id]: copy }, called);
      };
      const name = handler;
      expect(changed((actions) => [...actions, "kms:ScheduleKeyDeletion"])).toContainEqual(
        expect.objectContaining({ function: name, unneeded: ["kms:ScheduleKeyDeletion"] }),
      );
      expect(changed(([, ...others]) => others)).toContainEqual(
        expect.objectContaining({ function: name, missing: ["logs:CreateLogStream"] }),
      );
    },
  );

  it("allows no wildcard action, and writes to keys, endpoints or IAM to the remediation function alone", () => {
    const writing = /^(kms|ec2|iam):(?!Describe|Get|List|Decrypt$|GenerateDataKey$)/;
    for (const { Properties } of ofType("AWS::Lambda::Function")) {
      const actions = allowedActions(resources, { Type: "", Properties });
      expect(actions.filter((action) => action.includes("*"))).toEqual([]);
      if (Properties.Handler.includes("/remediation.") || Properties.Handler.includes("/canary.")) {
        continue;
      }
      expect(actions.filter((action) => writing.test(action))).toEqual([]);
    }
  });

  it("lets the canary set one tag of its own key, and tells when it is silent", () => {
    const statements = statementsOf(resources["CanaryRole"]);
    const writes = statements.filter(({ Action }) => [Action].flat().includes("kms:TagResource"));
    expect(writes).toMatchObject([
      {
        Resource: { "Fn::GetAtt": ["CanaryKey", "Arn"] },
        Condition: { "ForAllValues:StringEquals": { "aws:TagKeys": [canaryTag] } },
      },
    ]);
    const canary = ofType("AWS::Lambda::Function").find(({ Properties }) =>
      Properties.Handler.includes("/canary."),
    );
    const service = canary?.Properties.Environment.Variables.POWERTOOLS_SERVICE_NAME;
    const alarms = ofType("AWS::CloudWatch::Alarm")
      .map(({ Properties }) => Properties)
      .filter(({ MetricName }) => MetricName.startsWith("Canary"));
    expect(alarms).toMatchObject([
      { MetricName: "CanaryMissed", TreatMissingData: "notBreaching" },
      { MetricName: "CanaryArrived", TreatMissingData: "breaching" },
    ]);
    for (const { Dimensions, Namespace } of alarms) {
      expect(Dimensions).toEqual([{ Name: "service", Value: service }]);
      expect(Namespace).toBe(canary?.Properties.Environment.Variables.POWERTOOLS_METRICS_NAMESPACE);
    }
  });

  it("counts under the name of its stack, and alarms on that", () => {
    const named = ofType("AWS::Lambda::Function").map(
      ({ Properties }) => Properties.Environment.Variables.POWERTOOLS_SERVICE_NAME,
    );
    expect(new Set(named)).toEqual(new Set(["kms-guardrail-prod"]));
    const ours = ofType("AWS::CloudWatch::Alarm").filter(
      ({ Properties }) => Properties.Namespace === "KmsGuardrail",
    );
    expect(ours.map(({ Properties }) => Properties.MetricName).sort()).toEqual([
      ...["BreakerOpen", "CanaryArrived", "CanaryMissed"],
    ]);
    for (const { Properties } of ours) {
      expect(Properties.Dimensions).toEqual([{ Name: "service", Value: "kms-guardrail-prod" }]);
    }
  });

  it("shows on its dashboard what is counted, each function and each alarm", () => {
    const [dashboard, ...others] = ofType("AWS::CloudWatch::Dashboard");
    expect(others).toEqual([]);
    const body = JSON.parse(dashboard?.Properties.DashboardBody["Fn::Sub"]) as Dashboard;
    const shown = body.widgets.flatMap(({ properties }) => properties.metrics ?? []);
    const counted = globSync("src/aws/**/*.ts").flatMap((file) =>
      [...readFileSync(file, "utf8").matchAll(/["[]([A-Z]\w+)", (?:MetricUnit|count\()/g)].map(
        ([, name]) => name,
      ),
    );
    expect(counted).toEqual(expect.arrayContaining(["Findings", "BreakerOpen", "CanarySeconds"]));
    for (const [namespace, name, dimension, value, severity] of shown) {
      if (namespace !== "KmsGuardrail") continue;
      expect(counted).toContain(name);
      expect([dimension, value]).toEqual(["service", "kms-guardrail-prod"]);
      expect(severity === "severity").toBe(name === "Findings");
    }
    const severities = shown.flatMap(([, name, , , , severity]) =>
      name === "Findings" ? severity : [],
    );
    expect(severities).toEqual(SEVERITIES);
    for (const { Properties } of ofType("AWS::Lambda::Function")) {
      for (const metric of ["Errors", "Throttles"]) {
        expect(shown).toContainEqual([
          ...["AWS/Lambda", metric, "FunctionName", Properties.FunctionName],
        ]);
      }
    }
    const alarms = body.widgets.flatMap(({ properties }) => properties.alarms ?? []);
    expect(alarms.map((arn) => arn.split(":").at(-1)).sort()).toEqual(
      ofType("AWS::CloudWatch::Alarm")
        .map(({ Properties }) => Properties.AlarmName)
        .sort(),
    );
    expect(shown).toContainEqual(
      expect.arrayContaining(["AWS/SQS", resources["DeadLetterQueue"]?.Properties.QueueName]),
    );
  });

  it("looks at itself every day, by the names and the ARN of its stack", () => {
    const [rule] = ofType("AWS::Events::Rule").filter(({ Properties }) =>
      JSON.stringify(Properties.Targets).includes("DoctorLambdaFunction"),
    );
    expect(rule?.Properties.ScheduleExpression).toBe("rate(1 day)");
    expect(rule?.Properties.Name).toBe("kms-guardrail-prod-doctor");
    expect(resources["DoctorLambdaFunction"]?.Properties.Environment.Variables).toMatchObject({
      STACK_NAME: "kms-guardrail-prod",
      STACK_ARN: { Ref: "AWS::StackId" },
    });
    expect(resources["DeadLetterQueue"]?.Properties.QueueName).toBe(
      "kms-guardrail-prod-dead-letters",
    );
  });

  it("watches every function and the queue of what could not be handled", () => {
    const watched = ofType("AWS::CloudWatch::Alarm").map(
      ({ Properties }) => `${Properties.MetricName} ${JSON.stringify(Properties.Dimensions)}`,
    );
    for (const [id, { Type }] of Object.entries(resources)) {
      if (Type !== "AWS::Lambda::Function") continue;
      const dimensions = JSON.stringify([{ Name: "FunctionName", Value: { Ref: id } }]);
      expect(watched).toEqual(
        expect.arrayContaining([`Errors ${dimensions}`, `Throttles ${dimensions}`]),
      );
    }
    expect(watched.some((alarm) => alarm.includes("DeadLetterQueue"))).toBe(true);
  });

  it("lets each rule invoke its function, and each function put aside what it could not do", () => {
    const allowed = ofType("AWS::Lambda::Permission").map(({ Properties }) =>
      JSON.stringify([Properties.Principal, Properties.FunctionName, Properties.SourceArn]),
    );
    for (const [id, { Properties }] of Object.entries(resources).filter(
      ([name, { Type }]) => Type === "AWS::Events::Rule" && name !== "CentralBusRule",
    )) {
      for (const { Arn } of Properties.Targets) {
        expect(
          allowed.some(
            (permission) =>
              permission.includes("events.amazonaws.com") &&
              permission.includes(JSON.stringify(Arn)) &&
              (permission.includes(Properties.Name) || permission.includes(`"${id}"`)),
          ),
        ).toBe(true);
      }
    }
  });

  it("forwards from IAM's Region what it hears in its own", () => {
    const forwarding = parse(readFileSync("deploy/forwarding/iam-events.yml", "utf8"), {
      logLevel: "silent",
    }) as { Resources: Stack };
    const patternsOf = (stack: Stack) =>
      resourcesOfType(stack, "AWS::Events::Rule")
        .map(({ Properties }) => Properties.EventPattern)
        .filter((pattern) => ["aws.iam", "aws.organizations"].includes(pattern?.source[0]));
    const asked = patternsOf(forwarding.Resources).map(({ detail, ...pattern }) => {
      const [condition, failedToo, succeeded] = detail.errorCode;
      expect([condition, succeeded]).toEqual(["HearsFailedCalls", [{ exists: false }]]);
      return { ...pattern, detail: { ...detail, errorCode: failedToo } };
    });
    expect(asked).toEqual(patternsOf(resources));
    const [alarm] = resourcesOfType(forwarding.Resources, "AWS::CloudWatch::Alarm");
    expect(alarm?.Properties.AlarmActions).toEqual([
      "HasAlarmTopic",
      ["AlarmTopic"],
      "AWS::NoValue",
    ]);
  });

  it("tells its functions all that they read from the environment", () => {
    const read = readFileSync("src/aws/environment.ts", "utf8").matchAll(/read\("(\w+)"\)/g);
    const names = [...read].map(([, name]) => name).filter((name) => name !== "AWS_REGION");
    expect(names.length).toBeGreaterThan(0);
    for (const { Properties } of ofType("AWS::Lambda::Function")) {
      expect(Object.keys(Properties.Environment.Variables)).toEqual(expect.arrayContaining(names));
    }
  });

  it("has one policy for each queue, for a second would replace the first", () => {
    const queues = ofType("AWS::SQS::QueuePolicy").flatMap(({ Properties }) =>
      Properties.Queues.map((queue: unknown) => JSON.stringify(queue)),
    );
    expect(new Set(queues).size).toBe(queues.length);
  });

  it("takes findings from the topic by queues, of which nothing is lost", () => {
    const subscriptions = ofType("AWS::SNS::Subscription");
    expect(subscriptions.length).toBeGreaterThanOrEqual(3);
    const deadLetters = { deadLetterTargetArn: { "Fn::GetAtt": ["DeadLetterQueue", "Arn"] } };
    for (const { Properties } of subscriptions) {
      expect(Properties.RedrivePolicy).toEqual(deadLetters);
    }
    for (const { Properties } of subscriptions.filter(
      ({ Properties }) => Properties.Protocol === "sqs",
    )) {
      const [id] = Properties.Endpoint["Fn::GetAtt"];
      const queue = resources[id];
      expect(queue?.Properties).toMatchObject({
        SqsManagedSseEnabled: true,
        RedrivePolicy: deadLetters,
      });
      const mapping = ofType("AWS::Lambda::EventSourceMapping").find(
        (one) => one.Properties.EventSourceArn["Fn::GetAtt"][0] === id,
      );
      // The digest's queue is emptied by schedule.
      if (id === "DigestQueue") expect(mapping).toBeUndefined();
      else expect(mapping?.Properties.FunctionResponseTypes).toEqual(["ReportBatchItemFailures"]);
      const statements = ofType("AWS::SQS::QueuePolicy")
        .filter((one) => JSON.stringify(one.Properties.Queues).includes(`"${id}"`))
        .flatMap((one) => one.Properties.PolicyDocument.Statement);
      expect(statements).toMatchObject([
        {
          Principal: { Service: "sns.amazonaws.com" },
          Action: "sqs:SendMessage",
          Condition: { ArnEquals: { "aws:SourceArn": { Ref: "FindingsTopic" } } },
        },
        { Effect: "Deny" },
      ]);
    }
  });

  it("hands findings to a central bus, and may put events there and nowhere else", () => {
    const central = "arn:aws:events:eu-west-1:999988887777:event-bus/security";
    const rule = resources["CentralBusRule"];
    expect(rule?.Properties).toMatchObject({
      EventBusName: { Ref: "FindingsBus" },
      Targets: [{ Arn: central, RoleArn: { "Fn::GetAtt": ["CentralBusRole", "Arn"] } }],
    });
    const [policy, ...others] = resources["CentralBusRole"]?.Properties.Policies ?? [];
    expect(others).toEqual([]);
    expect(policy.PolicyDocument.Statement).toMatchObject([
      { Effect: "Allow", Action: "events:PutEvents", Resource: central },
    ]);
  });

  it("has no part that nobody asked for", async () => {
    const plain = await packageStack();
    for (const { Properties } of resourcesOfType(plain, "AWS::Events::Rule")) {
      expect(Properties.EventPattern?.detail?.errorCode ?? [{ exists: false }]).toEqual([
        { exists: false },
      ]);
    }
    expect(plain).not.toHaveProperty("CentralBusRule");
    const functions = resourcesOfType(plain, "AWS::Lambda::Function").map(
      ({ Properties }) => Properties.Handler,
    );
    for (const name of [
      "slack",
      "slack-callback",
      "bus",
      "security-hub",
      "teams",
      "pager-duty",
      "digest",
    ]) {
      expect(functions).not.toContain(`dist/handlers/${name}.handler`);
    }
    const subscribed = resourcesOfType(plain, "AWS::SNS::Subscription").map(
      ({ Properties }) => Properties.Endpoint["Fn::GetAtt"],
    );
    expect(subscribed).toEqual([["RemediationLambdaFunction", "Arn"]]);
  }, 60_000);

  it("starts a sweep when it was deployed, and on a schedule", () => {
    const rules = ofType("AWS::Events::Rule").filter(({ Properties }) =>
      JSON.stringify(Properties.Targets).includes("SweepLambdaFunction"),
    );
    expect(rules.map(({ Properties }) => Properties.ScheduleExpression)).toContain(
      "rate(5 minutes)",
    );
    expect(rules.map(({ Properties }) => Properties.EventPattern)).toContainEqual(
      expect.objectContaining({
        source: ["aws.cloudformation"],
        detail: expect.objectContaining({
          "status-details": { status: ["CREATE_COMPLETE", "UPDATE_COMPLETE"] },
        }),
      }),
    );
  });

  it("hands messages over one by one failure, and lets none wait shorter than its function may take", () => {
    const mappings = ofType("AWS::Lambda::EventSourceMapping");
    expect(mappings.length).toBeGreaterThan(0);
    for (const { Properties } of mappings) {
      expect(Properties.FunctionResponseTypes).toEqual(["ReportBatchItemFailures"]);
      const [queue = ""] = Properties.EventSourceArn["Fn::GetAtt"];
      const [id = ""] = Properties.FunctionName["Fn::GetAtt"];
      expect(resources[queue]?.Properties.VisibilityTimeout).toBeGreaterThanOrEqual(
        6 * (resources[id]?.Properties.Timeout ?? Number.NaN),
      );
      expect(resources[queue]?.Properties.RedrivePolicy.deadLetterTargetArn).toEqual({
        "Fn::GetAtt": ["DeadLetterQueue", "Arn"],
      });
    }
  });

  it("keeps every log group for a stated time", () => {
    for (const { Properties } of ofType("AWS::Logs::LogGroup")) {
      expect(Properties.RetentionInDays).toBe(90);
    }
  });
});
