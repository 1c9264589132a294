import { parseArn } from "../arn.ts";
import { sameJson } from "../same-json.ts";
import type { KeyMetadata } from "../snapshot.ts";

type KeyOfRegion = { readonly Arn?: string; readonly Region?: string };

/**
 * A multi-Region key's metadata after its primary moved to another Region: the old primary becomes
 * a replica. https://docs.aws.amazon.com/kms/latest/APIReference/API_UpdatePrimaryRegion.html
 */
export function withPrimaryRegion(metadata: KeyMetadata, primaryRegion: string): KeyMetadata {
  const arn = parseArn(metadata.Arn);
  if (arn === null) return metadata;
  const before = metadata.MultiRegionConfiguration;
  const isPrimary = (key: KeyOfRegion) => key.Region === primaryRegion;
  const old = before?.PrimaryKey === undefined ? [] : [before.PrimaryKey];
  const known: readonly KeyOfRegion[] = [...old, ...(before?.ReplicaKeys ?? [])];
  const after = {
    ...before,
    MultiRegionKeyType: arn.region === primaryRegion ? "PRIMARY" : "REPLICA",
    PrimaryKey: known.find(isPrimary) ?? {
      Arn: `arn:${arn.partition}:${arn.service}:${primaryRegion}:${arn.account}:${arn.resource}`,
      Region: primaryRegion,
    },
    // Replicas that nobody told of stay untold: the old primary is not all of them.
    ...(before?.ReplicaKeys === undefined
      ? {}
      : { ReplicaKeys: known.filter((key) => !isPrimary(key)) }),
  };
  return sameJson(before, after) ? metadata : { ...metadata, MultiRegionConfiguration: after };
}
