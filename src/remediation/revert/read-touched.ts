import type { Change } from "../../account/change.ts";
import { isUnreadable, type Snapshot } from "../../account/snapshot.ts";
import type { RemediationCall } from "../../guardrail/finding/finding.ts";
import type { LiveReader } from "../../guardrail/ports.ts";
import type { Place } from "../check/plan-steps.ts";
import { recordedHolder, snapshotOfEvent } from "../plan/recorded-parts.ts";

export interface Touched {
  readonly changes: readonly Change[];
  readonly calls: readonly RemediationCall[];
  readonly place: Place;
}

/** The account with all resources that an event and its revert touch as AWS tells them now. */
export async function readTouched(
  reader: Pick<LiveReader, "readKey" | "readEndpoints">,
  current: readonly Snapshot[],
  touched: Touched,
): Promise<readonly Snapshot[]> {
  const own = snapshotOfEvent(current, touched.place);
  if (own === null) return current;
  const arns = keysTouched(touched, own);
  const [keys, endpoints] = await Promise.all([
    Promise.all(arns.map(async (arn) => ({ arn, key: await reader.readKey(arn) }))),
    touched.changes.some(({ kind }) => kind.startsWith("endpoint")) ? reader.readEndpoints() : null,
  ]);
  const read = new Set(arns);
  const others = isUnreadable(own.keys)
    ? []
    : own.keys.filter(({ metadata }) => !read.has(metadata.Arn));
  const live: Snapshot = {
    ...own,
    keys: [...others, ...keys.flatMap(({ key }) => key ?? [])],
    ...(endpoints === null ? {} : { vpcEndpoints: endpoints }),
  };
  return current.map((snapshot) => (snapshot === own ? live : snapshot));
}

/** The keys that changes and calls name, and the one that is said to have an alias. */
function keysTouched({ changes, calls }: Touched, own: Snapshot): readonly string[] {
  const ofChanges = changes.flatMap((change) => {
    if (change.kind !== "alias-set") return "keyArn" in change ? (change.keyArn ?? []) : [];
    const holder = recordedHolder(own, change.aliasName);
    return [change.targetKeyArn ?? [], holder?.metadata.Arn ?? []].flat();
  });
  const ofCalls = calls.flatMap(({ service, input }) =>
    service === "kms" ? [input["KeyId"] ?? [], input["TargetKeyId"] ?? []].flat().map(String) : [],
  );
  return [...new Set([...ofChanges, ...ofCalls])];
}
