import {
  type AccountReader,
  defaultRegion,
  makeAccountReader,
  makeRegionReader,
  type RegionReader,
} from "../../aws/snapshot/account-reader.ts";

/** Where a snapshot is read from, and when. */
export interface SnapshotSource {
  readonly defaultRegion: () => Promise<string | null>;
  readonly account: (region: string) => AccountReader;
  readonly region: (region: string) => RegionReader;
  readonly now: () => Date;
}

/** The account of the SDK's default credentials, as it is. */
export const liveAccount: SnapshotSource = {
  defaultRegion,
  account: (region) => makeAccountReader({ region }),
  region: (region) => makeRegionReader({ region }),
  now: () => new Date(),
};
