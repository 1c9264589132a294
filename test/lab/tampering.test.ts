import { globSync, readFileSync } from "node:fs";
import {
  AttachRolePolicyCommand,
  CreateRoleCommand,
  DeleteRoleCommand,
  DeleteRolePermissionsBoundaryCommand,
  DeleteRolePolicyCommand,
  DetachRolePolicyCommand,
  type IAMClient,
  PutRolePermissionsBoundaryCommand,
  PutRolePolicyCommand,
  UpdateAssumeRolePolicyCommand,
} from "@aws-sdk/client-iam";
import { afterAll, beforeAll, expect, it } from "vitest";
import { describeInLab } from "./support/describe-in-lab.ts";
import { type FindingsQueue, subscribeToFindings } from "./support/findings.ts";
import { labClients, quietClients } from "./support/lab-clients.ts";
import { documentOf, labAccount, roleArn, uniqueName } from "./support/lab-names.ts";
import { tapControl } from "./support/tap-control.ts";

const minute = 60_000;
const decryptAll = documentOf({ Action: "kms:Decrypt", Resource: "*" });
const trusting = (Service: string) =>
  documentOf({ Principal: { Service }, Action: "sts:AssumeRole" });
const PolicyArn = "arn:aws:iam::aws:policy/AWSKeyManagementServicePowerUser";
const inline = { PolicyName: "more", PolicyDocument: decryptAll };

/** Calls on a role of the guardrail, each after those before it. */
const roleCalls: readonly (readonly [
  eventName: string,
  call: (iam: IAMClient, RoleName: string) => Promise<unknown>,
])[] = [
  ["PutRolePolicy", (iam, RoleName) => iam.send(new PutRolePolicyCommand({ RoleName, ...inline }))],
  [
    "DeleteRolePolicy",
    (iam, RoleName) =>
      iam.send(new DeleteRolePolicyCommand({ RoleName, PolicyName: inline.PolicyName })),
  ],
  [
    "AttachRolePolicy",
    (iam, RoleName) => iam.send(new AttachRolePolicyCommand({ RoleName, PolicyArn })),
  ],
  [
    "DetachRolePolicy",
    (iam, RoleName) => iam.send(new DetachRolePolicyCommand({ RoleName, PolicyArn })),
  ],
  [
    "PutRolePermissionsBoundary",
    (iam, RoleName) =>
      iam.send(new PutRolePermissionsBoundaryCommand({ RoleName, PermissionsBoundary: PolicyArn })),
  ],
  [
    "DeleteRolePermissionsBoundary",
    (iam, RoleName) => iam.send(new DeleteRolePermissionsBoundaryCommand({ RoleName })),
  ],
  [
    "UpdateAssumeRolePolicy",
    (iam, RoleName) => {
      const PolicyDocument = trusting("ec2.amazonaws.com");
      return iam.send(new UpdateAssumeRolePolicyCommand({ RoleName, PolicyDocument }));
    },
  ],
  ["DeleteRole", (iam, RoleName) => iam.send(new DeleteRoleCommand({ RoleName }))],
];

/** A sample of tampering for each service, as if it were about the lab's stack. */
const samplesIn = (stackName: string) => {
  const samples = globSync("events/tampering/*.json")
    .filter((file) => !/-(?:failed|other|by-deployer)\.json$/.test(file))
    .map((file) => {
      const text = readFileSync(file, "utf8")
        .replaceAll("111122223333", labAccount)
        .replaceAll("kms-guardrail-prod", stackName);
      const sample = JSON.parse(text) as { readonly detail?: object };
      const record = (sample.detail ?? sample) as { readonly eventSource: string };
      return { ...record, eventID: crypto.randomUUID() };
    });
  return [...new Map(samples.map((sample) => [sample.eventSource, sample])).values()];
};

describeInLab("tampering with the guardrail", (lab) => {
  let findings: FindingsQueue;
  beforeAll(async () => {
    findings = await subscribeToFindings(lab(), "tampering");
  }, minute);
  afterAll(() => findings?.close(), minute);

  it(
    "is told for calls on its roles",
    async () => {
      const RoleName = `${lab().stackName}-role-${uniqueName()}`;
      const { iam: quiet } = quietClients(lab());
      await quiet.send(
        new CreateRoleCommand({ RoleName, AssumeRolePolicyDocument: trusting("x.amazonaws.com") }),
      );
      const { iam } = labClients(lab());
      for (const [, call] of roleCalls) await call(iam, RoleName);
      for (const [eventName] of roleCalls) {
        const record = await tapControl(lab()).waitForRecord(eventName, RoleName);
        const finding = await findings.waitFor(
          ({ kind, event }) => kind === "tampering" && event?.eventId === record.eventID,
        );
        expect(finding).toMatchObject({
          severity: "critical",
          resource: { type: "AWS::IAM::Role", arn: roleArn(RoleName) },
        });
      }
    },
    2 * minute,
  );

  it(
    "is told for records of calls that the emulators do not record",
    async () => {
      const samples = samplesIn(lab().stackName);
      expect(samples.length).toBeGreaterThan(6);
      for (const sample of samples) await tapControl(lab()).publish(sample);
      for (const { eventID } of samples) {
        const finding = await findings.waitFor(({ event }) => event?.eventId === eventID);
        expect(finding).toMatchObject({
          kind: "tampering",
          severity: expect.stringMatching(/^(?:critical|medium)$/),
        });
      }
    },
    2 * minute,
  );
});
