import {
  DescribeKeyCommand,
  GetKeyPolicyCommand,
  type KMSClient,
  ListAliasesCommand,
  ListGrantsCommand,
  ListResourceTagsCommand,
} from "@aws-sdk/client-kms";
import {
  type DocumentJson,
  type Grant,
  isUnreadable,
  type KeyAlias,
  type KeyMetadata,
  type KeyTag,
  type SnapshotKey,
} from "../../account/snapshot.ts";
import type { LiveReader } from "../../guardrail/ports.ts";
import { orUnreadable, serviceErrorCode } from "./or-unreadable.ts";
import { plainJson } from "./plain-json.ts";
import { readPages } from "./read-pages.ts";

/**
 * Reads KMS keys whole. Each part needs a permission of its own, so each may be unreadable alone.
 * https://docs.aws.amazon.com/kms/latest/developerguide/kms-api-permissions-reference.html
 */
export function makeKmsReader(client: KMSClient): Pick<LiveReader, "readKey"> {
  return {
    readKey: async (keyArn) => {
      const [metadata, policy, tags, aliases, grants] = await Promise.all([
        readMetadata(client, keyArn),
        orUnreadable(readPolicy(client, keyArn)),
        orUnreadable(readTags(client, keyArn)),
        orUnreadable(readAliases(client, keyArn)),
        orUnreadable(readGrants(client, keyArn)),
      ]);
      return metadata === null ? null : { metadata, policy, tags, aliases, grants };
    },
  };
}

/** Metadata that cannot be read is all unknown but the ARN; null: there is no such key. */
async function readMetadata(
  client: KMSClient,
  keyArn: string,
): Promise<SnapshotKey["metadata"] | null> {
  const read = async (): Promise<KeyMetadata> => {
    const answer = await client.send(new DescribeKeyCommand({ KeyId: keyArn }));
    return plainJson({ ...answer.KeyMetadata, Arn: keyArn });
  };
  const metadata = await orUnreadable(
    read().catch((error: unknown) => {
      if (serviceErrorCode(error) === "NotFoundException") return null;
      throw error;
    }),
  );
  return metadata !== null && isUnreadable(metadata) ? { Arn: keyArn } : metadata;
}

/** The only policy of a key is `default`. https://docs.aws.amazon.com/kms/latest/APIReference/API_GetKeyPolicy.html */
async function readPolicy(client: KMSClient, KeyId: string): Promise<DocumentJson> {
  const { Policy } = await client.send(new GetKeyPolicyCommand({ KeyId, PolicyName: "default" }));
  return Policy ?? { unreadable: "GetKeyPolicy returned no policy" };
}

/** https://docs.aws.amazon.com/kms/latest/APIReference/API_ListResourceTags.html */
async function readTags(client: KMSClient, KeyId: string): Promise<readonly KeyTag[]> {
  const pages = await readPages(
    (Marker) => client.send(new ListResourceTagsCommand({ KeyId, Marker })),
    (page) => page.NextMarker,
  );
  return plainJson(pages.flatMap((page) => page.Tags ?? []));
}

/** https://docs.aws.amazon.com/kms/latest/APIReference/API_ListAliases.html */
async function readAliases(client: KMSClient, KeyId: string): Promise<readonly KeyAlias[]> {
  const pages = await readPages(
    (Marker) => client.send(new ListAliasesCommand({ KeyId, Marker })),
    (page) => page.NextMarker,
  );
  return plainJson(pages.flatMap((page) => page.Aliases ?? []));
}

/** https://docs.aws.amazon.com/kms/latest/APIReference/API_ListGrants.html */
async function readGrants(client: KMSClient, KeyId: string): Promise<readonly Grant[]> {
  const pages = await readPages(
    (Marker) => client.send(new ListGrantsCommand({ KeyId, Marker })),
    (page) => page.NextMarker,
  );
  return plainJson(pages.flatMap((page) => page.Grants ?? []));
}
