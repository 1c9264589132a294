import { describe, expect, it } from "vitest";
import { createCompiler } from "../../../../src/kms/compiler.ts";
import { UNTOLD_ORGANIZATION } from "../../../../src/kms/directory/account-organization.ts";
import { evaluateTarget } from "../../../../src/kms/evaluate/evaluate-target.ts";
import { compileKey } from "../../../../src/kms/key/compiled-key.ts";
import { kmsActionIndex } from "../../../../src/kms/kms-vocabulary.ts";
import { prepareTarget } from "../../../../src/kms/layers/prepared-target.ts";
import { compileContext, NOTHING_TOLD } from "../../../../src/kms/request/request-facts.ts";
import { NO_PATH, OUTSIDE_ENDPOINTS } from "../../../../src/kms/request/request-path.ts";
import {
  aliasTarget,
  keylessTarget,
  keyTarget,
  type Target,
} from "../../../../src/kms/request/target.ts";
import { findPrincipal } from "../../../../src/kms/world/find-principal.ts";
import { compileWorld } from "../../../../src/kms/world/world.ts";
import { formulaOf } from "../../../../src/policy/verdict.ts";

const account = "111122223333";
const linked = (name: string, path = "aws-service-role/mrk.kms.amazonaws.com/") =>
  `arn:aws:iam::${account}:role/${path}${name}`;
const multiRegion = "AWSServiceRoleForKeyManagementServiceMultiRegionKeys";

const compiler = createCompiler();
const world = compileWorld(
  [
    {
      schemaVersion: 1,
      account,
      region: "us-west-2",
      partition: "aws",
      authorizationDetails: {},
      keys: [],
    },
  ],
  compiler,
);
const key = compileKey(
  {
    metadata: {
      Arn: `arn:aws:kms:us-west-2:${account}:key/a`,
      KeyState: "Disabled",
      KeySpec: "SYMMETRIC_DEFAULT",
      KeyUsage: "ENCRYPT_DECRYPT",
      KeyManager: "CUSTOMER",
    },
    policy: {
      Statement: { Effect: "Allow", Principal: "*", Action: "kms:*", Resource: "*" },
    },
    tags: [],
    aliases: [],
    grants: [],
  },
  compiler,
);
const nothing = compileContext(NOTHING_TOLD);
const onKey = keyTarget(key, UNTOLD_ORGANIZATION, OUTSIDE_ENDPOINTS, nothing);
const onAlias = (name: string) =>
  aliasTarget(
    `arn:aws:kms:us-west-2:${account}:alias/${name}`,
    account,
    "us-west-2",
    UNTOLD_ORGANIZATION,
    OUTSIDE_ENDPOINTS,
    nothing,
  );

function evaluate(target: Target, id: string, asIfEnabled = false) {
  const profile = findPrincipal(world, id);
  if (profile === null) throw new Error(id);
  const requester = { profile, sessionPolicies: null, grantId: null };
  return evaluateTarget(prepareTarget(target), requester, { asIfEnabled });
}

/** Whether KMS does an action at all on a target for a caller: `true`, `false`, or what is not known. */
const does = (target: Target, id: string, action: string) => {
  const { operation } = evaluate(target, id);
  const formula = formulaOf(operation, kmsActionIndex(`kms:${action}`) ?? -1);
  return formula.kind === "unknown" ? formula.code : formula.kind;
};

// https://docs.aws.amazon.com/kms/latest/developerguide/multi-region-keys-auth.html#multi-region-auth-slr
describe("multi-Region keys are synchronized", () => {
  it.each([
    ["by the service-linked role for it", linked(multiRegion), "true"],
    ["by no other service-linked role", linked("AWSServiceRoleForOther"), "false"],
    ["by no role of the same name", linked(multiRegion, ""), "false"],
    ["by no service", "s3.amazonaws.com", "false"],
  ])("%s", (_, id, expected) => {
    expect(does(onKey, id, "SynchronizeMultiRegionKey")).toBe(expected);
  });
});

