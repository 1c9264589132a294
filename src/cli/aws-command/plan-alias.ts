import { isUnreadable, type Snapshot, type SnapshotKey } from "../../account/snapshot.ts";
import { aliasNameRefusals, movedAliasRefusals } from "./alias-refusals.ts";
import { awsError, refusedByAws } from "./aws-error.ts";
import { onlyPlace, placesOf, snapshotsInRegion } from "./call-place.ts";
import { findCallKey, keysOf } from "./find-call-key.ts";
import { requiredText } from "./input.ts";
import { keyRefusals } from "./key-refusals.ts";
import { keyCall } from "./plan-key-call.ts";
import type { CallPlanner } from "./planned-call.ts";

/** https://docs.aws.amazon.com/kms/latest/APIReference/API_CreateAlias.html */
export const planCreateAlias: CallPlanner = (input, context, api) => {
  const name = requiredText(input, "AliasName");
  const found = findCallKey(requiredText(input, "TargetKeyId"), context, api);
  const holder = holderOf(found.snapshot, name);
  const reasons = [
    ...aliasNameRefusals(name),
    ...(holder === undefined
      ? []
      : [`the alias \`${name}\` is there already: update-alias moves it`]),
    ...keyRefusals(api, found.key.metadata),
  ];
  if (reasons.length > 0) throw refusedByAws(api, reasons);
  return keyCall(input, found);
};

/** https://docs.aws.amazon.com/kms/latest/APIReference/API_UpdateAlias.html */
export const planUpdateAlias: CallPlanner = (input, context, api) => {
  const name = requiredText(input, "AliasName");
  const found = findCallKey(requiredText(input, "TargetKeyId"), context, api);
  const holder = holderOf(found.snapshot, name);
  const reasons = [
    ...aliasNameRefusals(name),
    ...(holder === undefined && isComplete(found.snapshot) ? [noSuchAlias(name)] : []),
    ...keyRefusals(api, found.key.metadata),
    ...(holder === undefined ? [] : movedAliasRefusals(holder.metadata, found.key.metadata)),
  ];
  if (reasons.length > 0) throw refusedByAws(api, reasons);
  return keyCall(input, found);
};

/** https://docs.aws.amazon.com/kms/latest/APIReference/API_DeleteAlias.html */
export const planDeleteAlias: CallPlanner = (input, context, api) => {
  const name = requiredText(input, "AliasName");
  const places = snapshotsInRegion(context);
  const holders = places.filter((snapshot) => holderOf(snapshot, name) !== undefined);
  const snapshot = onlyPlace(holders, `the alias \`${name}\``, "say which with `--region`");
  const key = snapshot === null ? undefined : holderOf(snapshot, name);
  const reasons = [
    ...aliasNameRefusals(name),
    ...(key === undefined && places.every(isComplete) ? [noSuchAlias(name)] : []),
  ];
  if (reasons.length > 0) throw refusedByAws(api, reasons);
  if (snapshot === null || key === undefined) {
    const where = placesOf(places.filter((place) => !isComplete(place)));
    throw awsError(
      "E_KEY_UNKNOWN",
      `the key of \`${name}\` is not known: aliases of ${where} are not`,
    );
  }
  return keyCall(input, { snapshot, key, arn: key.metadata.Arn });
};

function holderOf(snapshot: Snapshot, name: string): SnapshotKey | undefined {
  return keysOf(snapshot).find(
    ({ aliases }) =>
      aliases !== undefined &&
      !isUnreadable(aliases) &&
      aliases.some(({ AliasName }) => AliasName === name),
  );
}

/** Whether the snapshot tells the aliases of every key. */
function isComplete({ keys }: Snapshot): boolean {
  return (
    !isUnreadable(keys) &&
    keys.every(({ aliases }) => aliases !== undefined && !isUnreadable(aliases))
  );
}

function noSuchAlias(name: string): string {
  return `there is no alias \`${name}\``;
}
