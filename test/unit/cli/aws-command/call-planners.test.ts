import { beforeAll, describe, expect, it } from "vitest";
import { isUnreadable } from "../../../../src/account/snapshot.ts";
import { run, useFolder } from "../cli-folder.ts";
import { callAccount, keyArn, region, siblingRegion, workerArn } from "./call-account.ts";

const folder = useFolder();

beforeAll(() => {
  folder.write("one.json", callAccount);
  folder.write("sibling.json", siblingRegion);
});

/** Runs what-if; a word with spaces is given as a word of its own. */
async function whatIf(accounts: readonly string[], words: readonly string[]) {
  const given = accounts.flatMap((file) => ["--account", file]);
  return await run(["what-if", ...given, "--all", "--json", "--", "aws", ...words]);
}

const wordsOf = (command: string | readonly string[]) =>
  typeof command === "string" ? command.split(" ") : command;

async function refusalOf(command: string | readonly string[], ...accounts: readonly string[]) {
  const { code, err } = await whatIf(
    accounts.length > 0 ? accounts : ["one.json"],
    wordsOf(command),
  );
  return { code, told: err.replaceAll("kms-guardrail: ", "") };
}

async function findingOf(command: string | readonly string[], ...accounts: readonly string[]) {
  const { code, err, lines } = await whatIf(
    accounts.length > 0 ? accounts : ["one.json"],
    wordsOf(command),
  );
  expect(err).toBe("");
  expect(code).toBe(0);
  return lines[0];
}

const document = (...statements: readonly object[]) =>
  JSON.stringify({ Version: "2012-10-17", Statement: statements });
const putPolicy = (policy: string) => [
  ...["kms", "put-key-policy", "--key-id", "plain", "--policy"],
  policy,
];
const allow = { Effect: "Allow", Principal: { AWS: workerArn }, Action: "kms:*", Resource: "*" };
const grantTo = (key: string, ...rest: readonly string[]) => [
  ...["kms", "create-grant", "--key-id", key, "--grantee-principal", workerArn],
  ...rest,
];