// https://docs.aws.amazon.com/kms/latest/developerguide/key-policy-modifying-external-accounts.html
describe("a caller of another account", () => {
  const partner = "arn:aws:iam::444455556666:user/alice";
  it.each<readonly [what: string, target: Target, id: string, expected: boolean]>([
    ["is one", onKey, partner, true],
    ["is one on aliases", onAlias("app"), partner, true],
    ["is none of the account", onKey, `arn:aws:iam::${account}:user/bob`, false],
    ["is no service", onKey, "s3.amazonaws.com", false],
    ["is none without a resource", keylessTarget(null, OUTSIDE_ENDPOINTS, nothing), partner, false],
  ])("%s", (_, target, id, expected) => {
    expect(evaluate(target, id).crossAccount).toBe(expected);
  });

  it("does not manage keys or aliases, a service may", () => {
    expect(does(onKey, partner, "GetKeyPolicy")).toBe("false");
    expect(does(onKey, partner, "Decrypt")).toBe("true");
    expect(does(onKey, "s3.amazonaws.com", "GetKeyPolicy")).toBe("true");
    expect(does(onAlias("app"), partner, "CreateAlias")).toBe("false");
    expect(does(onAlias("app"), "s3.amazonaws.com", "CreateAlias")).toBe("true");
  });
});

describe("what KMS does", () => {
  const bob = `arn:aws:iam::${account}:user/bob`;
  it("does not take alias names of AWS", () => {
    expect(does(onAlias("app"), bob, "CreateAlias")).toBe("true");
    expect(does(onAlias("aws/s3"), bob, "CreateAlias")).toBe("false");
  });

  it("is nothing on a path that does not lead to it", () => {
    expect(does({ ...onKey, path: NO_PATH }, bob, "Decrypt")).toBe("false");
  });

  it("depends on the key's state, unless nothing is to be hidden by it", () => {
    const decrypt = kmsActionIndex("kms:Decrypt") ?? -1;
    expect(formulaOf(evaluate(onKey, bob).final, decrypt).kind).toBe("false");
    expect(formulaOf(evaluate(onKey, bob, true).final, decrypt).kind).toBe("true");
    expect(evaluate(onKey, bob).onKey).toBe(true);
    expect(evaluate(onAlias("app"), bob).onKey).toBe(false);
  });
});

// https://docs.aws.amazon.com/kms/latest/developerguide/conditions-kms.html#conditions-kms-request-alias
describe("a request that names an alias", () => {
  const named = (aliases: unknown, arn: string, ...names: readonly string[]) => {
    const one = compileKey(
      {
        ...key.snapshotKey,
        metadata: { ...key.snapshotKey.metadata, Arn: arn },
        aliases,
      } as typeof key.snapshotKey,
      compiler,
    );
    const given = { "kms:RequestAlias": names };
    const target = keyTarget(
      one,
      UNTOLD_ORGANIZATION,
      OUTSIDE_ENDPOINTS,
      compileContext({ given, complete: false }),
    );
    return ["Decrypt", "PutKeyPolicy"].map((action) =>
      does(target, `arn:aws:iam::${account}:user/bob`, action),
    );
  };
  const aliases = [{ AliasName: "alias/a" }, { AliasName: "alias/b" }];
  it.each<
    readonly [
      what: string,
      aliases: unknown,
      arn: string,
      names: readonly string[],
      decrypt: string,
    ]
  >([
    ["that the key has", aliases, key.arn, ["alias/b"], "true"],
    ["that it does not have", aliases, key.arn, ["alias/c"], "false"],
    ["of which it lacks one", aliases, key.arn, ["alias/a", "alias/c"], "false"],
    [
      "of a key whose aliases are not told",
      undefined,
      key.arn,
      ["alias/a"],
      "keyAliasesUnreadable",
    ],
    [
      "of a key whose aliases are unreadable",
      { unreadable: "why" },
      key.arn,
      ["alias/a"],
      "keyAliasesUnreadable",
    ],
    [
      "of whichever key has it",
      { unreadable: "why" },
      `arn:aws:kms:us-west-2:${account}:key/`,
      ["alias/a"],
      "true",
    ],
  ])("%s", (_, has, arn, names, decrypt) => {
    expect(named(has, arn, ...names)).toEqual([decrypt, "true"]);
  });
});
