import { describe, expect, it } from "vitest";
import { parseSnapshot } from "../../../../src/account/parse/parse-snapshot.ts";
import { deepFreeze, payrollArn, sample } from "../sample-snapshot.ts";

const bare = {
  schemaVersion: 1,
  account: "111122223333",
  region: "us-west-2",
  partition: "aws",
  keys: [],
};

/** The problems of the smallest snapshot with some members replaced. */
function problemsOf(members: object) {
  const result = parseSnapshot({ ...bare, ...members }, "account.json");
  return result.ok ? [] : result.problems;
}

describe("parseSnapshot", () => {
  it("hands the very JSON back", () => {
    const json = deepFreeze(JSON.parse(JSON.stringify(sample)));
    const result = parseSnapshot(json, "account.json");
    expect(result.ok && result.snapshot).toBe(json);
  });

  it("takes the smallest snapshot without a word", () => {
    expect(parseSnapshot(bare, "account.json")).toEqual({ ok: true, snapshot: bare, remarks: [] });
  });

  it("takes keys with no more than an ARN, and members that it does not know", () => {
    const json = { ...bare, note: 1, keys: [{ metadata: { Arn: payrollArn, New: {} }, more: [] }] };
    expect(parseSnapshot(json, "account.json")).toEqual({ ok: true, snapshot: json, remarks: [] });
  });

  it.each([
    ["us-west-2", "aws"],
    ["us-gov-west-1", "aws-us-gov"],
    ["cn-north-1", "aws-cn"],
    ["eusc-de-east-1", "aws-eusc"],
  ])("derives the partition of %s", (region, partition) => {
    const { partition: _, ...rest } = bare;
    const json = { ...rest, region, keys: [{ metadata: { Arn: payrollArn } }] };
    const result = parseSnapshot(json, "account.json");
    expect(result).toEqual({
      ok: true,
      snapshot: { ...json, partition },
      remarks: [
        {
          code: "W_PARTITION_DERIVED",
          path: "partition",
          message: `not given: taken as \`${partition}\`, from the Region \`${region}\``,
        },
      ],
    });
    expect(result.ok && result.snapshot.keys).toBe(json.keys);
  });
});

