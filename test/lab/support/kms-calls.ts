import {
  CancelKeyDeletionCommand,
  CreateAliasCommand,
  CreateGrantCommand,
  CreateKeyCommand,
  DeleteAliasCommand,
  DisableKeyCommand,
  EnableKeyCommand,
  PutKeyPolicyCommand,
  ReplicateKeyCommand,
  RetireGrantCommand,
  RevokeGrantCommand,
  ScheduleKeyDeletionCommand,
  TagResourceCommand,
  UntagResourceCommand,
  UpdateAliasCommand,
} from "@aws-sdk/client-kms";
import type { LabCall } from "./lab-call.ts";
import { type LabClients, otherRegion } from "./lab-clients.ts";
import { partnerAccount, policyFor, roleArn, uniqueName } from "./lab-names.ts";

export async function createKey({ kms }: LabClients, MultiRegion = false): Promise<string> {
  const { KeyMetadata } = await kms.send(new CreateKeyCommand({ MultiRegion }));
  return KeyMetadata?.Arn ?? "";
}

const aliasName = () => `alias/orders-${uniqueName()}`;

async function createGrant({ kms }: LabClients, KeyId: string) {
  const { GrantId, GrantToken } = await kms.send(
    new CreateGrantCommand({
      KeyId,
      GranteePrincipal: roleArn("analyst"),
      RetiringPrincipal: roleArn("analyst"),
      Operations: ["Encrypt", "RetireGrant"],
      Constraints: { EncryptionContextSubset: { Department: "IT" } },
    }),
  );
  return { KeyId, GrantId: GrantId ?? "", GrantToken: GrantToken ?? "" };
}

/** Calls of KMS that moto can make, each on a key of its own; what each returns is in its record. */
export const kmsCalls: readonly LabCall[] = [
  {
    eventName: "TagResource",
    make: async ({ kms }, quiet) => {
      const KeyId = await createKey(quiet);
      const Tags = [{ TagKey: "team", TagValue: "blue" }];
      await kms.send(new TagResourceCommand({ KeyId, Tags }));
      return KeyId;
    },
  },
  {
    eventName: "UntagResource",
    make: async ({ kms }, quiet) => {
      const KeyId = await createKey(quiet);
      const Tags = [{ TagKey: "team", TagValue: "blue" }];
      await quiet.kms.send(new TagResourceCommand({ KeyId, Tags }));
      await kms.send(new UntagResourceCommand({ KeyId, TagKeys: ["team"] }));
      return KeyId;
    },
  },
  {
    eventName: "CreateAlias",
    make: async ({ kms }, quiet) => {
      const TargetKeyId = await createKey(quiet);
      await kms.send(new CreateAliasCommand({ AliasName: aliasName(), TargetKeyId }));
      return TargetKeyId;
    },
  },
  {
    eventName: "UpdateAlias",
    make: async ({ kms }, quiet) => {
      const AliasName = aliasName();
      const [from, to] = [await createKey(quiet), await createKey(quiet)];
      await quiet.kms.send(new CreateAliasCommand({ AliasName, TargetKeyId: from }));
      await kms.send(new UpdateAliasCommand({ AliasName, TargetKeyId: to }));
      return to;
    },
  },
  {
    eventName: "DeleteAlias",
    make: async ({ kms }, quiet) => {
      const AliasName = aliasName();
      const TargetKeyId = await createKey(quiet);
      await quiet.kms.send(new CreateAliasCommand({ AliasName, TargetKeyId }));
      await kms.send(new DeleteAliasCommand({ AliasName }));
      return TargetKeyId;
    },
  },
  {
    eventName: "PutKeyPolicy",
    make: async ({ kms }, quiet) => {
      const KeyId = await createKey(quiet);
      const Policy = policyFor(partnerAccount);
      await kms.send(new PutKeyPolicyCommand({ KeyId, Policy }));
      return KeyId;
    },
  },
  {
    eventName: "CreateGrant",
    make: async (clients, quiet) => {
      const KeyId = await createKey(quiet);
      await createGrant(clients, KeyId);
      return KeyId;
    },
  },
  {
    eventName: "RevokeGrant",
    make: async ({ kms }, quiet) => {
      const { KeyId, GrantId } = await createGrant(quiet, await createKey(quiet));
      await kms.send(new RevokeGrantCommand({ KeyId, GrantId }));
      return KeyId;
    },
  },
  {
    eventName: "RetireGrant",
    make: async ({ kms }, quiet) => {
      const { KeyId, GrantToken } = await createGrant(quiet, await createKey(quiet));
      await kms.send(new RetireGrantCommand({ GrantToken }));
      return KeyId;
    },
  },
  {
    eventName: "CreateKey",
    make: async ({ kms }) => {
      const { KeyMetadata } = await kms.send(
        new CreateKeyCommand({
          Policy: policyFor(partnerAccount),
          Tags: [{ TagKey: "team", TagValue: "blue" }],
        }),
      );
      return KeyMetadata?.Arn ?? "";
    },
  },
  {
    eventName: "ReplicateKey",
    make: async ({ kms }, quiet) => {
      const KeyId = await createKey(quiet, true);
      const Policy = policyFor(partnerAccount);
      await kms.send(new ReplicateKeyCommand({ KeyId, ReplicaRegion: otherRegion, Policy }));
      return KeyId;
    },
  },
  {
    eventName: "DisableKey",
    make: async ({ kms }, quiet) => {
      const KeyId = await createKey(quiet);
      await kms.send(new DisableKeyCommand({ KeyId }));
      return KeyId;
    },
  },
  {
    eventName: "EnableKey",
    make: async ({ kms }, quiet) => {
      const KeyId = await createKey(quiet);
      await quiet.kms.send(new DisableKeyCommand({ KeyId }));
      await kms.send(new EnableKeyCommand({ KeyId }));
      return KeyId;
    },
  },
  {
    eventName: "ScheduleKeyDeletion",
    make: async ({ kms }, quiet) => {
      const KeyId = await createKey(quiet);
      await kms.send(new ScheduleKeyDeletionCommand({ KeyId, PendingWindowInDays: 7 }));
      return KeyId;
    },
  },
  {
    eventName: "CancelKeyDeletion",
    make: async ({ kms }, quiet) => {
      const KeyId = await createKey(quiet);
      await quiet.kms.send(new ScheduleKeyDeletionCommand({ KeyId }));
      await kms.send(new CancelKeyDeletionCommand({ KeyId }));
      return KeyId;
    },
  },
];
