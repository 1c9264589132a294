import type { Snapshot } from "../../account/snapshot.ts";
import { awsError } from "./aws-error.ts";
import type { CallContext } from "./planned-call.ts";

/** The snapshots to whose Region a call may go. */
export function snapshotsInRegion({ snapshots, region }: CallContext): readonly Snapshot[] {
  if (region === null) return snapshots;
  const here = snapshots.filter((snapshot) => snapshot.region === region);
  if (here.length > 0) return here;
  throw awsError(
    "E_PLACE_UNKNOWN",
    `no account snapshot is of the Region \`${region}\``,
    `give its snapshot with \`--account\`; there are ${placesOf(snapshots)}`,
  );
}

/** The one snapshot that comes into question; several are an error that tells them. */
export function onlyPlace(found: readonly Snapshot[], what: string, help: string): Snapshot | null {
  const [first] = found;
  if (first === undefined || found.length === 1) return first ?? null;
  throw awsError("E_PLACE_AMBIGUOUS", `${what} is in ${placesOf(found)}`, help);
}

/** `111122223333 us-west-2 and 111122223333 eu-west-1`. */
export function placesOf(snapshots: readonly Snapshot[]): string {
  return snapshots.map(({ account, region }) => `${account} ${region}`).join(" and ");
}
