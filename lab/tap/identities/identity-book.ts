import { createHash } from "node:crypto";
import type { Call } from "../call.ts";
import { asText, parseObject } from "../json.ts";
import { queryTree } from "../query.ts";
import { childOf, parseXml } from "../xml.ts";
import { sessionIdentity, type UserIdentity, userIdentity } from "./user-identity.ts";

/** Whose access key is whose. */
export interface IdentityBook {
  identify(call: Call): UserIdentity;
  /** Notes the keys that a reply hands out. */
  learn(call: Call, reply: string): Promise<void>;
  /** Everybody whose key is not known is this user. */
  useAdministrator(administrator: UserIdentity): void;
}

interface BookOptions {
  readonly accountId: string;
  readonly readUser: (userName: string) => Promise<{ arn: string; userId: string } | undefined>;
}

export function makeIdentityBook({ accountId, readUser }: BookOptions): IdentityBook {
  const identities = new Map<string, UserIdentity>();
  let administrator = userIdentity({
    accountId,
    accessKeyId: "",
    arn: `arn:aws:iam::${accountId}:user/lab-administrator`,
    userId: "AIDALABADMINISTRATOR",
  });

  return {
    identify: (call) =>
      identities.get(call.accessKeyId) ??
      functionIdentity(call, accountId) ?? { ...administrator, accessKeyId: call.accessKeyId },
    useAdministrator: (user) => {
      identities.clear();
      administrator = user;
      identities.set(user.accessKeyId, user);
    },
    learn: async (call, reply) => {
      const root = parseXml(reply);
      if (call.service === "iam" && call.operation === "CreateAccessKey") {
        const made = childOf(root, "CreateAccessKeyResult", "AccessKey");
        const accessKeyId = childOf(made, "AccessKeyId")?.text ?? "";
        const user = await readUser(childOf(made, "UserName")?.text ?? "");
        if (user) identities.set(accessKeyId, userIdentity({ accountId, accessKeyId, ...user }));
      }
      if (call.service === "sts" && call.operation === "AssumeRole") {
        const result = childOf(root, "AssumeRoleResult");
        const accessKeyId = childOf(result, "Credentials", "AccessKeyId")?.text ?? "";
        const id = childOf(result, "AssumedRoleUser", "AssumedRoleId")?.text ?? "";
        const [roleId = "", sessionName = ""] = id.split(":");
        const roleArn = asText(queryTree(call.query)["RoleArn"]) ?? "";
        const since = new Date();
        identities.set(
          accessKeyId,
          sessionIdentity({ accountId, accessKeyId, roleArn, roleId, sessionName, since }),
        );
      }
    },
  };
}

/** A deployed function says in its session token which role it has. */
function functionIdentity(call: Call, accountId: string): UserIdentity | undefined {
  const { accessKeyId, sessionToken } = call;
  if (sessionToken === undefined) return undefined;
  const session = parseObject(Buffer.from(sessionToken, "base64url").toString());
  const roleArn = asText(session["roleArn"]);
  const sessionName = asText(session["sessionName"]);
  if (roleArn === undefined || sessionName === undefined) return undefined;
  const hash = createHash("sha256").update(roleArn).digest("hex");
  const roleId = `AROA${hash.slice(0, 17).toUpperCase()}`;
  const since = new Date();
  return sessionIdentity({ accountId, accessKeyId, roleArn, roleId, sessionName, since });
}
