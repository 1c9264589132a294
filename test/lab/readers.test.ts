import {
  AttachRolePolicyCommand,
  CreateRoleCommand,
  PutRolePolicyCommand,
} from "@aws-sdk/client-iam";
import {
  CreateAliasCommand,
  CreateGrantCommand,
  PutKeyPolicyCommand,
  TagResourceCommand,
} from "@aws-sdk/client-kms";
import { expect, it } from "vitest";
import { isUnreadable } from "../../src/account/snapshot.ts";
import { makeEc2Reader } from "../../src/aws/read/ec2-reader.ts";
import { makeIamReader } from "../../src/aws/read/iam-reader.ts";
import { makeKmsReader } from "../../src/aws/read/kms-reader.ts";
import { describeInLab } from "./support/describe-in-lab.ts";
import { createEndpoint, narrowEndpointPolicy } from "./support/ec2-calls.ts";
import { createKey } from "./support/kms-calls.ts";
import { quietClients } from "./support/lab-clients.ts";
import {
  documentOf,
  labAccount,
  partnerAccount,
  policyFor,
  roleArn,
  uniqueName,
} from "./support/lab-names.ts";
import { tapControl } from "./support/tap-control.ts";

describeInLab("the readers of live accounts", (lab) => {
  const clients = () => quietClients(lab());

  it("read a key whole", async () => {
    const { kms } = clients();
    const KeyId = await createKey(clients());
    const policy = policyFor(partnerAccount);
    const AliasName = `alias/lab-read-${uniqueName()}`;
    const tags = [{ TagKey: "team", TagValue: "blue" }];
    const grant = {
      GranteePrincipal: roleArn("analyst"),
      Operations: ["Decrypt" as const],
      Constraints: { EncryptionContextSubset: { Department: "IT" } },
    };
    await kms.send(new PutKeyPolicyCommand({ KeyId, Policy: policy }));
    await kms.send(new TagResourceCommand({ KeyId, Tags: tags }));
    await kms.send(new CreateAliasCommand({ AliasName, TargetKeyId: KeyId }));
    await kms.send(new CreateGrantCommand({ KeyId, ...grant }));
    expect(await makeKmsReader(kms).readKey(KeyId)).toMatchObject({
      metadata: { Arn: KeyId, KeyState: "Enabled", AWSAccountId: labAccount },
      policy,
      tags,
      aliases: [{ AliasName, TargetKeyId: KeyId.slice(-36) }],
      grants: [{ ...grant, KeyId }],
    });
  });

  it("know that there is no such key", async () => {
    const none = `arn:aws:kms:${lab().region}:${labAccount}:key/1234abcd-12ab-34cd-56ef-1234567890ab`;
    expect(await makeKmsReader(clients().kms).readKey(none)).toBeNull();
  });

  it("say which part they may not read", async () => {
    const { kms } = clients();
    const KeyId = await createKey(clients());
    const containing = KeyId.slice(-36);
    await tapControl(lab()).addError({
      error: "access-denied",
      operation: "GetKeyPolicy",
      containing,
    });
    await tapControl(lab()).addError({
      error: "throttling",
      operation: "ListResourceTags",
      containing,
      times: 2,
    });
    expect(await makeKmsReader(kms).readKey(KeyId)).toMatchObject({
      policy: { unreadable: "AccessDeniedException" },
      tags: [],
    });
  });

  it("read VPC endpoints with their policies", async () => {
    const VpcEndpointId = await createEndpoint(clients(), narrowEndpointPolicy);
    const endpoints = await makeEc2Reader(clients().ec2).readEndpoints();
    expect(endpoints).toContainEqual(
      expect.objectContaining({ VpcEndpointId, PolicyDocument: narrowEndpointPolicy }),
    );
  });

  it("read who has which policy", async () => {
    const { iam } = clients();
    const RoleName = `lab-read-${uniqueName()}`;
    const AssumeRolePolicyDocument = documentOf({
      Principal: { Service: "lambda.amazonaws.com" },
      Action: "sts:AssumeRole",
    });
    const PolicyDocument = documentOf({ Action: "kms:Decrypt", Resource: "*" });
    const PolicyArn = "arn:aws:iam::aws:policy/SecurityAudit";
    await iam.send(new CreateRoleCommand({ RoleName, AssumeRolePolicyDocument }));
    await iam.send(new PutRolePolicyCommand({ RoleName, PolicyName: "read", PolicyDocument }));
    await iam.send(new AttachRolePolicyCommand({ RoleName, PolicyArn }));
    const details = await makeIamReader(iam).readAuthorizationDetails();
    if (isUnreadable(details)) throw new Error(details.unreadable);
    const role = details.RoleDetailList?.find(({ Arn }) => Arn === roleArn(RoleName));
    expect(role).toMatchObject({
      RolePolicyList: [{ PolicyName: "read" }],
      AttachedManagedPolicies: [{ PolicyArn, PolicyName: "SecurityAudit" }],
    });
    expect(details.Policies?.map(({ Arn }) => Arn)).toContain(PolicyArn);
  });
});
