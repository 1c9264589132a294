import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { CreateRoleCommand, PutRolePolicyCommand } from "@aws-sdk/client-iam";
import { CreateAliasCommand, TagResourceCommand } from "@aws-sdk/client-kms";
import {
  CreateOrganizationCommand,
  DeleteOrganizationCommand,
  OrganizationsClient,
} from "@aws-sdk/client-organizations";
import { afterAll, beforeAll, expect, it } from "vitest";
import { clientOptions } from "../../lab/client-options.ts";
import type { Snapshot, SnapshotKey } from "../../src/account/snapshot.ts";
import type { Finding } from "../../src/guardrail/finding/finding.ts";
import { describeInLab } from "./support/describe-in-lab.ts";
import { createEndpoint, narrowEndpointPolicy } from "./support/ec2-calls.ts";
import { subscribeToFindings } from "./support/findings.ts";
import { createKey } from "./support/kms-calls.ts";
import { runLabCli } from "./support/lab-cli.ts";
import { labClients, quietClients } from "./support/lab-clients.ts";
import { documentOf, labAccount, roleArn, uniqueName } from "./support/lab-names.ts";
import { tapControl } from "./support/tap-control.ts";

const minute = 60_000;

describeInLab("a snapshot of the live account", (lab) => {
  const name = uniqueName();
  const aliasName = `alias/ledger-${name}`;
  const RoleName = `lab-clerk-${name}`;
  let folder = "";
  let KeyId = "";
  let VpcEndpointId = "";

  /** Runs the command line on the lab as a user would on AWS. */
  const cli = async (...args: readonly string[]): Promise<string> => {
    const { stdout, exitCode } = await runLabCli(lab(), folder, args);
    expect(exitCode).toBe(0);
    return stdout;
  };
  const lines = <T>(text: string): T[] =>
    text.split("\n").flatMap((line) => (line === "" ? [] : [JSON.parse(line) as T]));
  const file = (of: string) => join(folder, of);

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), "kms-guardrail-snapshot-"));
    const quiet = quietClients(lab());
    KeyId = await createKey(quiet);
    VpcEndpointId = await createEndpoint(quiet, narrowEndpointPolicy);
    await quiet.kms.send(new CreateAliasCommand({ AliasName: aliasName, TargetKeyId: KeyId }));
    await quiet.iam.send(
      new CreateRoleCommand({
        RoleName,
        AssumeRolePolicyDocument: documentOf({
          Principal: { Service: "lambda.amazonaws.com" },
          Action: "sts:AssumeRole",
        }),
      }),
    );
    await quiet.iam.send(
      new PutRolePolicyCommand({
        RoleName,
        PolicyName: "of-the-ledger",
        PolicyDocument: documentOf({
          Action: "kms:Decrypt",
          Resource: "*",
          Condition: { StringEquals: { "aws:ResourceTag/ledger": name } },
        }),
      }),
    );
    await cli("snapshot", "--output", file("before.json"));
  }, minute);
  afterAll(() => rm(folder, { recursive: true, force: true }));

  it("holds what is there", async () => {
    const snapshot = JSON.parse(await readFile(file("before.json"), "utf8")) as Snapshot;
    expect(snapshot).toMatchObject({
      ...{ schemaVersion: 1, account: labAccount, region: lab().region, partition: "aws" },
      keys: expect.arrayContaining([
        expect.objectContaining({
          metadata: expect.objectContaining({ Arn: KeyId }),
          aliases: [expect.objectContaining({ AliasName: aliasName })],
        }),
      ]),
      authorizationDetails: {
        RoleDetailList: expect.arrayContaining([expect.objectContaining({ RoleName })]),
      },
      vpcEndpoints: expect.arrayContaining([
        expect.objectContaining({ VpcEndpointId, PolicyDocument: narrowEndpointPolicy }),
      ]),
    });
    expect(snapshot.organization).toBeUndefined();
  });

  it(
    "answers who can, and is what an event is judged on",
    async () => {
      const decrypts = async (account: string) =>
        lines<{ principal: string; decision: string }>(
          await cli(
            "who-can",
            aliasName,
            "--account",
            account,
            "--action",
            "kms:Decrypt",
            "--json",
          ),
        ).flatMap(({ principal, decision }) => (decision === "allowed" ? principal : []));
      expect(await decrypts(file("before.json"))).not.toContain(roleArn(RoleName));

      const Tags = [{ TagKey: "ledger", TagValue: name }];
      await labClients(lab()).kms.send(new TagResourceCommand({ KeyId, Tags }));
      const record = await tapControl(lab()).waitForRecord("TagResource", name);
      await writeFile(file("event.json"), JSON.stringify(record));
      const findings = lines<Finding>(
        await cli(
          ...["replay", file("event.json"), "--account", file("before.json"), "--json"],
          ...["--write-account", file("after.json")],
        ),
      );
      expect(findings).toMatchObject([
        {
          event: { eventId: record.eventID },
          accessChanges: expect.arrayContaining([
            expect.objectContaining({
              ...{ change: "gained", principal: roleArn(RoleName), key: KeyId, via: null },
              actions: ["kms:Decrypt"],
            }),
          ]),
        },
      ]);
      expect(await decrypts(file("after.json"))).toContain(roleArn(RoleName));

      await cli("snapshot", "--output", file("later.json"));
      const keyIn = async (of: string) => {
        const { keys } = JSON.parse(await readFile(file(of), "utf8")) as Snapshot;
        return (keys as readonly SnapshotKey[]).find(({ metadata }) => metadata.Arn === KeyId);
      };
      expect(await keyIn("later.json")).toEqual(await keyIn("after.json"));
    },
    2 * minute,
  );

  // Here, for no other test may see an organization.
  it(
    "tells of the organization that the account founds, and the guardrail of the founding",
    async () => {
      const organizations = new OrganizationsClient(clientOptions(lab()));
      const findings = await subscribeToFindings(lab(), "organizations");
      const told = async (eventName: string) => {
        const record = await tapControl(lab()).waitForRecord(eventName, labAccount);
        const finding = await findings.waitFor(({ event }) => event?.eventId === record.eventID);
        expect(finding).toMatchObject({ kind: "blind", event: { eventName } });
      };
      try {
        const { Organization } = await organizations.send(
          new CreateOrganizationCommand({ FeatureSet: "ALL" }),
        );
        await told("CreateOrganization");
        await cli("snapshot", "--output", file("organized.json"));
        const { organization } = JSON.parse(
          await readFile(file("organized.json"), "utf8"),
        ) as Snapshot;
        expect(organization).toMatchObject({ id: Organization?.Id, managementAccount: labAccount });
        await organizations.send(new DeleteOrganizationCommand({}));
        await told("DeleteOrganization");
      } finally {
        await findings.close();
      }
    },
    2 * minute,
  );

  it(
    "says what AWS refused to tell",
    async () => {
      await tapControl(lab()).addError({
        error: "access-denied",
        operation: "GetKeyPolicy",
        containing: KeyId.slice(-36),
        times: 1,
      });
      await cli("snapshot", "--output", file("blind.json"));
      const { keys } = JSON.parse(await readFile(file("blind.json"), "utf8")) as Snapshot;
      const key = (keys as readonly SnapshotKey[]).find(({ metadata }) => metadata.Arn === KeyId);
      expect(key).toMatchObject({ policy: { unreadable: "AccessDeniedException" } });
    },
    minute,
  );
});
