import type { Call } from "../call.ts";
import type { GrantBook } from "../corrections/grant-book.ts";
import { asObject, asText } from "../json.ts";
import type { MotoClient } from "../moto-client.ts";
import type { KmsFacts } from "./kms-elements.ts";

interface FactsContext {
  readonly accountId: string;
  readonly moto: MotoClient;
  readonly grants: GrantBook;
}

/** What the record of a call must say and the call does not; read before the call changes it. */
export async function readKmsFacts(
  { accountId, moto, grants }: FactsContext,
  { service, operation, region, json }: Call,
): Promise<KmsFacts> {
  if (service !== "kms") return { accountId };
  switch (operation) {
    case "DeleteAlias": {
      const { Aliases } = await moto.kms(region, "ListAliases", {});
      const aliases = Array.isArray(Aliases) ? Aliases.map(asObject) : [];
      const alias = aliases.find(({ AliasName }) => AliasName === json["AliasName"]);
      return { accountId, keyId: asText(alias?.["TargetKeyId"]) };
    }
    case "RetireGrant": {
      const noted = grants.byToken(asText(json["GrantToken"]) ?? "");
      const grantId = asText(json["GrantId"]) ?? noted?.grantId;
      return { accountId, grantId, keyId: asText(json["KeyId"]) ?? noted?.keyId };
    }
    case "ScheduleKeyDeletion":
      return { accountId, keyState: "PendingDeletion" };
    default:
      return { accountId };
  }
}
