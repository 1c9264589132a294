import { execFile } from "node:child_process";
import { globSync, readFileSync } from "node:fs";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { basename, join } from "node:path";
import { promisify } from "node:util";
import { afterAll, beforeAll, describe, expect, it } from "vitest";

const run = promisify(execFile);
const minute = 60_000;

interface Resource {
  readonly Type: string;
  // biome-ignore lint/suspicious/noExplicitAny: a CloudFormation template is read by path
  readonly Properties: any;
}

const handlers = globSync("handlers/*.ts").map((file) => basename(file, ".ts"));
let folder = "";
let resources: Readonly<Record<string, Resource>> = {};

const ofType = (type: string): readonly Resource[] =>
  Object.values(resources).filter((resource) => resource.Type === type);

beforeAll(async () => {
  if (handlers.length === 0) return;
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

describe.runIf(handlers.length > 0)("the packaged stack", () => {
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
      expect(Properties.EventPattern).toMatchObject({
        "detail-type": ["AWS API Call via CloudTrail"],
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
    expect(heard.sort()).toEqual([
      "CreateAlias",
      "CreateVpcEndpoint",
      "DeleteAlias",
      "DeleteVpcEndpoints",
      "ModifyVpcEndpoint",
      "PutKeyPolicy",
      "TagResource",
      "UntagResource",
      "UpdateAlias",
    ]);
  });

  it("encrypts the topic with its own KMS key", () => {
    const topics = ofType("AWS::SNS::Topic");
    expect(topics.map(({ Properties }) => Properties.KmsMasterKeyId)).toEqual([
      { Ref: "GuardrailKey" },
    ]);
  });

  it("gives its role reads and the publishing of findings, nothing else", () => {
    const actions = ofType("AWS::IAM::Role").flatMap(({ Properties }) =>
      Properties.Policies.flatMap((policy: Resource["Properties"]) =>
        policy.PolicyDocument.Statement.flatMap((s: Resource["Properties"]) => s.Action),
      ),
    );
    const writing = new Set(
      actions.filter((action: string) => !/:(?:Describe|Get|List)/.test(action)),
    );
    expect([...writing].sort()).toEqual([
      "kms:Decrypt",
      "kms:GenerateDataKey",
      "logs:CreateLogGroup",
      "logs:CreateLogStream",
      "logs:PutLogEvents",
      "logs:TagResource",
      "sns:Publish",
      "sqs:SendMessage",
    ]);
  });

  it("keeps every log group for a stated time", () => {
    for (const { Properties } of ofType("AWS::Logs::LogGroup")) {
      expect(Properties.RetentionInDays).toBe(90);
    }
  });
});
