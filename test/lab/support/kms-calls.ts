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

const TargetKeyAlias = () => `alias/lab-orders-${uniqueName()}`;

async function createGrant({ kms }: LabClients, KeyId: string) {
  const { GrantId, GrantToken } = await kms.send(
    new CreateGrantCommand({
      KeyId,
      GranteePrincipal: roleArn("lab-blue"),
      RetiringPrincipal: roleArn("lab-blue"),
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
    make: async (clients) => {
      const KeyId = await createKey(clients);
      const Tags = [{ TagKey: "team", TagValue: "blue" }];
      await clients.kms.send(new TagResourceCommand({ KeyId, Tags }));
      return KeyId;
    },
  },
  {
    eventName: "UntagResource",
    make: async (clients) => {
      const KeyId = await createKey(clients);
      const Tags = [{ TagKey: "team", TagValue: "blue" }];
      await clients.kms.send(new TagResourceCommand({ KeyId, Tags }));
      await clients.kms.send(new UntagResourceCommand({ KeyId, TagKeys: ["team"] }));
      return KeyId;
    },
  },
  {
    eventName: "CreateAlias",
    make: async (clients) => {
      const TargetKeyId = await createKey(clients);
      await clients.kms.send(new CreateAliasCommand({ AliasName: TargetKeyAlias(), TargetKeyId }));
      return TargetKeyId;
    },
  },
  {
    eventName: "UpdateAlias",
    make: async (clients) => {
      const AliasName = TargetKeyAlias();
      const [from, to] = [await createKey(clients), await createKey(clients)];
      await clients.kms.send(new CreateAliasCommand({ AliasName, TargetKeyId: from }));
      await clients.kms.send(new UpdateAliasCommand({ AliasName, TargetKeyId: to }));
      return to;
    },
  },
  {
    eventName: "DeleteAlias",
    make: async (clients) => {
      const AliasName = TargetKeyAlias();
      const TargetKeyId = await createKey(clients);
      await clients.kms.send(new CreateAliasCommand({ AliasName, TargetKeyId }));
      await clients.kms.send(new DeleteAliasCommand({ AliasName }));
      return TargetKeyId;
    },
  },
  {
    eventName: "PutKeyPolicy",
    make: async (clients) => {
      const KeyId = await createKey(clients);
      const Policy = policyFor(partnerAccount);
      await clients.kms.send(new PutKeyPolicyCommand({ KeyId, Policy }));
      return KeyId;
    },
  },
  {
    eventName: "CreateGrant",
    make: async (clients) => {
      const KeyId = await createKey(clients);
      await createGrant(clients, KeyId);
      return KeyId;
    },
  },
  {
    eventName: "RevokeGrant",
    make: async (clients) => {
      const { KeyId, GrantId } = await createGrant(clients, await createKey(clients));
      await clients.kms.send(new RevokeGrantCommand({ KeyId, GrantId }));
      return KeyId;
    },
  },
  {
    eventName: "RetireGrant",
    make: async (clients) => {
      const { KeyId, GrantToken } = await createGrant(clients, await createKey(clients));
      await clients.kms.send(new RetireGrantCommand({ GrantToken }));
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
    make: async (clients) => {
      const KeyId = await createKey(clients, true);
      const Policy = policyFor(partnerAccount);
      await clients.kms.send(
        new ReplicateKeyCommand({ KeyId, ReplicaRegion: otherRegion, Policy }),
      );
      return KeyId;
    },
  },
  {
    eventName: "DisableKey",
    make: async (clients) => {
      const KeyId = await createKey(clients);
      await clients.kms.send(new DisableKeyCommand({ KeyId }));
      return KeyId;
    },
  },
  {
    eventName: "EnableKey",
    make: async (clients) => {
      const KeyId = await createKey(clients);
      await clients.kms.send(new DisableKeyCommand({ KeyId }));
      await clients.kms.send(new EnableKeyCommand({ KeyId }));
      return KeyId;
    },
  },
  {
    eventName: "ScheduleKeyDeletion",
    make: async (clients) => {
      const KeyId = await createKey(clients);
      await clients.kms.send(new ScheduleKeyDeletionCommand({ KeyId, PendingWindowInDays: 7 }));
      return KeyId;
    },
  },
  {
    eventName: "CancelKeyDeletion",
    make: async (clients) => {
      const KeyId = await createKey(clients);
      await clients.kms.send(new ScheduleKeyDeletionCommand({ KeyId }));
      await clients.kms.send(new CancelKeyDeletionCommand({ KeyId }));
      return KeyId;
    },
  },
];