describe("a call that AWS would refuse", () => {
  it.each<[string | readonly string[], string]>([
    ["kms tag-resource --key-id managed --tags TagKey=a,TagValue=b", "AWS managed key"],
    ["kms tag-resource --key-id leaving --tags TagKey=a,TagValue=b", "state is `PendingDeletion`"],
    ["kms tag-resource --key-id plain --tags TagKey=aws:x,TagValue=b", "which is reserved"],
    [
      "kms tag-resource --key-id plain --tags TagKey=a,TagValue=b TagKey=a,TagValue=c",
      "stands twice",
    ],
    ["kms untag-resource --key-id leaving --tag-keys a", "state is `PendingDeletion`"],
    ["kms enable-key --key-id leaving", "state is `PendingDeletion`"],
    ["kms cancel-key-deletion --key-id plain", "state is `Enabled`"],
    ["kms schedule-key-deletion --key-id leaving", "state is `PendingDeletion`"],
    ["kms schedule-key-deletion --key-id plain --pending-window-in-days 6", "6 days, not 7 to 30"],
    ["kms create-alias --alias-name plain2 --target-key-id plain", "`plain2` is no alias name"],
    ["kms create-alias --alias-name alias/aws/x --target-key-id plain", "reserved for AWS managed"],
    ["kms create-alias --alias-name alias/other --target-key-id plain", "is there already"],
    ["kms create-alias --alias-name alias/x --target-key-id leaving", "state is `PendingDeletion`"],
    [
      "kms create-alias --alias-name alias/x --target-key-id alias/plain",
      "not the alias `alias/plain`",
    ],
    [
      "kms update-alias --alias-name alias/none --target-key-id plain",
      "there is no alias `alias/none`",
    ],
    [
      "kms update-alias --alias-name alias/signing --target-key-id plain",
      "for SIGN_VERIFY, the new key is for ENCRYPT_DECRYPT",
    ],
    [
      "kms update-alias --alias-name alias/plain --target-key-id signing",
      "a symmetric encryption key, the new key is an asymmetric one",
    ],
    ["kms delete-alias --alias-name alias/none", "there is no alias `alias/none`"],
    ["kms revoke-grant --key-id plain --grant-id grant-2", "no grant `grant-2`"],
    ["kms retire-grant --key-id plain --grant-id grant-2", "no grant `grant-2`"],
    [grantTo("plain", "--operations", "Decrypt,Encrypt"), "spaces separate operations"],
    [
      grantTo("plain", "--operations", "decrypt"),
      "`decrypt` is no operation that a grant can give",
    ],
    [grantTo("plain", "--operations", "PutKeyPolicy"), "`PutKeyPolicy` is no operation"],
    [grantTo("plain", "--operations", "Sign"), "does not support `Sign`"],
    [
      grantTo("signing", "--operations", "Decrypt"),
      "(SIGN_VERIFY, RSA_2048) does not support `Decrypt`",
    ],
    [grantTo("disabled", "--operations", "Decrypt"), "state is `Disabled`"],
    [
      grantTo(
        "plain",
        "--operations",
        "Decrypt",
        "--grantee-service-principal",
        "s3.amazonaws.com",
      ),
      "has one grantee",
    ],
    [
      grantTo("signing", "--operations", "Sign", "--constraints", "EncryptionContextSubset={a=b}"),
      "takes no encryption context",
    ],
    ["kms create-grant --key-id plain --operations Decrypt", "has one grantee"],
    [
      "kms create-grant --key-id plain --operations Decrypt --grantee-principal role/worker",
      "no principal's ARN",
    ],
    [
      `kms create-grant --key-id plain --operations Decrypt --grantee-principal ${workerArn}x`,
      "there is no",
    ],
    [
      "kms create-grant --key-id plain --operations Decrypt --grantee-service-principal s3.amazonaws.com",
      "`SourceArn` constraint",
    ],
    [putPolicy("{"), "the key policy cannot be read: the document is not JSON"],
    [putPolicy("%7B%7D"), "the document is URL-encoded"],
    [
      putPolicy(document({ ...allow, Effect: "allow" })),
      "Effect `allow` is neither Allow nor Deny",
    ],
    [putPolicy(document({ ...allow, Resource: undefined })), "it has no Resource"],
    [
      putPolicy(document({ ...allow, Principal: { AWS: `${workerArn}x` } })),
      "is not there any more",
    ],
    [
      putPolicy(document({ ...allow, Condition: { StringEquals: { "aws:ResourceTag/a": "b" } } })),
      "cannot hold the condition key `aws:ResourceTag/a`",
    ],
    [putPolicy(document({ ...allow, Sid: "x".repeat(33_000) })), "more than 32768"],
    [[...putPolicy(document(allow)), "--policy-name", "mine"], "the only key policy is `default`"],
    [
      ["ec2", "modify-vpc-endpoint", "--vpc-endpoint-id", "vpce-1111", "--policy-document", "{}"],
      "the endpoint policy is malformed",
    ],
    [
      ["ec2", "modify-vpc-endpoint", "--vpc-endpoint-id", "vpce-1111", "--policy-document", "x"],
      "the endpoint policy cannot be read",
    ],
    [
      `ec2 create-vpc-endpoint --vpc-id vpc-1111 --service-name com.amazonaws.${region}.kms`,
      "--vpc-endpoint-type Interface",
    ],
    [
      [
        "iam",
        "put-role-policy",
        "--role-name",
        "worker",
        "--policy-name",
        "x",
        "--policy-document",
        "{}",
      ],
      "the policy is malformed",
    ],
    ["iam delete-role-policy --role-name worker --policy-name none", "no inline policy `none`"],
    [
      "iam detach-role-policy --role-name worker --policy-arn arn:aws:iam::aws:policy/ReadOnlyAccess",
      "is not attached",
    ],
    [
      "iam attach-role-policy --role-name worker --policy-arn ReadOnlyAccess",
      "no ARN of a managed policy",
    ],
    ["iam delete-role-permissions-boundary --role-name worker", "no permissions boundary"],
    ["iam tag-role --role-name worker --tags Key=aws:x,Value=y", "which is reserved"],
  ])("such as %s is told as one", async (command, reason) => {
    const { code, told } = await refusalOf(command);
    expect(code).toBe(2);
    expect(told).toContain("[E_CALL_WOULD_FAIL]");
    expect(told).toContain("AWS would refuse");
    expect(told).toContain(reason);
  });

  it("tells every reason", async () => {
    const { told } = await refusalOf("kms create-alias --alias-name a --target-key-id leaving");
    expect(told.match(/E_CALL_WOULD_FAIL/g)).toHaveLength(2);
  });

  it("is not told where the snapshot does not know", async () => {
    expect(
      await findingOf("kms update-alias --alias-name alias/signing --target-key-id bare"),
    ).toMatchObject({ attributeChanges: [{ after: keyArn("bare") }] });
    expect(await findingOf(grantTo("bare", "--operations", "Sign", "Decrypt"))).toBeDefined();
  });
});

