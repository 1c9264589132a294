import { type KMSClient, ListKeysCommand } from "@aws-sdk/client-kms";
import type { KeyLister } from "../../guardrail/ports.ts";
import { orUnreadable } from "./or-unreadable.ts";

/** So many keys are read by one invocation: ListGrants, a call for each, is answered 100 times a second. */
const pageSize = 100;

/**
 * Lists the keys of the client's account and Region, those that AWS manages included.
 * https://docs.aws.amazon.com/kms/latest/APIReference/API_ListKeys.html
 */
export function makeKeyLister(client: KMSClient): KeyLister {
  const list = async (marker: string | null) => {
    const { Keys = [], NextMarker } = await client.send(
      new ListKeysCommand({ Limit: pageSize, ...(marker === null ? {} : { Marker: marker }) }),
    );
    const keyArns = Keys.flatMap(({ KeyArn }) => KeyArn ?? []);
    // The marker alone tells whether there is more.
    return { keyArns, next: NextMarker || null };
  };
  return { listKeys: (marker) => orUnreadable(list(marker)) };
}
