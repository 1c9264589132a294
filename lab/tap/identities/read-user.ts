import type { MotoClient } from "../moto-client.ts";
import { childOf } from "../xml.ts";

/** A user's ARN and unique id, or `undefined` if there is no such user. */
export async function readUser(
  moto: MotoClient,
  UserName: string,
): Promise<{ arn: string; userId: string } | undefined> {
  const answer = await moto.query("iam", "us-east-1", { Action: "GetUser", UserName });
  const user = childOf(answer, "GetUserResult", "User");
  const arn = childOf(user, "Arn")?.text;
  const userId = childOf(user, "UserId")?.text;
  return arn === undefined || userId === undefined ? undefined : { arn, userId };
}