describe("what a call names", () => {
  it.each<[string | readonly string[], string]>([
    ["kms enable-key --key-id none", "E_KEY_UNKNOWN"],
    [`kms enable-key --key-id ${keyArn("plain", "eu-west-1")}`, "E_KEY_UNKNOWN"],
    ["kms enable-key --key-id plain --region eu-west-1", "E_PLACE_UNKNOWN"],
    [`kms enable-key --key-id ${keyArn("plain")} --region eu-west-1`, "E_CALL_WOULD_FAIL"],
    ["kms retire-grant --grant-token abc", "only KMS can tell [E_AWS_OPTION]"],
    ["kms retire-grant", "`--key-id` and `--grant-id` are missing [E_AWS_OPTION]"],
    ["ec2 modify-vpc-endpoint --vpc-endpoint-id vpce-none", "E_ENDPOINT_UNKNOWN"],
    ["ec2 delete-vpc-endpoints --vpc-endpoint-ids vpce-1111 vpce-none", "E_ENDPOINT_UNKNOWN"],
    [
      "iam tag-role --role-name none --tags Key=a,Value=b",
      "lists the role `none` [E_IDENTITY_UNKNOWN]",
    ],
    ["iam add-user-to-group --user-name una --group-name none", "the group `none`"],
    [
      "ec2 modify-vpc-endpoint --vpc-endpoint-id vpce-1111 --reset-policy --policy-document {}",
      "contradict each other [E_AWS_OPTION]",
    ],
  ])("must be there: %s", async (command, fault) => {
    const { code, told } = await refusalOf(command);
    expect(code).toBe(2);
    expect(told).toContain(fault);
  });

  it("is found in whichever snapshot holds it", async () => {
    const both = ["one.json", "sibling.json"];
    const far = await findingOf("kms disable-key --key-id far", ...both);
    expect(far).toMatchObject({ event: { awsRegion: "eu-west-2" }, keyState: "Disabled" });
    const named = `kms disable-key --key-id ${keyArn("mrk-primary", "eu-west-2")}`;
    expect(await findingOf(named, ...both)).toMatchObject({ event: { awsRegion: "eu-west-2" } });
    const deleted = "kms delete-alias --alias-name alias/plain --region eu-west-2";
    expect(await findingOf(deleted, ...both)).toMatchObject({
      resource: { arn: keyArn("mrk-primary", "eu-west-2") },
    });
    const role = await findingOf("iam untag-role --role-name worker --tag-keys a", ...both);
    expect(role).toMatchObject({ event: { awsRegion: "us-east-1" } });
  });

  it("may be in several places, which is asked for", async () => {
    const both = ["one.json", "sibling.json"];
    for (const command of [
      "kms disable-key --key-id mrk-primary",
      "kms delete-alias --alias-name alias/plain",
      "ec2 create-vpc-endpoint --vpc-id vpc-9 --service-name x --vpc-endpoint-type Interface",
    ]) {
      const { code, told } = await refusalOf(command, ...both);
      expect(code).toBe(2);
      expect(told).toContain("[E_PLACE_AMBIGUOUS]");
      expect(told).toContain("--region");
    }
  });

  it("may be unknown because something could not be read", async () => {
    folder.write("unread.json", { ...callAccount, keys: { unreadable: "AccessDenied" } });
    const { told } = await refusalOf("kms enable-key --key-id plain", "unread.json");
    expect(told).toContain(
      "the keys of 222233334444 ap-southeast-2 could not be read [E_KEY_UNKNOWN]",
    );
    const keys = isUnreadable(callAccount.keys) ? [] : callAccount.keys;
    folder.write("aliases.json", {
      ...callAccount,
      keys: keys.map((one) => ({ ...one, aliases: { unreadable: "AccessDenied" } })),
    });
    const alias = await refusalOf("kms delete-alias --alias-name alias/plain", "aliases.json");
    expect(alias.told).toContain("E_KEY_UNKNOWN");
  });
});

describe("an IAM identity", () => {
  const tagRole = "iam tag-role --role-name worker --tags Key=a,Value=b";

  it("may be in several accounts, which is asked for", async () => {
    folder.write("foreign.json", { ...callAccount, account: "555566667777" });
    const { code, told } = await refusalOf(tagRole, "one.json", "foreign.json");
    expect(code).toBe(2);
    expect(told).toContain("in the accounts 222233334444 and 555566667777 [E_PLACE_AMBIGUOUS]");
  });

  it("may be one that nobody knows: the call is judged as far as that goes", async () => {
    const authorizationDetails = { unreadable: "AccessDenied" };
    folder.write("iam.json", { ...callAccount, authorizationDetails });
    const { code, lines } = await whatIf(["iam.json"], wordsOf(tagRole));
    expect(code).toBe(0);
    expect(lines[0]).toMatchObject({
      attributeChanges: [{ attribute: "principalTag:a", before: { unknown: "AccessDenied" } }],
    });
    const { told } = await refusalOf("iam tag-role --role-name x --tags Key=a,Value=b", "iam.json");
    expect(told).not.toContain("E_IDENTITY_UNKNOWN");
  });
});

