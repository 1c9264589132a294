import * as z from "zod/mini";
import { optionalText, requestParser } from "../call-request.ts";
import { type CallParser, notInRecord, partlyTold, told } from "../reading.ts";
import { readKeyCall } from "./key-call.ts";
import { asKeyTags, recordedKeyTags } from "./recorded-key-tags.ts";

const tagRequest = z.object({
  keyId: optionalText,
  tags: recordedKeyTags,
});

const untagRequest = z.object({ keyId: optionalText, tagKeys: z.nullish(z.array(z.string())) });

/**
 * Tags of KMS keys. The old values are not in the event.
 * https://docs.aws.amazon.com/kms/latest/developerguide/ct-tagresource.html
 * https://docs.aws.amazon.com/kms/latest/developerguide/ct-untagresource.html
 */
export const kmsTagEvents: ReadonlyMap<string, CallParser> = new Map([
  [
    "TagResource",
    requestParser(tagRequest, ({ keyId, tags }, call) =>
      readKeyCall(call, keyId, (keyArn) => {
        const keyTags = asKeyTags(tags);
        return keyTags === null
          ? partlyTold({ kind: "key-tags-set", keyArn, tags: notInRecord })
          : told({ kind: "key-tags-set", keyArn, tags: keyTags });
      }),
    ),
  ],
  [
    "UntagResource",
    requestParser(untagRequest, ({ keyId, tagKeys }, call) =>
      readKeyCall(call, keyId, (keyArn) =>
        tagKeys
          ? told({ kind: "key-tags-removed", keyArn, tagKeys })
          : partlyTold({ kind: "key-tags-removed", keyArn, tagKeys: notInRecord }),
      ),
    ),
  ],
]);