describe("parseSnapshot of unreadable parts", () => {
  const unreadable = { unreadable: "AccessDeniedException" };

  it("accepts them where a part may be unreadable, with a remark each", () => {
    const json = {
      ...bare,
      organization: {
        id: "o-exampleorgid",
        serviceControlPolicies: [unreadable, [{ name: "p", document: unreadable }]],
        resourceControlPolicies: unreadable,
      },
      authorizationDetails: {
        UserDetailList: [
          {
            UserName: "alice",
            Arn: "arn:aws:iam::111122223333:user/alice",
            UserPolicyList: unreadable,
            GroupList: unreadable,
            AttachedManagedPolicies: unreadable,
            PermissionsBoundary: unreadable,
            Tags: unreadable,
          },
        ],
        GroupDetailList: [
          {
            GroupName: "g",
            Arn: "arn:aws:iam::111122223333:group/g",
            GroupPolicyList: [{ PolicyName: "p", PolicyDocument: unreadable }],
          },
        ],
        RoleDetailList: [
          {
            RoleName: "app",
            Arn: "arn:aws:iam::111122223333:role/app",
            AssumeRolePolicyDocument: unreadable,
          },
        ],
        Policies: [
          { Arn: "arn:aws:iam::111122223333:policy/a", PolicyVersionList: unreadable },
          {
            Arn: "arn:aws:iam::111122223333:policy/b",
            PolicyVersionList: [{ VersionId: "v1", Document: unreadable }],
          },
        ],
      },
      otherAccounts: [
        { account: "444455556666", authorizationDetails: unreadable, organization: unreadable },
      ],
      keys: [
        {
          metadata: { Arn: payrollArn },
          policy: unreadable,
          tags: unreadable,
          aliases: unreadable,
          grants: unreadable,
        },
      ],
      vpcEndpoints: [{ VpcEndpointId: "vpce-1", PolicyDocument: unreadable }],
      vpcEndpointServices: unreadable,
    };
    const result = parseSnapshot(json, "account.json");
    expect(result).toEqual({
      ok: true,
      snapshot: json,
      remarks: [
        "keys[0].policy",
        "keys[0].tags",
        "keys[0].aliases",
        "keys[0].grants",
        "organization.serviceControlPolicies[0]",
        "organization.serviceControlPolicies[1][0].document",
        "organization.resourceControlPolicies",
        "authorizationDetails.UserDetailList[0].UserPolicyList",
        "authorizationDetails.UserDetailList[0].GroupList",
        "authorizationDetails.UserDetailList[0].AttachedManagedPolicies",
        "authorizationDetails.UserDetailList[0].PermissionsBoundary",
        "authorizationDetails.UserDetailList[0].Tags",
        "authorizationDetails.GroupDetailList[0].GroupPolicyList[0].PolicyDocument",
        "authorizationDetails.RoleDetailList[0].AssumeRolePolicyDocument",
        "authorizationDetails.Policies[0].PolicyVersionList",
        "authorizationDetails.Policies[1].PolicyVersionList[0].Document",
        "otherAccounts[0].authorizationDetails",
        "otherAccounts[0].organization",
        "vpcEndpoints[0].PolicyDocument",
        "vpcEndpointServices",
      ].map((path) => ({
        code: "W_PART_UNREADABLE",
        path,
        message: "not readable: `AccessDeniedException`",
      })),
    });
  });

  it.each(["keys", "organization", "authorizationDetails", "vpcEndpoints"])(
    "accepts `%s` as a whole",
    (member) => {
      const json = { ...bare, [member]: unreadable };
      expect(parseSnapshot(json, "account.json")).toEqual({
        ok: true,
        snapshot: json,
        remarks: [
          {
            code: "W_PART_UNREADABLE",
            path: member,
            message: "not readable: `AccessDeniedException`",
          },
        ],
      });
    },
  );

  it("refuses them elsewhere and says what to do", () => {
    expect(problemsOf({ authorizationDetails: { Policies: unreadable } })).toEqual([
      {
        code: "E_SNAPSHOT_INVALID",
        path: "authorizationDetails.Policies",
        message: "expected a list, found an unreadable part",
        help: "mark the whole that it belongs to",
      },
    ]);
  });

  it("counts a document of a wrong type as unreadable", () => {
    const json = {
      ...bare,
      keys: [{ metadata: { Arn: payrollArn }, policy: null }],
      vpcEndpoints: [{ VpcEndpointId: "vpce-1", PolicyDocument: ["x"] }],
    };
    expect(parseSnapshot(json, "account.json")).toEqual({
      ok: true,
      snapshot: json,
      remarks: [
        {
          code: "W_DOCUMENT_TYPE",
          path: "keys[0].policy",
          message: "expected a policy document, found null: counts as unreadable",
        },
        {
          code: "W_DOCUMENT_TYPE",
          path: "vpcEndpoints[0].PolicyDocument",
          message: "expected a policy document, found a list: counts as unreadable",
        },
      ],
    });
  });
});