describe("an endpoint", () => {
  it("may be unknown because the endpoints are not known", async () => {
    const { vpcEndpoints: _, ...rest } = callAccount;
    folder.write("endpoints.json", rest);
    const command = "ec2 modify-vpc-endpoint --vpc-endpoint-id vpce-1111 --reset-policy";
    const { told } = await refusalOf(command, "endpoints.json");
    expect(told).toContain("the endpoints of 222233334444 ap-southeast-2 are not known");
  });

  it("has a policy of 20,480 characters at most", async () => {
    const statement = { Effect: "Allow", Principal: "*", Action: "*", Resource: "*" };
    const policy = document({ ...statement, Sid: "x".repeat(20_480) });
    const modify = ["ec2", "modify-vpc-endpoint", "--vpc-endpoint-id", "vpce-1111"];
    const { told } = await refusalOf([...modify, "--policy-document", policy]);
    expect(told).toContain("more than 20480 [E_CALL_WOULD_FAIL]");
  });

  it("is made where its VPC has one, else where its service is", async () => {
    const both = ["one.json", "sibling.json"];
    const create = "ec2 create-vpc-endpoint --vpc-endpoint-type Interface";
    const here = `${create} --vpc-id vpc-1111 --service-name com.amazonaws.eu-west-2.s3`;
    expect(await findingOf(here, ...both)).toMatchObject({ event: { awsRegion: region } });
    const there = `${create} --vpc-id vpc-9 --service-name com.amazonaws.eu-west-2.kms`;
    expect(await findingOf(there, ...both)).toMatchObject({ event: { awsRegion: "eu-west-2" } });
  });
});

describe("what a call does", () => {
  it.each<[string | readonly string[], object]>([
    [
      "kms disable-key --key-id plain",
      { attribute: "keyState", before: "Enabled", after: "Disabled" },
    ],
    [
      "kms enable-key --key-id disabled",
      { attribute: "keyState", before: "Disabled", after: "Enabled" },
    ],
    [
      "kms cancel-key-deletion --key-id leaving",
      { attribute: "keyState", before: "PendingDeletion", after: "Disabled" },
    ],
    [
      "kms schedule-key-deletion --key-id plain",
      { attribute: "keyState", before: "Enabled", after: "PendingDeletion" },
    ],
    [
      "kms schedule-key-deletion --key-id mrk-primary",
      { attribute: "keyState", before: "Enabled", after: "PendingReplicaDeletion" },
    ],
    [
      "kms create-alias --alias-name alias/new --target-key-id plain",
      { attribute: "alias:alias/new", before: null, after: keyArn("plain") },
    ],
    [
      "kms update-alias --alias-name alias/plain --target-key-id other",
      { attribute: "alias:alias/plain", before: keyArn("plain"), after: keyArn("other") },
    ],
    [
      "kms delete-alias --alias-name alias/leaving",
      { attribute: "alias:alias/leaving", before: keyArn("leaving"), after: null },
    ],
    [
      "kms retire-grant --key-id plain --grant-id grant-1",
      { attribute: "grant:grant-1", after: null },
    ],
    [
      "kms revoke-grant --key-id plain --grant-id grant-1",
      { attribute: "grant:grant-1", after: null },
    ],
    [
      "iam put-role-permissions-boundary --role-name worker --permissions-boundary arn:aws:iam::aws:policy/ReadOnlyAccess",
      { attribute: "permissionsBoundary", before: null },
    ],
    [
      "iam add-user-to-group --user-name una --group-name staff",
      { attribute: "group:staff", before: null, after: "staff" },
    ],
    [
      "ec2 modify-vpc-endpoint --vpc-endpoint-id vpce-1111 --add-subnet-ids s-1 s-2",
      { attribute: "subnets" },
    ],
  ])("%s", async (command, attribute) => {
    const finding = await findingOf(command);
    expect(finding?.["attributeChanges"]).toEqual([expect.objectContaining(attribute)]);
  });

  it("keeps the encryption context of a grant as it is written", async () => {
    const constraints = "EncryptionContextSubset={Department=IT}";
    const command = grantTo("plain", "--operations", "Decrypt", "--constraints", constraints);
    expect(await findingOf(command)).toMatchObject({
      attributeChanges: [
        {
          after: {
            GranteePrincipal: workerArn,
            Operations: ["Decrypt"],
            Constraints: { EncryptionContextSubset: { Department: "IT" } },
          },
        },
      ],
    });
  });

  it("stands for the id of an endpoint that is not there yet", async () => {
    const service = `com.amazonaws.${region}.kms`;
    const finding = await findingOf(
      `ec2 create-vpc-endpoint --vpc-id vpc-5 --service-name ${service} --vpc-endpoint-type Interface`,
    );
    expect(finding).toMatchObject({
      resource: { arn: `arn:aws:ec2:${region}:222233334444:vpc-endpoint/vpce-new` },
    });
    expect(finding?.["notes"]).toContainEqual(expect.objectContaining({ code: "newEndpoint" }));
  });
});
