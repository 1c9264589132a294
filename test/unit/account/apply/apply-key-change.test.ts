import { describe, expect, it } from "vitest";
import { applyChange } from "../../../../src/account/apply/apply-change.ts";
import type { KeyChange } from "../../../../src/account/change.ts";
import type { SnapshotKey } from "../../../../src/account/snapshot.ts";
import {
  account,
  accountPolicy,
  blind,
  blindArn,
  deepFreeze,
  elsewhereArn,
  orders,
  ordersArn,
  payroll,
  payrollArn,
  sample,
  withSampleKeys,
} from "../sample-snapshot.ts";

deepFreeze(sample);

/** Asserts the keys after a change, and that everything else is shared. */
function expectKeys(change: KeyChange, ...keys: readonly SnapshotKey[]) {
  const after = applyChange(sample, change);
  expect(after).toEqual(withSampleKeys(...keys));
  expect(after.authorizationDetails).toBe(sample.authorizationDetails);
  expect(after.vpcEndpoints).toBe(sample.vpcEndpoints);
}

describe("key-tags-set", () => {
  it("overwrites by exact tag key and appends what is new", () => {
    const tags = [
      { TagKey: "Project", TagValue: "Alpha" },
      { TagKey: "owner", TagValue: "ops" },
    ];
    expectKeys(
      { kind: "key-tags-set", keyArn: payrollArn, tags },
      {
        ...payroll,
        tags: [
          { TagKey: "Project", TagValue: "Alpha" },
          { TagKey: "Owner", TagValue: "finance" },
          { TagKey: "owner", TagValue: "ops" },
        ],
      },
      orders,
      blind,
    );
  });

  it("shares the key's other parts and the other tags", () => {
    const tags = [{ TagKey: "Project", TagValue: "Alpha" }];
    const after = applyChange(sample, { kind: "key-tags-set", keyArn: payrollArn, tags });
    const [changed, ...others] = after.keys as readonly SnapshotKey[];
    expect(changed?.policy).toBe(payroll.policy);
    expect(changed?.grants).toBe(payroll.grants);
    expect(Array.isArray(changed?.tags) && changed.tags[1]).toBe(
      Array.isArray(payroll.tags) && payroll.tags[1],
    );
    expect(others[0]).toBe(orders);
    expect(others[1]).toBe(blind);
  });

  it.each<[string, KeyChange]>([
    [
      "the tag is there already",
      {
        kind: "key-tags-set",
        keyArn: payrollArn,
        tags: [{ TagKey: "Project", TagValue: "Beta" }],
      },
    ],
    [
      "the tags are unreadable",
      { kind: "key-tags-set", keyArn: blindArn, tags: [{ TagKey: "Project", TagValue: "Beta" }] },
    ],
    [
      "the snapshot does not hold the key",
      {
        kind: "key-tags-set",
        keyArn: elsewhereArn,
        tags: [{ TagKey: "Project", TagValue: "Beta" }],
      },
    ],
    ["no tag is set", { kind: "key-tags-set", keyArn: payrollArn, tags: [] }],
  ])("gives the same snapshot when %s", (_, change) => {
    expect(applyChange(sample, change)).toBe(sample);
  });

  it("does not take tags that the snapshot leaves out for none", () => {
    const bare = withSampleKeys({ metadata: { Arn: payrollArn } });
    const tags = [{ TagKey: "Project", TagValue: "Alpha" }];
    expect(applyChange(bare, { kind: "key-tags-set", keyArn: payrollArn, tags })).toBe(bare);
  });

  it("makes the tags unreadable when the event does not tell them", () => {
    const tags = { unreadable: "NotInRecord" };
    const change: KeyChange = { kind: "key-tags-set", keyArn: payrollArn, tags };
    expectKeys(change, { ...payroll, tags }, orders, blind);
    const after = applyChange(sample, change);
    expect(applyChange(after, change)).toBe(after);
  });
});

