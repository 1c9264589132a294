import { asObject, asText } from "../tap/json.ts";
import type { MotoClient } from "../tap/moto-client.ts";

/** What is in the account before anybody watches it. */
export interface Demo {
  readonly keyId: string;
  readonly roleName: string;
}

const roleName = "analyst";
/** Which keys the role may use. */
const conditions = {
  "keys-of-team-blue": { StringEquals: { "aws:ResourceTag/team": "blue" } },
  "keys-for-orders": { "ForAnyValue:StringLike": { "kms:ResourceAliases": "alias/orders-*" } },
};

/** A key that nobody but administrators may use, and a role that may decrypt with keys by their tags and aliases. */
export async function seedDemo(moto: MotoClient, region: string): Promise<Demo> {
  const iam = (Action: string, parameters: Readonly<Record<string, string>>) =>
    moto.query("iam", "us-east-1", { Action, RoleName: roleName, ...parameters });
  await iam("CreateRole", {
    AssumeRolePolicyDocument: document({
      Principal: { Service: "lambda.amazonaws.com" },
      Action: "sts:AssumeRole",
    }),
  });
  for (const [PolicyName, Condition] of Object.entries(conditions)) {
    const PolicyDocument = document({
      Action: ["kms:Decrypt", "kms:DescribeKey"],
      Resource: "*",
      Condition,
    });
    await iam("PutRolePolicy", { PolicyName, PolicyDocument });
  }
  const { KeyMetadata } = await moto.kms(region, "CreateKey", {
    Description: "orders",
    KeyUsage: "ENCRYPT_DECRYPT",
  });
  const keyId = asText(asObject(KeyMetadata)["KeyId"]) ?? "";
  await moto.kms(region, "CreateAlias", { AliasName: "alias/orders", TargetKeyId: keyId });
  return { keyId, roleName };
}

function document(statement: object): string {
  return JSON.stringify({ Version: "2012-10-17", Statement: [{ Effect: "Allow", ...statement }] });
}
