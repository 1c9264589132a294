import type { JsonObject } from "../json.ts";

/** The userIdentity of a record. https://docs.aws.amazon.com/awscloudtrail/latest/userguide/cloudtrail-event-reference-user-identity.html */
export interface UserIdentity extends JsonObject {
  readonly type: "IAMUser" | "AssumedRole";
  readonly principalId: string;
  readonly arn: string;
  readonly accountId: string;
  readonly accessKeyId: string;
}

interface UserFacts {
  readonly accountId: string;
  readonly accessKeyId: string;
  readonly arn: string;
  readonly userId: string;
}

export function userIdentity({ accountId, accessKeyId, arn, userId }: UserFacts): UserIdentity {
  const userName = arn.split("/").at(-1) ?? "";
  return { type: "IAMUser", principalId: userId, arn, accountId, accessKeyId, userName };
}

interface SessionFacts {
  readonly accountId: string;
  readonly accessKeyId: string;
  readonly roleArn: string;
  readonly roleId: string;
  readonly sessionName: string;
  readonly since: Date;
}

export function sessionIdentity(facts: SessionFacts): UserIdentity {
  const { accountId, accessKeyId, roleArn, roleId, sessionName, since } = facts;
  const userName = roleArn.split("/").at(-1) ?? "";
  return {
    type: "AssumedRole",
    principalId: `${roleId}:${sessionName}`,
    // The session's ARN has the role's name without its path.
    arn: `arn:aws:sts::${accountId}:assumed-role/${userName}/${sessionName}`,
    accountId,
    accessKeyId,
    sessionContext: {
      sessionIssuer: { type: "Role", principalId: roleId, arn: roleArn, accountId, userName },
      attributes: {
        creationDate: since.toISOString().replace(/\.\d+Z$/, "Z"),
        mfaAuthenticated: "false",
      },
    },
  };
}
