import * as z from "zod/mini";
import { parseArn } from "../../account/arn.ts";
import { optionalText, requestParser } from "../call-request.ts";
import { type CallParser, malformed, told } from "../reading.ts";
import type { TrailCall } from "../trail-call.ts";
import { readKeyCall } from "./key-call.ts";

const aliasRequest = z.object({ aliasName: optionalText, targetKeyId: optionalText });

/** CreateAlias and UpdateAlias: the key in the record is the alias's new target. */
const setAlias = requestParser(aliasRequest, (request, call) => {
  const aliasName = aliasNameOf(request.aliasName, call);
  if (aliasName === null) return malformed(noAlias);
  return readKeyCall(call, request.targetKeyId, (targetKeyArn) =>
    told({ kind: "alias-set", aliasName, targetKeyArn }),
  );
});

/**
 * Aliases. The key that UpdateAlias took the alias from is nowhere in the event; `resources[]`
 * holds the alias and the new key. DeleteAlias tells the key that lost it, which is not needed.
 * https://docs.aws.amazon.com/kms/latest/developerguide/ct-createalias.html
 * https://docs.aws.amazon.com/kms/latest/developerguide/ct-updatealias.html
 * https://docs.aws.amazon.com/kms/latest/developerguide/ct-deletealias.html
 */
export const kmsAliasEvents: ReadonlyMap<string, CallParser> = new Map([
  ["CreateAlias", setAlias],
  ["UpdateAlias", setAlias],
  [
    "DeleteAlias",
    requestParser(aliasRequest, (request, call) => {
      const aliasName = aliasNameOf(request.aliasName, call);
      return aliasName === null
        ? malformed(noAlias)
        : told({ kind: "alias-set", aliasName, targetKeyArn: null });
    }),
  ],
]);

const noAlias = "no alias in `requestParameters` or `resources`";

/** The alias's name, as requested or from the alias ARN in `resources[]`. */
function aliasNameOf(requested: string | null | undefined, call: TrailCall): string | null {
  const names = [requested ?? "", ...call.resourceArns].map(
    (text) => parseArn(text)?.resource ?? text,
  );
  return names.find((name) => name.startsWith("alias/")) ?? null;
}
