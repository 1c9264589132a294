import { execFile } from "node:child_process";
import { globSync, readFileSync } from "node:fs";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { basename, join } from "node:path";
import { promisify } from "node:util";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { eventFamilies } from "../../src/cloudtrail/event-families.ts";

const run = promisify(execFile);
const minute = 60_000;

interface Resource {
  readonly Type: string;
  // biome-ignore lint/suspicious/noExplicitAny: a CloudFormation template is read by path
  readonly Properties: any;
}

const handlers = globSync("handlers/*.ts").map((file) => basename(file, ".ts"));
/** Understood, so that they are no bad input of a replay; they cannot change who may use a key. */
const movesNoAccess = new Set([
  "DisableKeyRotation",
  "EnableKeyRotation",
  "RotateKey",
  "RotateKeyOnDemand",
  "SynchronizeMultiRegionKey",
  "UpdateKeyDescription",
]);

let folder = "";
let resources: Readonly<Record<string, Resource>> = {};

const ofType = (type: string): readonly Resource[] =>
  Object.values(resources).filter((resource) => resource.Type === type);

/** The IAM actions of commands that are named otherwise, or that stand for several. */
const actionsOfCommand: Readonly<Record<string, readonly string[]>> = {
  "dynamodb:Get": ["dynamodb:GetItem"],
  "dynamodb:TransactWrite": [
    "dynamodb:ConditionCheckItem",
    "dynamodb:DeleteItem",
    "dynamodb:PutItem",
    "dynamodb:UpdateItem",
  ],
};

/** The IAM actions of the SDK commands that the adapters send. */
function calledActions(): readonly string[] {
  return globSync("src/aws/**/*.ts").flatMap((file) => {
    const text = readFileSync(file, "utf8");
    const imports = text.matchAll(/import \{([^}]*)\} from "@aws-sdk\/(?:client|lib)-(\w+)"/g);
    return [...imports].flatMap(([, names = "", service]) =>
      [...names.matchAll(/\b(\w+)Command\b/g)].flatMap(([, operation]) => {
        const called = `${service}:${operation}`;
        return actionsOfCommand[called] ?? [called];
      }),
    );
  });
}

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "kms-guardrail-package-"));
  await run("node_modules/.bin/osls", ["package", "--package", folder], {
    // Nothing of the developer's AWS set-up, and no way out: packaging needs neither.
    env: {
      PATH: process.env["PATH"] ?? "",
      HOME: folder,
      HTTPS_PROXY: "http://127.0.0.1:9",
      SLS_NOTIFICATIONS_MODE: "off",
    },
  });
  const template = readFileSync(join(folder, "cloudformation-template-update-stack.json"), "utf8");
  resources = (JSON.parse(template) as { Resources: typeof resources }).Resources;
}, minute);

afterAll(() => rm(folder, { recursive: true, force: true }));

describe("the packaged stack", () => {
  it("has one function for each handler", () => {
    const expected = handlers.map((name) => `dist/handlers/${name}.handler`);
    const functions = ofType("AWS::Lambda::Function");
    expect(functions.map(({ Properties }) => Properties.Handler).sort()).toEqual(expected.sort());
    for (const { Properties } of functions) {
      expect(Properties).toMatchObject({ Runtime: "nodejs24.x", Architectures: ["arm64"] });
    }
  });

  it("hands over successful calls only, and loses none", () => {
    const rules = ofType("AWS::Events::Rule");
    expect(rules.length).toBeGreaterThan(0);
    for (const { Properties } of rules) {
      expect(Properties.EventPattern["detail-type"]).toContain("AWS API Call via CloudTrail");
      expect(Properties.EventPattern).toMatchObject({
        detail: { errorCode: [{ exists: false }] },
      });
      for (const target of Properties.Targets) {
        expect(target).toMatchObject({
          RetryPolicy: { MaximumRetryAttempts: 185 },
          DeadLetterConfig: { Arn: { "Fn::GetAtt": ["DeadLetterQueue", "Arn"] } },
        });
      }
    }
  });

  it("hears every event name that the guardrail judges", () => {
    const heard = ofType("AWS::Events::Rule").flatMap(
      ({ Properties }) => Properties.EventPattern.detail.eventName,
    );
    const judged = ["kms.amazonaws.com", "ec2.amazonaws.com"].flatMap((source) => [
      ...(eventFamilies.get(source)?.keys() ?? []),
    ]);
    expect(heard.sort()).toEqual(judged.filter((name) => !movesNoAccess.has(name)).sort());
  });

  it("encrypts the topic with its own KMS key", () => {
    const topics = ofType("AWS::SNS::Topic");
    expect(topics.map(({ Properties }) => Properties.KmsMasterKeyId)).toEqual([
      { Ref: "GuardrailKey" },
    ]);
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

  it("gives its role what its adapters call, and nothing else", () => {
    const actions = ofType("AWS::IAM::Role").flatMap(({ Properties }) =>
      Properties.Policies.flatMap((policy: Resource["Properties"]) =>
        policy.PolicyDocument.Statement.flatMap((s: Resource["Properties"]) => s.Action),
      ),
    );
    expect([...new Set(actions)].sort()).toEqual(
      [
        ...calledActions(),
        // To publish to an encrypted topic, to log, and to put aside what could not be handled.
        "kms:Decrypt",
        "kms:GenerateDataKey",
        "logs:CreateLogGroup",
        "logs:CreateLogStream",
        "logs:PutLogEvents",
        "logs:TagResource",
        "sqs:SendMessage",
        // To be told that an object is gone, instead of being refused.
        "s3:ListBucket",
      ].sort(),
    );
  });

  it("tells its functions all that they read from the environment", () => {
    const read = readFileSync("src/aws/environment.ts", "utf8").matchAll(/read\("(\w+)"\)/g);
    const names = [...read].map(([, name]) => name).filter((name) => name !== "AWS_REGION");
    expect(names.length).toBeGreaterThan(0);
    for (const { Properties } of ofType("AWS::Lambda::Function")) {
      expect(Object.keys(Properties.Environment.Variables)).toEqual(expect.arrayContaining(names));
    }
  });

  it("keeps every log group for a stated time", () => {
    for (const { Properties } of ofType("AWS::Logs::LogGroup")) {
      expect(Properties.RetentionInDays).toBe(90);
    }
  });
});
