import {
  CreateVpcCommand,
  CreateVpcEndpointCommand,
  DeleteVpcEndpointsCommand,
  DescribeVpcEndpointServicesCommand,
  DescribeVpcEndpointsCommand,
  ModifyVpcEndpointCommand,
} from "@aws-sdk/client-ec2";
import {
  AttachRolePolicyCommand,
  CreatePolicyCommand,
  CreateRoleCommand,
  GetAccountAuthorizationDetailsCommand,
  GetPolicyVersionCommand,
} from "@aws-sdk/client-iam";
import {
  CancelKeyDeletionCommand,
  CreateGrantCommand,
  DescribeKeyCommand,
  GetKeyPolicyCommand,
  GetParametersForImportCommand,
  ListGrantsCommand,
  ListKeysCommand,
  ListResourceTagsCommand,
  ReplicateKeyCommand,
  ScheduleKeyDeletionCommand,
} from "@aws-sdk/client-kms";
import { expect, it } from "vitest";
import { defaultEndpointPolicy } from "../../lab/tap/corrections/ec2-request.ts";
import { describeInLab } from "./support/describe-in-lab.ts";
import { createEndpoint, narrowEndpointPolicy } from "./support/ec2-calls.ts";
import { createKey } from "./support/kms-calls.ts";
import { otherRegion, quietClients } from "./support/lab-clients.ts";
import { documentOf, policyFor, roleArn, uniqueName } from "./support/lab-names.ts";

