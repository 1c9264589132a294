import * as z from "zod/mini";
import { partitionOfRegion } from "../../account/partition-of-region.ts";
import type { Grant } from "../../account/snapshot.ts";
import { optionalText, requestParser } from "../call-request.ts";
import { textMember } from "../json-object.ts";
import { present } from "../present.ts";
import { type CallParser, partlyTold, told, untold } from "../reading.ts";
import type { TrailCall } from "../trail-call.ts";
import { keyArnOfRecord } from "./key-arn-of-record.ts";
import { readKeyCall } from "./key-call.ts";

const pairs = z.nullish(z.record(z.string(), z.string()));

const createGrantRequest = z.object({
  keyId: optionalText,
  granteePrincipal: optionalText,
  granteeServicePrincipal: optionalText,
  retiringPrincipal: optionalText,
  retiringServicePrincipal: optionalText,
  operations: z.nullish(z.array(z.string())),
  constraints: z.nullish(
    z.object({
      encryptionContextEquals: pairs,
      encryptionContextSubset: pairs,
      sourceArn: optionalText,
    }),
  ),
  name: optionalText,
});

type CreateGrantRequest = z.infer<typeof createGrantRequest>;

const grantRequest = z.object({ keyId: optionalText, grantId: optionalText });

/**
 * Grants. The new grant's id is in the response; RetireGrant has no request parameters, its grant
 * id is in `additionalEventData`. The grant token is never recorded.
 * https://docs.aws.amazon.com/kms/latest/developerguide/ct-creategrant.html
 * https://docs.aws.amazon.com/kms/latest/developerguide/ct-revokegrant.html
 * https://docs.aws.amazon.com/kms/latest/developerguide/ct-retiregrant.html
 */
export const kmsGrantEvents: ReadonlyMap<string, CallParser> = new Map([
  [
    "CreateGrant",
    requestParser(createGrantRequest, (request, call) =>
      readKeyCall(call, request.keyId, (keyArn) => {
        const change = {
          kind: "grant-created",
          keyArn,
          grant: newGrant(request, keyArn, call),
        } as const;
        return isTold(request, call) ? told(change) : partlyTold(change);
      }),
    ),
  ],
  [
    "RevokeGrant",
    requestParser(grantRequest, ({ keyId, grantId }, call) =>
      readKeyCall(call, keyId, (keyArn) =>
        grantId
          ? told({ kind: "grant-removed", keyArn, grantId })
          : untold(`the event does not tell which grant of \`${keyArn}\` was revoked`),
      ),
    ),
  ],
  [
    "RetireGrant",
    requestParser(grantRequest, (request, call) => {
      const keyArn = keyArnOfRecord(call, request.keyId);
      const grantId = textMember(call.additionalEventData, "grantId") ?? request.grantId;
      return grantId
        ? told({ kind: "grant-removed", keyArn, grantId })
        : untold("the event does not tell which grant was retired");
    }),
  ],
]);

/**
 * Whether the record tells who got what: the request may be left out, a service's own grant has
 * been recorded without its operations, and the oldest records have no response.
 */
function isTold(request: CreateGrantRequest, call: TrailCall): boolean {
  const grantee = request.granteePrincipal ?? request.granteeServicePrincipal;
  return Boolean(grantee && request.operations && textMember(call.response, "grantId"));
}

/** The grant as ListGrants will show it; one whose id is not told gets one of its event's. */
function newGrant(request: CreateGrantRequest, keyArn: string, call: TrailCall): Grant {
  const { constraints } = request;
  return {
    GrantId: textMember(call.response, "grantId") ?? `unknown:${call.event.eventId}`,
    ...present({
      KeyId: keyArn,
      Name: request.name,
      GranteePrincipal: request.granteePrincipal,
      GranteeServicePrincipal: request.granteeServicePrincipal,
      RetiringPrincipal: request.retiringPrincipal,
      RetiringServicePrincipal: request.retiringServicePrincipal,
      IssuingAccount: issuingAccount(call),
      Operations: request.operations,
      Constraints: constraints
        ? present({
            EncryptionContextEquals: constraints.encryptionContextEquals,
            EncryptionContextSubset: constraints.encryptionContextSubset,
            SourceArn: constraints.sourceArn,
          })
        : null,
    }),
  };
}

/** ListGrants names the issuing account by its account principal. */
function issuingAccount(call: TrailCall): string | null {
  if (call.callerAccount === null) return null;
  return `arn:${partitionOfRegion(call.event.awsRegion)}:iam::${call.callerAccount}:root`;
}
