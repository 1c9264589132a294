import { readUser } from "./tap/identities/read-user.ts";
import { type UserIdentity, userIdentity } from "./tap/identities/user-identity.ts";
import type { MotoClient } from "./tap/moto-client.ts";
import { childOf } from "./tap/xml.ts";

const userName = "lab-administrator";

/** The user whose keys the lab hands out. */
export interface Administrator {
  readonly identity: UserIdentity;
  readonly secretAccessKey: string;
}

/** Makes the user in moto, without a record: it was always there. */
export async function seedAdministrator(
  moto: MotoClient,
  accountId: string,
): Promise<Administrator> {
  const iam = (Action: string, parameters: Readonly<Record<string, string>>) =>
    moto.query("iam", "us-east-1", { Action, UserName: userName, ...parameters });
  await iam("CreateUser", {});
  await iam("AttachUserPolicy", { PolicyArn: "arn:aws:iam::aws:policy/AdministratorAccess" });
  const answer = await iam("CreateAccessKey", {});
  const key = childOf(answer, "CreateAccessKeyResult", "AccessKey");
  const accessKeyId = childOf(key, "AccessKeyId")?.text;
  const secretAccessKey = childOf(key, "SecretAccessKey")?.text;
  const user = await readUser(moto, userName);
  if (accessKeyId === undefined || secretAccessKey === undefined || user === undefined) {
    throw new Error("moto made no administrator");
  }
  return { secretAccessKey, identity: userIdentity({ accountId, accessKeyId, ...user }) };
}
