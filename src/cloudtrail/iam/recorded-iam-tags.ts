import * as z from "zod/mini";
import type { IamTag } from "../../account/snapshot.ts";

/** IAM tags as records spell them; an empty value is a value. */
export const recordedIamTags = z.nullish(z.array(z.object({ key: z.string(), value: z.string() })));

/** Recorded tags as IAM's API shows them; null when the record has none. */
export function asIamTags(tags: z.infer<typeof recordedIamTags>): readonly IamTag[] | null {
  return tags?.map(({ key, value }) => ({ Key: key, Value: value })) ?? null;
}