describe("key-tags-removed", () => {
  it("removes by exact tag key", () => {
    expectKeys(
      { kind: "key-tags-removed", keyArn: payrollArn, tagKeys: ["Project", "owner"] },
      { ...payroll, tags: [{ TagKey: "Owner", TagValue: "finance" }] },
      orders,
      blind,
    );
  });

  it.each([
    [payrollArn, ["project"]],
    [ordersArn, ["Project"]],
    [blindArn, ["Project"]],
  ])("gives the same snapshot when %s has none of %j", (keyArn, tagKeys) => {
    expect(applyChange(sample, { kind: "key-tags-removed", keyArn, tagKeys })).toBe(sample);
  });

  it("makes the tags unreadable when the event does not tell which", () => {
    const tagKeys = { unreadable: "NotInRecord" };
    expectKeys(
      { kind: "key-tags-removed", keyArn: ordersArn, tagKeys },
      payroll,
      { ...orders, tags: tagKeys },
      blind,
    );
  });
});

describe("key-policy-put", () => {
  const policy = '{"Statement":[]}';

  it("puts the text as the event tells it", () => {
    expectKeys(
      { kind: "key-policy-put", keyArn: payrollArn, policy },
      { ...payroll, policy },
      orders,
      blind,
    );
  });

  it("makes an unreadable policy known", () => {
    expectKeys({ kind: "key-policy-put", keyArn: blindArn, policy }, payroll, orders, {
      ...blind,
      policy,
    });
  });

  it("makes the policy unreadable when the event does not tell it", () => {
    const unreadable = { unreadable: "NotInRecord" };
    expectKeys(
      { kind: "key-policy-put", keyArn: payrollArn, policy: unreadable },
      { ...payroll, policy: unreadable },
      orders,
      blind,
    );
  });

  it.each([payrollArn, ordersArn])("keeps the form of the same policy of %s", (keyArn) => {
    const same = JSON.stringify(accountPolicy, null, 2);
    expect(applyChange(sample, { kind: "key-policy-put", keyArn, policy: same })).toBe(sample);
  });
});

describe("key-state-set", () => {
  it.each([
    ["Disabled", false],
    ["PendingDeletion", false],
  ])("sets %s", (keyState, enabled) => {
    expectKeys(
      { kind: "key-state-set", keyArn: payrollArn, keyState },
      { ...payroll, metadata: { ...payroll.metadata, KeyState: keyState, Enabled: enabled } },
      orders,
      blind,
    );
  });

  it("sets what was not known", () => {
    expectKeys({ kind: "key-state-set", keyArn: blindArn, keyState: "Enabled" }, payroll, orders, {
      ...blind,
      metadata: { Arn: blindArn, KeyState: "Enabled", Enabled: true },
    });
  });

  it("gives the same snapshot when the key has that state", () => {
    const change: KeyChange = {
      kind: "key-state-set",
      keyArn: payrollArn,
      keyState: "Enabled",
    };
    expect(applyChange(sample, change)).toBe(sample);
  });
});

describe("key-created", () => {
  const Arn = `arn:aws:kms:us-west-2:${account}:key/2222bbbb-22bb-33cc-44dd-222233334444`;
  const metadata = { Arn, KeyState: "Enabled" };
  const tags = [{ TagKey: "Project", TagValue: "Alpha" }];

  it("adds the key as the event tells it", () => {
    const policy = '{"Statement":[]}';
    expectKeys({ kind: "key-created", metadata, policy, tags }, payroll, orders, blind, {
      metadata,
      policy,
      tags,
      aliases: [],
      grants: [],
    });
  });

  it("gives it the default key policy when the event has none", () => {
    expectKeys({ kind: "key-created", metadata, policy: null, tags: [] }, payroll, orders, blind, {
      metadata,
      policy: {
        Version: "2012-10-17",
        Id: "key-default-1",
        Statement: [
          {
            Sid: "Enable IAM User Permissions",
            Effect: "Allow",
            Principal: { AWS: `arn:aws:iam::${account}:root` },
            Action: "kms:*",
            Resource: "*",
          },
        ],
      },
      tags: [],
      aliases: [],
      grants: [],
    });
  });

  it("keeps what the event does not tell unreadable", () => {
    const unreadable = { unreadable: "NotInRecord" };
    expectKeys(
      { kind: "key-created", metadata, policy: unreadable, tags: unreadable },
      payroll,
      orders,
      blind,
      { metadata, policy: unreadable, tags: unreadable, aliases: [], grants: [] },
    );
  });

  it.each([
    ["the key is there", payrollArn],
    ["the key is of another Region", elsewhereArn],
    ["the key is of another account", Arn.replace(account, "444455556666")],
  ])("gives the same snapshot when %s", (_, keyArn) => {
    const change: KeyChange = {
      kind: "key-created",
      metadata: { Arn: keyArn },
      policy: null,
      tags: [],
    };
    expect(applyChange(sample, change)).toBe(sample);
  });
});

