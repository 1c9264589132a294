import {
  CreateAliasCommand,
  CreateGrantCommand,
  DeleteAliasCommand,
  DisableKeyCommand,
  EnableKeyCommand,
  PutKeyPolicyCommand,
  ScheduleKeyDeletionCommand,
  TagResourceCommand,
  UntagResourceCommand,
  UpdateAliasCommand,
} from "@aws-sdk/client-kms";
import type { LabClients } from "./lab-clients.ts";
import { partnerAccount, policyFor, roleArn, uniqueName } from "./lab-names.ts";

/** A change of a key that has an exact inverse, on keys that the guardrail knows. */
export interface RevertCase {
  readonly eventName: string;
  /** What is there before anybody looks; the second key is another's. */
  readonly prepare?: (quiet: LabClients, keys: readonly [string, string]) => Promise<unknown>;
  readonly change: (clients: LabClients, keys: readonly [string, string]) => Promise<unknown>;
}

const team = (TagValue: string) => [{ TagKey: "team", TagValue }];

/** Names under which the analyst may decrypt. */
const names = {
  created: `alias/orders-${uniqueName()}`,
  moved: `alias/orders-${uniqueName()}`,
  deleted: `alias/orders-${uniqueName()}`,
};

export const revertCases: readonly RevertCase[] = [
  {
    eventName: "TagResource",
    prepare: ({ kms }, [KeyId]) => kms.send(new TagResourceCommand({ KeyId, Tags: team("green") })),
    change: ({ kms }, [KeyId]) =>
      kms.send(
        new TagResourceCommand({
          KeyId,
          Tags: [...team("blue"), { TagKey: "extra", TagValue: "1" }],
        }),
      ),
  },
  {
    eventName: "UntagResource",
    prepare: ({ kms }, [KeyId]) => kms.send(new TagResourceCommand({ KeyId, Tags: team("blue") })),
    change: ({ kms }, [KeyId]) => kms.send(new UntagResourceCommand({ KeyId, TagKeys: ["team"] })),
  },
  {
    eventName: "CreateAlias",
    change: ({ kms }, [TargetKeyId]) =>
      kms.send(new CreateAliasCommand({ AliasName: names.created, TargetKeyId })),
  },
  {
    eventName: "UpdateAlias",
    prepare: ({ kms }, [TargetKeyId]) =>
      kms.send(new CreateAliasCommand({ AliasName: names.moved, TargetKeyId })),
    change: ({ kms }, [, TargetKeyId]) =>
      kms.send(new UpdateAliasCommand({ AliasName: names.moved, TargetKeyId })),
  },
  {
    eventName: "DeleteAlias",
    prepare: ({ kms }, [TargetKeyId]) =>
      kms.send(new CreateAliasCommand({ AliasName: names.deleted, TargetKeyId })),
    change: ({ kms }) => kms.send(new DeleteAliasCommand({ AliasName: names.deleted })),
  },
  {
    eventName: "PutKeyPolicy",
    change: ({ kms }, [KeyId]) =>
      kms.send(new PutKeyPolicyCommand({ KeyId, Policy: policyFor(partnerAccount) })),
  },
  {
    eventName: "CreateGrant",
    change: ({ kms }, [KeyId]) =>
      kms.send(
        new CreateGrantCommand({
          KeyId,
          GranteePrincipal: roleArn("analyst"),
          Operations: ["Decrypt"],
        }),
      ),
  },
  {
    eventName: "DisableKey",
    prepare: ({ kms }, [KeyId]) => kms.send(new TagResourceCommand({ KeyId, Tags: team("blue") })),
    change: ({ kms }, [KeyId]) => kms.send(new DisableKeyCommand({ KeyId })),
  },
  {
    eventName: "EnableKey",
    prepare: async ({ kms }, [KeyId]) => {
      await kms.send(new TagResourceCommand({ KeyId, Tags: team("blue") }));
      await kms.send(new DisableKeyCommand({ KeyId }));
    },
    change: ({ kms }, [KeyId]) => kms.send(new EnableKeyCommand({ KeyId })),
  },
  {
    eventName: "ScheduleKeyDeletion",
    prepare: ({ kms }, [KeyId]) => kms.send(new TagResourceCommand({ KeyId, Tags: team("blue") })),
    change: ({ kms }, [KeyId]) =>
      kms.send(new ScheduleKeyDeletionCommand({ KeyId, PendingWindowInDays: 7 })),
  },
];
