import {
  isUnreadable,
  type Organization,
  type Snapshot,
  type SnapshotKey,
  type Unreadable,
} from "../../account/snapshot.ts";
import type { AccountReader, RegionReader } from "./account-reader.ts";
import { mapInTurn } from "./in-turn.ts";
import { orUnread } from "./or-unread.ts";

/** Told while an account is read. */
export interface CaptureProgress {
  readonly keysFound: (count: number) => void;
  readonly keyRead: () => void;
  /** Not refused, but not read either: it may go otherwise the next time. */
  readonly failed: (what: string, reason: string) => void;
}

/** What every Region of an account shares. */
export interface CapturedAccount {
  readonly account: string;
  readonly partition: string;
  readonly organization: Organization | Unreadable | null;
  readonly authorizationDetails: NonNullable<Snapshot["authorizationDetails"]>;
}

/** Five calls each; KMS allows hundreds a second of each kind. */
const keysAtATime = 6;

/** Reads what is the same in every Region. */
export async function captureAccount(
  reader: AccountReader,
  identity: Pick<CapturedAccount, "account" | "partition">,
  { failed }: CaptureProgress,
): Promise<CapturedAccount> {
  const { account } = identity;
  const [organization, authorizationDetails] = await Promise.all([
    orUnread(reader.readOrganization(account), (reason) => failed("the organization", reason)),
    orUnread(reader.readAuthorizationDetails(), (reason) => failed("the principals", reason)),
  ]);
  return { ...identity, organization, authorizationDetails };
}

/**
 * Reads one Region. It counts as captured when reading began: an event that happens meanwhile is
 * played on it all the same, and finds what it did there already or not.
 */
export async function captureRegion(
  reader: RegionReader,
  { account, partition, organization, authorizationDetails }: CapturedAccount,
  place: { readonly region: string; readonly began: Date },
  progress: CaptureProgress,
): Promise<Snapshot> {
  const { region, began } = place;
  const unread = (what: string) => (reason: string) => progress.failed(what, reason);
  const [keys, vpcEndpoints, vpcEndpointServices] = await Promise.all([
    captureKeys(reader, progress),
    orUnread(reader.readEndpoints(), unread(`the VPC endpoints of ${region}`)),
    orUnread(reader.readEndpointServices(), unread(`the endpoint services of ${region}`)),
  ]);
  return {
    schemaVersion: 1,
    account,
    region,
    partition,
    capturedAt: wholeSecond(began),
    ...(organization === null ? {} : { organization }),
    authorizationDetails,
    keys,
    vpcEndpoints,
    vpcEndpointServices,
  };
}

async function captureKeys(
  reader: RegionReader,
  progress: CaptureProgress,
): Promise<Snapshot["keys"]> {
  const arns = await orUnread(reader.listKeys(), (reason) => progress.failed("the keys", reason));
  if (isUnreadable(arns)) return arns;
  progress.keysFound(arns.length);
  const keys = await mapInTurn(arns, keysAtATime, async (arn) => {
    const key = await orUnread(reader.readKey(arn), (reason) =>
      progress.failed(`\`${arn}\``, reason),
    );
    progress.keyRead();
    return isUnreadable(key) ? unreadKey(arn, key) : key;
  });
  // One that was deleted since it was listed is in no snapshot.
  return keys.filter((key) => key !== null);
}

/** Of a key that could not be read, its ARN alone is known. */
function unreadKey(Arn: string, reason: Unreadable): SnapshotKey {
  const metadata = { Arn };
  return { metadata, policy: reason, tags: reason, aliases: reason, grants: reason };
}

/** CloudTrail's times are whole seconds: a fraction would take events of the same second for older. */
function wholeSecond(date: Date): string {
  return `${date.toISOString().slice(0, 19)}Z`;
}
