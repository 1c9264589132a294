import * as z from "zod/mini";
import { optionalDocument, optionalText, requestParser } from "../call-request.ts";
import { type CallParser, notInRecord, partlyTold, told } from "../reading.ts";
import { readKeyCall } from "./key-call.ts";

const putKeyPolicyRequest = z.object({ keyId: optionalText, policy: optionalDocument });

/**
 * The key policy: the request carries the whole new document as text, the former one is not told.
 * https://docs.aws.amazon.com/kms/latest/developerguide/ct-put-key-policy.html
 */
export const kmsPolicyEvents: ReadonlyMap<string, CallParser> = new Map([
  [
    "PutKeyPolicy",
    requestParser(putKeyPolicyRequest, ({ keyId, policy }, call) =>
      readKeyCall(call, keyId, (keyArn) =>
        typeof policy === "string"
          ? told({ kind: "key-policy-put", keyArn, policy })
          : partlyTold({ kind: "key-policy-put", keyArn, policy: notInRecord }),
      ),
    ),
  ],
]);