describeInLab("KMS in the lab, as AWS has it", (lab) => {
  const clients = () => quietClients(lab());

  it("takes key ARNs wherever it takes key ids", async () => {
    const { kms } = clients();
    const KeyId = await createKey(clients());
    const scheduled = await kms.send(
      new ScheduleKeyDeletionCommand({ KeyId, PendingWindowInDays: 9 }),
    );
    expect(scheduled).toMatchObject({ KeyId, KeyState: "PendingDeletion", PendingWindowInDays: 9 });
    expect(await kms.send(new CancelKeyDeletionCommand({ KeyId }))).toMatchObject({ KeyId });
    const { KeyMetadata } = await kms.send(new DescribeKeyCommand({ KeyId }));
    expect(KeyMetadata).toMatchObject({ KeyState: "Disabled", KeyUsage: "ENCRYPT_DECRYPT" });
  });

  it("knows no key by the ARN of another Region", async () => {
    const { otherKms } = clients();
    const KeyId = await createKey(clients());
    await expect(otherKms.send(new DescribeKeyCommand({ KeyId }))).rejects.toMatchObject({
      name: "NotFoundException",
    });
  });

  it("reports a missing key instead of failing", async () => {
    const call = new CreateGrantCommand({
      KeyId: "1234abcd-12ab-34cd-56ef-1234567890ab",
      GranteePrincipal: roleArn("analyst"),
      Operations: ["Decrypt"],
    });
    await expect(clients().kms.send(call)).rejects.toMatchObject({ name: "NotFoundException" });
  });

  it("says which calls it does not have, without making the client try again", async () => {
    const call = new GetParametersForImportCommand({
      KeyId: await createKey(clients()),
      WrappingAlgorithm: "RSAES_OAEP_SHA_256",
      WrappingKeySpec: "RSA_2048",
    });
    await expect(clients().kms.send(call)).rejects.toMatchObject({
      name: "NotImplementedByLab",
      $metadata: { attempts: 1 },
    });
  });

  it("reads the key policy without its name", async () => {
    const { Policy } = await clients().kms.send(
      new GetKeyPolicyCommand({ KeyId: await createKey(clients()) }),
    );
    expect(JSON.parse(Policy ?? "")).toMatchObject({ Id: "key-default-1" });
  });

  it("lists grants as they were made, of one grantee if asked", async () => {
    const { kms } = clients();
    const KeyId = await createKey(clients());
    const grant = {
      GranteePrincipal: roleArn("analyst"),
      Operations: ["Decrypt" as const],
      Constraints: { EncryptionContextEquals: { Department: "IT" } },
    };
    await kms.send(new CreateGrantCommand({ KeyId, ...grant }));
    const other = { ...grant, GranteePrincipal: roleArn("lab-green"), Name: "green" };
    await kms.send(new CreateGrantCommand({ KeyId, ...other }));
    const list = async (GranteePrincipal?: string) =>
      (await kms.send(new ListGrantsCommand({ KeyId, GranteePrincipal }))).Grants ?? [];
    expect(await list()).toHaveLength(2);
    const of = await list(other.GranteePrincipal);
    expect(of).toEqual([{ ...other, KeyId, CreationDate: expect.any(Date), ...ids }]);
  });
  const ids = {
    GrantId: expect.any(String),
    IssuingAccount: "arn:aws:iam::123456789012:root",
  };

  it("cuts lists into pages", async () => {
    const { kms } = clients();
    await Promise.all([createKey(clients()), createKey(clients()), createKey(clients())]);
    const { Keys: all = [] } = await kms.send(new ListKeysCommand());
    const read: typeof all = [];
    let Marker: string | undefined;
    do {
      const page = await kms.send(new ListKeysCommand({ Limit: 2, Marker }));
      expect(page.Keys?.length).toBeLessThanOrEqual(2);
      expect(page.Truncated).toBe(page.NextMarker !== undefined);
      read.push(...(page.Keys ?? []));
      Marker = page.NextMarker;
    } while (Marker !== undefined);
    expect(read.slice(0, all.length)).toEqual(all);
  });

  it("gives a replica its own policy, tags and grants", async () => {
    const { kms, otherKms } = clients();
    const KeyId = await createKey(clients(), true);
    await kms.send(
      new CreateGrantCommand({
        KeyId,
        GranteePrincipal: roleArn("analyst"),
        Operations: ["Decrypt"],
      }),
    );
    const Policy = policyFor("444455556666");
    const Tags = [{ TagKey: "team", TagValue: "replica" }];
    const { ReplicaKeyMetadata, ReplicaPolicy } = await kms.send(
      new ReplicateKeyCommand({ KeyId, ReplicaRegion: otherRegion, Policy, Tags }),
    );
    const replica = { KeyId: ReplicaKeyMetadata?.Arn ?? "" };
    expect(ReplicaPolicy).toBe(Policy);
    expect(await otherKms.send(new GetKeyPolicyCommand(replica))).toMatchObject({ Policy });
    expect(await otherKms.send(new ListResourceTagsCommand(replica))).toMatchObject({ Tags });
    expect((await otherKms.send(new ListGrantsCommand(replica))).Grants).toEqual([]);
    const { KeyMetadata } = await otherKms.send(new DescribeKeyCommand(replica));
    expect(KeyMetadata?.MultiRegionConfiguration?.MultiRegionKeyType).toBe("REPLICA");
    expect((await kms.send(new ListResourceTagsCommand({ KeyId }))).Tags).toEqual([]);
  });
});