describe("key-deleted", () => {
  it("removes the key", () => {
    expectKeys({ kind: "key-deleted", keyArn: payrollArn }, orders, blind);
  });

  it("gives the same snapshot when the key is not there", () => {
    expect(applyChange(sample, { kind: "key-deleted", keyArn: elsewhereArn })).toBe(sample);
  });
});

describe("key-primary-region-set", () => {
  const arnIn = (region: string) => blindArn.replace("us-west-2", region);
  const here = { Arn: blindArn, Region: "us-west-2" };
  const there = { Arn: arnIn("eu-west-1"), Region: "eu-west-1" };
  const third = { Arn: arnIn("ap-northeast-1"), Region: "ap-northeast-1" };
  const primary = {
    metadata: {
      Arn: blindArn,
      MultiRegionConfiguration: {
        MultiRegionKeyType: "PRIMARY",
        PrimaryKey: here,
        ReplicaKeys: [there, third],
      },
    },
  };

  it("makes the key a replica when the primary moves away, and primary when it comes back", () => {
    const away = applyChange(withSampleKeys(primary), {
      kind: "key-primary-region-set",
      keyArn: blindArn,
      primaryRegion: "eu-west-1",
    });
    expect(away.keys).toEqual([
      {
        metadata: {
          Arn: blindArn,
          MultiRegionConfiguration: {
            MultiRegionKeyType: "REPLICA",
            PrimaryKey: there,
            ReplicaKeys: [here, third],
          },
        },
      },
    ]);
    const back = applyChange(away, {
      kind: "key-primary-region-set",
      keyArn: blindArn,
      primaryRegion: "us-west-2",
    });
    expect(back.keys).toEqual([primary]);
  });

  it("tells the primary of a key of which nothing was known", () => {
    expectKeys(
      { kind: "key-primary-region-set", keyArn: blindArn, primaryRegion: "eu-west-1" },
      payroll,
      orders,
      {
        ...blind,
        metadata: {
          Arn: blindArn,
          MultiRegionConfiguration: { MultiRegionKeyType: "REPLICA", PrimaryKey: there },
        },
      },
    );
  });

  it("gives the same snapshot when the primary is there already", () => {
    const snapshot = withSampleKeys(primary);
    const after = applyChange(snapshot, {
      kind: "key-primary-region-set",
      keyArn: blindArn,
      primaryRegion: "us-west-2",
    });
    expect(after).toBe(snapshot);
  });
});

describe("unreadable keys", () => {
  it("stay unreadable whatever happens to one", () => {
    const snapshot = { ...sample, keys: { unreadable: "AccessDeniedException" } };
    const changes: KeyChange[] = [
      { kind: "key-deleted", keyArn: payrollArn },
      { kind: "key-created", metadata: { Arn: payrollArn }, policy: null, tags: [] },
      { kind: "key-policy-put", keyArn: payrollArn, policy: "{}" },
    ];
    for (const change of changes) expect(applyChange(snapshot, change)).toBe(snapshot);
  });
});
