import { DescribeVpcEndpointsCommand, EC2Client, EC2ServiceException } from "@aws-sdk/client-ec2";
import {
  GetAccountAuthorizationDetailsCommand,
  IAMClient,
  IAMServiceException,
} from "@aws-sdk/client-iam";
import {
  DescribeKeyCommand,
  GetKeyPolicyCommand,
  KMSClient,
  KMSServiceException,
  ListAliasesCommand,
  ListGrantsCommand,
  ListResourceTagsCommand,
} from "@aws-sdk/client-kms";
import { mockClient } from "aws-sdk-client-mock";
import { isUnreadable, type Snapshot, type SnapshotKey } from "../../src/account/snapshot.ts";
import { makeEc2Reader } from "../../src/aws/read/ec2-reader.ts";
import { makeIamReader } from "../../src/aws/read/iam-reader.ts";
import { makeKmsReader } from "../../src/aws/read/kms-reader.ts";
import type { LiveReader } from "../../src/guardrail/ports.ts";

const pageSize = 2;
const region = "us-west-2";

/** The readers of AWS over clients that answer from a snapshot, in small pages. */
export function makeReaderOfFakeAws(snapshot: () => Snapshot): LiveReader {
  return {
    ...makeKmsReader(fakeKms(snapshot)),
    ...makeEc2Reader(fakeEc2(snapshot)),
    ...makeIamReader(fakeIam(snapshot)),
  };
}

interface Paged {
  readonly Marker?: string | undefined;
  readonly KeyId?: string | undefined;
}

function fakeKms(snapshot: () => Snapshot): KMSClient {
  const client = new KMSClient({ region });
  const refuse = (name: string): never => {
    throw new KMSServiceException({ name, $fault: "client", $metadata: {} });
  };
  const part = (keyArn: string | undefined, name: keyof SnapshotKey): unknown => {
    const { keys } = snapshot();
    const key = isUnreadable(keys) ? keys : keys.find(({ metadata }) => metadata.Arn === keyArn);
    if (key === undefined) return refuse("NotFoundException");
    const value = isUnreadable(key) ? key : key[name];
    return isUnreadable(value) ? refuse(value.unreadable) : value;
  };
  const pageOf = (list: string, name: keyof SnapshotKey) => (input: Paged) => {
    const { items, next } = page(
      (part(input.KeyId, name) ?? []) as readonly unknown[],
      input.Marker,
    );
    return { [list]: items, NextMarker: next, Truncated: false };
  };
  mockClient(client)
    .on(DescribeKeyCommand)
    .callsFake(({ KeyId }: Paged) => ({ KeyMetadata: part(KeyId, "metadata") }))
    .on(GetKeyPolicyCommand)
    .callsFake(({ KeyId }: Paged) => {
      const policy = part(KeyId, "policy");
      return { Policy: typeof policy === "string" ? policy : JSON.stringify(policy) };
    })
    .on(ListResourceTagsCommand)
    .callsFake(pageOf("Tags", "tags"))
    .on(ListAliasesCommand)
    .callsFake(pageOf("Aliases", "aliases"))
    .on(ListGrantsCommand)
    .callsFake(pageOf("Grants", "grants"));
  return client;
}

function fakeEc2(snapshot: () => Snapshot): EC2Client {
  const client = new EC2Client({ region });
  mockClient(client)
    .on(DescribeVpcEndpointsCommand)
    .callsFake(({ NextToken }: { readonly NextToken?: string }) => {
      const { vpcEndpoints = [] } = snapshot();
      if (isUnreadable(vpcEndpoints)) {
        const name = vpcEndpoints.unreadable;
        throw new EC2ServiceException({ name, $fault: "client", $metadata: {} });
      }
      const { items, next } = page(vpcEndpoints, NextToken);
      return { VpcEndpoints: items, NextToken: next };
    });
  return client;
}

function fakeIam(snapshot: () => Snapshot): IAMClient {
  const client = new IAMClient({ region });
  mockClient(client)
    .on(GetAccountAuthorizationDetailsCommand)
    .callsFake(({ Marker }: Paged) => {
      const { authorizationDetails = {} } = snapshot();
      if (isUnreadable(authorizationDetails)) {
        const name = authorizationDetails.unreadable;
        throw new IAMServiceException({ name, $fault: "client", $metadata: {} });
      }
      const all = Object.entries(authorizationDetails).flatMap(([list, items]) =>
        (items as readonly unknown[]).map((item) => [list, item] as const),
      );
      const { items, next } = page(all, Marker);
      const lists = new Set(items.map(([list]) => list));
      const answer = [...lists].map((list) => [
        list,
        items.filter(([of]) => of === list).map(([, item]) => item),
      ]);
      return { ...Object.fromEntries(answer), IsTruncated: false, Marker: next };
    });
  return client;
}

function page<T>(
  list: readonly T[],
  token: string | undefined,
): { readonly items: readonly T[]; readonly next: string | undefined } {
  const start = Number(token ?? 0);
  const end = start + pageSize;
  return { items: list.slice(start, end), next: end < list.length ? String(end) : undefined };
}