describeInLab("VPC endpoints in the lab, as AWS has them", (lab) => {
  const clients = () => quietClients(lab());
  const describeEndpoint = async (id: string) => {
    const { VpcEndpoints = [] } = await clients().ec2.send(
      new DescribeVpcEndpointsCommand({ VpcEndpointIds: [id] }),
    );
    return VpcEndpoints[0];
  };

  it("get the default policy back", async () => {
    const VpcEndpointId = await createEndpoint(clients(), narrowEndpointPolicy);
    expect((await describeEndpoint(VpcEndpointId))?.PolicyDocument).toBe(narrowEndpointPolicy);
    const { ec2 } = clients();
    await ec2.send(new ModifyVpcEndpointCommand({ VpcEndpointId, ResetPolicy: true }));
    expect((await describeEndpoint(VpcEndpointId))?.PolicyDocument).toBe(defaultEndpointPolicy);
  });

  it("switch private DNS", async () => {
    const VpcEndpointId = await createEndpoint(clients());
    expect((await describeEndpoint(VpcEndpointId))?.PrivateDnsEnabled).toBe(true);
    const { ec2 } = clients();
    await ec2.send(new ModifyVpcEndpointCommand({ VpcEndpointId, PrivateDnsEnabled: false }));
    expect((await describeEndpoint(VpcEndpointId))?.PrivateDnsEnabled).toBe(false);
  });

  it("are gateways unless something else is asked for, and can be deleted", async () => {
    const { ec2 } = clients();
    const { Vpc } = await ec2.send(new CreateVpcCommand({ CidrBlock: "10.1.0.0/16" }));
    const { VpcEndpoint } = await ec2.send(
      new CreateVpcEndpointCommand({
        VpcId: Vpc?.VpcId,
        ServiceName: `com.amazonaws.${lab().region}.s3`,
      }),
    );
    expect(VpcEndpoint).toMatchObject({
      VpcEndpointType: "Gateway",
      PrivateDnsEnabled: false,
      PolicyDocument: defaultEndpointPolicy,
    });
    const VpcEndpointIds = [VpcEndpoint?.VpcEndpointId ?? "", "vpce-0a1b2c3d4e5f60718"];
    const { Unsuccessful } = await ec2.send(new DeleteVpcEndpointsCommand({ VpcEndpointIds }));
    expect(Unsuccessful).toMatchObject([
      { ResourceId: VpcEndpointIds[1], Error: { Code: "InvalidVpcEndpoint.NotFound" } },
    ]);
  });

  it("have services that take policies", async () => {
    const { ServiceDetails = [] } = await clients().ec2.send(
      new DescribeVpcEndpointServicesCommand({
        ServiceNames: ["kms", "s3"].map((name) => `com.amazonaws.${lab().region}.${name}`),
      }),
    );
    const kms = ServiceDetails.find(({ ServiceName = "" }) => ServiceName.endsWith(".kms"));
    expect(kms?.VpcEndpointPolicySupported).toBe(true);
  });
});

describeInLab("IAM in the lab, as AWS has it", (lab) => {
  it("returns the AWS managed policies that somebody has, no others", async () => {
    const { iam } = quietClients(lab());
    const RoleName = `lab-auditor-${uniqueName()}`;
    const AssumeRolePolicyDocument = documentOf({ Principal: "*", Action: "sts:AssumeRole" });
    await iam.send(new CreateRoleCommand({ RoleName, AssumeRolePolicyDocument }));
    const PolicyArn = "arn:aws:iam::aws:policy/SecurityAudit";
    await iam.send(new AttachRolePolicyCommand({ RoleName, PolicyArn }));
    const { Policies = [] } = await iam.send(
      new GetAccountAuthorizationDetailsCommand({ Filter: ["AWSManagedPolicy"] }),
    );
    const arns = Policies.map(({ Arn }) => Arn);
    expect(arns).toContain(PolicyArn);
    expect(arns).toContain("arn:aws:iam::aws:policy/AdministratorAccess");
    expect(arns.length).toBeLessThan(20);
  });

  it("returns policy documents URL-encoded", async () => {
    const { iam } = quietClients(lab());
    const PolicyDocument = documentOf({ Action: "kms:Decrypt", Resource: "*", Sid: "A+B & <C>" });
    const { Policy } = await iam.send(
      new CreatePolicyCommand({ PolicyName: `lab-encoded-${uniqueName()}`, PolicyDocument }),
    );
    const { PolicyVersion } = await iam.send(
      new GetPolicyVersionCommand({ PolicyArn: Policy?.Arn, VersionId: "v1" }),
    );
    expect(PolicyVersion?.Document).toMatch(/^%7B/);
    expect(decodeURIComponent(PolicyVersion?.Document ?? "")).toBe(PolicyDocument);
  });
});
