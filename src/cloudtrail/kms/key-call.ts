import { malformed, type Reading } from "../reading.ts";
import type { TrailCall } from "../trail-call.ts";
import { keyArnOfRecord } from "./key-arn-of-record.ts";

/** Reads a call that is about one KMS key; a record that names none is malformed. */
export function readKeyCall(
  call: TrailCall,
  requested: string | null | undefined,
  read: (keyArn: string) => Reading,
): Reading {
  const keyArn = keyArnOfRecord(call, requested);
  return keyArn === null
    ? malformed("no KMS key in `responseElements`, `resources` or `requestParameters`")
    : read(keyArn);
}
