import { randomUUID } from "node:crypto";
import type { Reply } from "../reply.ts";
import { encodeXml } from "../xml.ts";
import type { UserIdentity } from "./user-identity.ts";

/** https://docs.aws.amazon.com/STS/latest/APIReference/API_GetCallerIdentity.html */
export function callerIdentityReply({ arn, principalId, accountId }: UserIdentity): Reply {
  const requestId = randomUUID();
  const identity = [
    `<Arn>${encodeXml(arn)}</Arn>`,
    `<UserId>${encodeXml(principalId)}</UserId>`,
    `<Account>${accountId}</Account>`,
  ].join("");
  const text = `<GetCallerIdentityResponse xmlns="https://sts.amazonaws.com/doc/2011-06-15/"><GetCallerIdentityResult>${identity}</GetCallerIdentityResult><ResponseMetadata><RequestId>${requestId}</RequestId></ResponseMetadata></GetCallerIdentityResponse>`;
  return {
    status: 200,
    headers: { "content-type": "text/xml", "x-amzn-requestid": requestId },
    body: Buffer.from(text),
  };
}
