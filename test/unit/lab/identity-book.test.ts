import { describe, expect, it } from "vitest";
import { makeIdentityBook } from "../../../lab/tap/identities/identity-book.ts";
import { queryCall, tapCall } from "./tap-call.ts";

const accountId = "111122223333";
const book = () =>
  makeIdentityBook({
    accountId,
    readUser: async (name) => ({ arn: `arn:aws:iam::${accountId}:user/${name}`, userId: "AIDA1" }),
  });
const callBy = (accessKeyId: string, sessionToken?: string) =>
  tapCall({ service: "kms", operation: "TagResource", accessKeyId, sessionToken });

describe("who calls", () => {
  it("is the administrator unless known", () => {
    expect(book().identify(callBy("anything"))).toMatchObject({
      type: "IAMUser",
      userName: "lab-administrator",
      accessKeyId: "anything",
    });
  });

  it("is the user who got the access key", async () => {
    const identities = book();
    const key = "<AccessKey><AccessKeyId>AKIA1</AccessKeyId><UserName>bob</UserName></AccessKey>";
    const reply = `<R><CreateAccessKeyResult>${key}</CreateAccessKeyResult></R>`;
    await identities.learn(queryCall("iam", { Action: "CreateAccessKey" }), reply);
    expect(identities.identify(callBy("AKIA1"))).toMatchObject({
      type: "IAMUser",
      userName: "bob",
      principalId: "AIDA1",
    });
  });

  it("is the session of the role that was assumed", async () => {
    const identities = book();
    const credentials = "<Credentials><AccessKeyId>ASIA1</AccessKeyId></Credentials>";
    const user = "<AssumedRoleUser><AssumedRoleId>AROA1:nightly</AssumedRoleId></AssumedRoleUser>";
    const reply = `<R><AssumeRoleResult>${credentials}${user}</AssumeRoleResult></R>`;
    const RoleArn = `arn:aws:iam::${accountId}:role/team/data-import`;
    await identities.learn(queryCall("sts", { Action: "AssumeRole", RoleArn }), reply);
    expect(identities.identify(callBy("ASIA1"))).toMatchObject({
      type: "AssumedRole",
      principalId: "AROA1:nightly",
      arn: `arn:aws:sts::${accountId}:assumed-role/data-import/nightly`,
      sessionContext: { sessionIssuer: { arn: RoleArn, userName: "data-import" } },
    });
  });

  it("is the role of a deployed function, which says so in its session token", () => {
    const roleArn = `arn:aws:iam::${accountId}:role/guardrail`;
    const session = JSON.stringify({ roleArn, sessionName: "kms-guardrail-lab-kms-key" });
    const token = Buffer.from(session).toString("base64url");
    expect(book().identify(callBy("ASIA2", token))).toMatchObject({
      type: "AssumedRole",
      arn: `arn:aws:sts::${accountId}:assumed-role/guardrail/kms-guardrail-lab-kms-key`,
      sessionContext: { sessionIssuer: { arn: roleArn } },
    });
    expect(book().identify(callBy("ASIA2", "no token"))).toMatchObject({ type: "IAMUser" });
  });
});
