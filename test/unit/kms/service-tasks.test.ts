import { describe, expect, it } from "vitest";
import { kmsActionIndex } from "../../../src/kms/kms-vocabulary.ts";
import { findServiceTask, SERVICE_TASKS, viaServiceOf } from "../../../src/kms/service-tasks.ts";

describe("the tasks of AWS services", () => {
  it.each(SERVICE_TASKS)("$name takes actions that KMS has, by a page of AWS", (task) => {
    expect(task.name).toMatch(/^[a-z0-9]+:[A-Z][A-Za-z]+$/);
    expect(task.actions.length).toBeGreaterThan(0);
    expect(new Set(task.actions).size).toBe(task.actions.length);
    for (const action of task.actions) expect(kmsActionIndex(action), action).toBeDefined();
    expect(task.source).toMatch(/^https:\/\/docs\.aws\.amazon\.com\/.+\.html$/);
  });

  it("have one entry a name", () => {
    expect(new Set(SERVICE_TASKS.map(({ name }) => name)).size).toBe(SERVICE_TASKS.length);
  });

  it.each([
    ["s3:PutObject", ["kms:GenerateDataKey"]],
    ["s3:GetObject", ["kms:Decrypt"]],
    ["s3:CreateMultipartUpload", ["kms:GenerateDataKey", "kms:Decrypt"]],
    ["sqs:SendMessage", ["kms:GenerateDataKey", "kms:Decrypt"]],
    ["sqs:ReceiveMessage", ["kms:Decrypt"]],
    ["sns:Publish", ["kms:GenerateDataKey", "kms:Decrypt"]],
    ["secretsmanager:GetSecretValue", ["kms:Decrypt"]],
    ["ec2:AttachVolume", ["kms:CreateGrant"]],
  ])("%s takes %j", (name, actions) => {
    expect(findServiceTask(name)?.actions).toEqual(actions);
  });

  it("are found in any case of letters, and only whole", () => {
    expect(findServiceTask("S3:putobject")?.name).toBe("s3:PutObject");
    expect(findServiceTask("s3:Put")).toBeUndefined();
  });

  it("reach KMS through their service of the key's Region", () => {
    const task = findServiceTask("sqs:SendMessage");
    expect(task && viaServiceOf(task, "eu-central-1")).toBe("sqs.eu-central-1.amazonaws.com");
  });
});