describe("parseSnapshot of a broken snapshot", () => {
  it.each([null, [], "x", 7, undefined])("refuses %j", (json) => {
    expect(parseSnapshot(json, "account.json")).toEqual({
      ok: false,
      problems: [
        {
          code: "E_SNAPSHOT_INVALID",
          path: "",
          message: "`account.json` is not an account snapshot: expected a JSON object",
        },
      ],
    });
  });

  it("names every member that is missing", () => {
    expect(parseSnapshot({}, "account.json")).toEqual({
      ok: false,
      problems: [
        ["schemaVersion", "expected schemaVersion 1, found nothing"],
        ["account", "expected an account id of twelve digits, found nothing"],
        ["region", "expected a string, found nothing"],
        ["keys", "expected a list, found nothing", "write `[]` when there are none"],
      ].map(([path, message, help]) => ({
        code: "E_SNAPSHOT_INVALID",
        path,
        message,
        ...(help === undefined ? {} : { help }),
      })),
    });
  });

  const key = { metadata: { Arn: payrollArn } };

  it.each([
    [{ schemaVersion: 2 }, "schemaVersion", "expected schemaVersion 1, found `2`"],
    [{ schemaVersion: "1" }, "schemaVersion", "expected schemaVersion 1, found a string"],
    [
      { account: 111122223333 },
      "account",
      "expected an account id of twelve digits, found `111122223333`",
    ],
    [{ account: "1" }, "account", "expected an account id of twelve digits, found `1`"],
    [{ region: "" }, "region", "expected a string that is not empty"],
    [{ partition: "AWS" }, "partition", "expected a partition, found `AWS`"],
    [{ capturedAt: "soon" }, "capturedAt", "expected a date and time, found `soon`"],
    [{ organization: null }, "organization", "expected an object, found null"],
    [{ organization: { id: 1 } }, "organization.id", "expected a string, found `1`"],
    [{ keys: [null] }, "keys[0]", "expected an object, found null"],
    [{ keys: [{}] }, "keys[0].metadata", "expected an object, found nothing"],
    [{ keys: [{ metadata: {} }] }, "keys[0].metadata.Arn", "expected a key ARN, found nothing"],
    [
      { keys: [{ metadata: { Arn: "arn:aws:kms:us-west-2:111122223333:alias/x" } }] },
      "keys[0].metadata.Arn",
      "expected a key ARN, found `arn:aws:kms:us-west-2:111122223333:alias/x`",
    ],
    [
      { keys: [{ metadata: { Arn: payrollArn, Enabled: "yes" } }] },
      "keys[0].metadata.Enabled",
      "expected true or false, found a string",
    ],
    [
      { keys: [{ ...key, tags: [{ TagKey: "a", TagValue: 1 }] }] },
      "keys[0].tags[0].TagValue",
      "expected a string, found `1`",
    ],
    [
      { keys: [{ ...key, aliases: [{ AliasName: "payroll" }] }] },
      "keys[0].aliases[0].AliasName",
      "expected an alias name, found `payroll`",
    ],
    [
      {
        keys: [
          {
            ...key,
            grants: [{ GrantId: "g", Constraints: { EncryptionContextEquals: { "a b": 1 } } }],
          },
        ],
      },
      'keys[0].grants[0].Constraints.EncryptionContextEquals["a b"]',
      "expected a string, found `1`",
    ],
    [{ keys: [key, key] }, "keys[1]", `the key \`${payrollArn}\` stands already at [0]`],
    [
      { vpcEndpoints: [{ VpcEndpointId: "vpce-1" }, {}, { VpcEndpointId: "vpce-1" }] },
      "vpcEndpoints[1].VpcEndpointId",
      "expected a string, found nothing",
    ],
    [
      { otherAccounts: [{ account: "x" }] },
      "otherAccounts[0].account",
      "expected an account id of twelve digits, found `x`",
    ],
  ])("refuses %j", (members, path, message) => {
    expect(problemsOf(members)[0]).toEqual({ code: "E_SNAPSHOT_INVALID", path, message });
  });

  it("says what to write for an empty list", () => {
    expect(problemsOf({ keys: [{ ...key, tags: "none" }] })).toEqual([
      {
        code: "E_SNAPSHOT_INVALID",
        path: "keys[0].tags",
        message: "expected a list, found a string",
        help: "write `[]` when there are none",
      },
    ]);
  });

  it.each([
    [20, 20, null],
    [21, 21, "`account.json` has 1 more problem"],
    [45, 21, "`account.json` has 25 more problems"],
  ])("tells at most twenty problems of %i", (count, told, last) => {
    const problems = problemsOf({ keys: Array.from({ length: count }, () => ({})) });
    expect(problems).toHaveLength(told);
    expect(problems[19]).toEqual({
      code: "E_SNAPSHOT_INVALID",
      path: "keys[19].metadata",
      message: "expected an object, found nothing",
    });
    expect(problems[20]?.message ?? null).toBe(last);
  });
});
