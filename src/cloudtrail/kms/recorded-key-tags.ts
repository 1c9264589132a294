import * as z from "zod/mini";
import type { KeyTag } from "../../account/snapshot.ts";

/** KMS key tags as records spell them: IAM and EC2 spell theirs `key` and `value`. */
export const recordedKeyTags = z.nullish(
  z.array(z.object({ tagKey: z.string(), tagValue: z.string() })),
);

/** Recorded tags as ListResourceTags shows them; null when the record has none. */
export function asKeyTags(tags: z.infer<typeof recordedKeyTags>): readonly KeyTag[] | null {
  return tags?.map(({ tagKey, tagValue }) => ({ TagKey: tagKey, TagValue: tagValue })) ?? null;
}
