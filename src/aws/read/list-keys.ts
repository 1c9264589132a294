import { type KMSClient, ListKeysCommand } from "@aws-sdk/client-kms";
import type { Unreadable } from "../../account/snapshot.ts";
import { orUnreadable } from "./or-unreadable.ts";
import { readPages } from "./read-pages.ts";

/**
 * The ARNs of every key of the client's account and Region, those that AWS manages included.
 * https://docs.aws.amazon.com/kms/latest/APIReference/API_ListKeys.html
 */
export function listKeys(client: KMSClient): Promise<readonly string[] | Unreadable> {
  const list = async () => {
    const pages = await readPages(
      (Marker) => client.send(new ListKeysCommand({ Marker })),
      (page) => page.NextMarker,
    );
    return pages.flatMap((page) => page.Keys ?? []).flatMap(({ KeyArn }) => KeyArn ?? []);
  };
  return orUnreadable(list());
}
