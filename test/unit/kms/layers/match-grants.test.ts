import { describe, expect, it } from "vitest";
import type { Grant, Snapshot } from "../../../../src/account/snapshot.ts";
import { KMS_ACTIONS } from "../../../../src/kms/action-table.ts";
import { createCompiler } from "../../../../src/kms/compiler.ts";
import { matchGrants } from "../../../../src/kms/layers/match-grants.ts";
import { compileContext } from "../../../../src/kms/request/request-facts.ts";
import { OUTSIDE_ENDPOINTS } from "../../../../src/kms/request/request-path.ts";
import { aliasTarget, keyTarget } from "../../../../src/kms/request/target.ts";
import { findKey } from "../../../../src/kms/world/find-key.ts";
import { findPrincipal } from "../../../../src/kms/world/find-principal.ts";
import { compileWorld, organizationOf } from "../../../../src/kms/world/world.ts";
import { anyPiece } from "../../../../src/policy/verdict.ts";
import { wordFor } from "../named-actions.ts";

const account = "111122223333";
const partner = "444455556666";
const keyArn = `arn:aws:kms:us-west-2:${account}:key/1234abcd-12ab-34cd-56ef-1234567890ab`;
const alice = `arn:aws:iam::${account}:user/alice`;
const bob = `arn:aws:iam::${partner}:user/bob`;
const root = `arn:aws:iam::${account}:root`;
const table = `arn:aws:dynamodb:us-west-2:${account}:table/orders`;

interface Asked {
  readonly principal?: string;
  readonly grant?: string;
  readonly context?: Readonly<Record<string, string>>;
  readonly complete?: boolean;
}

const nobody = `arn:aws:iam::${account}:role/nobody`;
const decrypting = {
  GrantId: "g1",
  GranteePrincipal: nobody,
  IssuingAccount: root,
  Operations: ["Decrypt"],
};

function match(
  grants: readonly Partial<Grant>[] | { unreadable: string },
  { principal = alice, grant, context = {}, complete = true }: Asked = {},
) {
  const snapshot = {
    schemaVersion: 1,
    account,
    region: "us-west-2",
    partition: "aws",
    authorizationDetails: {},
    keys: [
      {
        metadata: { Arn: keyArn },
        grants: Array.isArray(grants) ? grants.map((one) => ({ ...decrypting, ...one })) : grants,
      },
    ],
  } as unknown as Snapshot;
  const world = compileWorld([snapshot], createCompiler());
  const key = findKey(world, keyArn)?.key;
  const profile = findPrincipal(world, principal);
  if (key === undefined || profile === null) throw new Error("nothing found");
  const request = compileContext({ given: context, complete });
  const target = keyTarget(key, organizationOf(world, account), OUTSIDE_ENDPOINTS, request);
  return { matches: matchGrants(target, profile, grant ?? null), profile, world, request };
}

/** Each match: the grant, whether IAM has to allow too, and the actions that it gives or may give. */
const told = (...asked: Parameters<typeof match>) =>
  match(...asked).matches.map(({ grantId, delegated, pieces }) => {
    const verdict = anyPiece(pieces);
    const given = KMS_ACTIONS.map(({ name }) => [name, wordFor(verdict, name)] as const)
      .filter(([, word]) => word !== "false")
      .map(([name, word]) => (word === "true" ? name : `${name} ${word}`));
    return `${grantId}${delegated ? " with IAM" : ""}: ${given.join(", ")}`;
  });

// https://docs.aws.amazon.com/kms/latest/developerguide/grants.html
describe("the grantee", () => {
  it.each<[string, Partial<Grant>, Asked, readonly string[]]>([
    ["by name", { GranteePrincipal: alice }, {}, ["g1: Decrypt", "g1 with IAM: RetireGrant"]],
    ["somebody else", {}, { principal: bob }, []],
    ["by account", { GranteePrincipal: partner }, { principal: bob }, ["g1 with IAM: Decrypt"]],
    ["another account", { GranteePrincipal: "999999999999" }, { principal: bob }, []],
    [
      "a service from its source",
      {
        GranteeServicePrincipal: "dynamodb.amazonaws.com",
        Constraints: { SourceArn: table },
      },
      { principal: "dynamodb.amazonaws.com", context: { "aws:SourceArn": table } },
      ["g1: Decrypt"],
    ],
    [
      "a service from another source",
      {
        GranteeServicePrincipal: "dynamodb.amazonaws.com",
        Constraints: { SourceArn: table },
      },
      { principal: "dynamodb.amazonaws.com", context: { "aws:SourceArn": `${table}s` } },
      [],
    ],
  ])("%s", (_, grant, asked, expected) => {
    expect(told([grant], asked)).toEqual(expected);
  });

  it("may be anybody where the grant does not tell who that is", () => {
    const untold: object = { GranteePrincipal: undefined, IssuingAccount: account };
    expect(told([untold], { principal: bob })).toEqual(["g1: Decrypt policyUnreadable"]);
  });

  it("has what the constraint leaves", () => {
    const bound = {
      GranteePrincipal: bob,
      Operations: ["Decrypt", "DescribeKey"],
      Constraints: { EncryptionContextSubset: { Department: "IT" } },
    };
    const asked = { principal: bob };
    expect(told([bound], asked)).toEqual(["g1: DescribeKey"]);
    expect(told([bound], { ...asked, complete: false })).toEqual(["g1: Decrypt open, DescribeKey"]);
    const only = { ...bound, Operations: ["Decrypt"] };
    expect(told([only], asked)).toEqual([]);
  });
});

// https://docs.aws.amazon.com/kms/latest/developerguide/create-grant-overview.html
describe("a SourceArn constraint", () => {
  const bound = {
    GranteePrincipal: bob,
    Operations: ["Decrypt", "RetireGrant"],
    Constraints: { SourceArn: table },
  };
  it.each<[string, Asked["context"], string]>([
    ["a direct call", {}, "g1: Decrypt grantSourceArn, RetireGrant"],
    ["a direct call with the source", { "aws:SourceArn": table }, "g1: Decrypt, RetireGrant"],
    [
      "a direct call with another source",
      { "aws:SourceArn": `${table}s` },
      "g1: Decrypt grantSourceArn, RetireGrant",
    ],
    [
      "through a service, with the source",
      { "kms:ViaService": "dynamodb.us-west-2.amazonaws.com", "aws:SourceArn": table },
      "g1: Decrypt, RetireGrant",
    ],
    [
      "through a service, with another source",
      { "kms:ViaService": "dynamodb.us-west-2.amazonaws.com", "aws:SourceArn": `${table}s` },
      "g1: RetireGrant",
    ],
    [
      "through a service, without a source",
      { "kms:ViaService": "dynamodb.us-west-2.amazonaws.com" },
      "g1: RetireGrant",
    ],
  ])("%s", (_, context = {}, expected) => {
    expect(told([bound], { principal: bob, context })).toEqual([expected]);
  });

  it("is open on a call that may be a service's", () => {
    const asked = { principal: bob, complete: false };
    expect(told([bound], asked)).toEqual(["g1: Decrypt grantSourceArn, RetireGrant"]);
  });

  it("takes no variables", () => {
    const odd = { ...bound, Constraints: { SourceArn: "${aws:PrincipalArn}" } };
    const context = { "kms:ViaService": "s3.us-west-2.amazonaws.com", "aws:SourceArn": bob };
    expect(told([odd], { principal: bob, context })).toEqual(["g1: RetireGrant"]);
  });
});

// https://docs.aws.amazon.com/kms/latest/developerguide/grant-delete.html
describe("who may retire", () => {
  it.each<[string, Partial<Grant>, Asked, readonly string[]]>([
    ["the retiring principal", { RetiringPrincipal: bob }, { principal: bob }, ["g1: RetireGrant"]],
    [
      "the retiring account's IAM",
      { RetiringPrincipal: `arn:aws:iam::${partner}:root` },
      { principal: bob },
      ["g1 with IAM: RetireGrant"],
    ],
    [
      "a service that is named",
      { RetiringServicePrincipal: "s3.amazonaws.com" },
      { principal: "s3.amazonaws.com" },
      ["g1: RetireGrant"],
    ],
    ["a service that is not named", {}, { principal: "s3.amazonaws.com" }, []],
    ["everyone", {}, { principal: "*" }, []],
    ["the issuing account's IAM", {}, {}, ["g1 with IAM: RetireGrant"]],
    ["the issuing account's root user", {}, { principal: root }, ["g1: RetireGrant"]],
    ["an issuing account by its id", { IssuingAccount: account }, {}, ["g1 with IAM: RetireGrant"]],
    ["another account than the issuing one", {}, { principal: bob }, []],
    [
      "an issuing account of another key's owner",
      { IssuingAccount: partner },
      { principal: bob },
      ["g1 with IAM: RetireGrant"],
    ],
    ["not the key's account, if another one issued it", { IssuingAccount: partner }, {}, []],
    [
      "a grantee with the operation",
      { GranteePrincipal: bob, Operations: ["RetireGrant"] },
      { principal: bob },
      ["g1: RetireGrant"],
    ],
  ])("%s", (_, grant, asked, expected) => {
    expect(told([grant], asked)).toEqual(expected);
  });

  it.each([
    [alice, "g1 with IAM: RetireGrant issuingAccountUnknown"],
    [bob, "g1 with IAM: RetireGrant issuingAccountUnknown"],
    [root, "g1: RetireGrant issuingAccountUnknown"],
  ])("is open for %s where the issuing account is not told", (principal, expected) => {
    for (const issuing of [undefined, "AWS Internal"]) {
      const { IssuingAccount: _, ...untold } = decrypting;
      const grant =
        issuing === undefined ? { IssuingAccount: undefined } : { IssuingAccount: issuing };
      expect(told([{ ...untold, ...grant } as Partial<Grant>], { principal })).toEqual([expected]);
    }
  });

  it.each(["s3.amazonaws.com", "*"])("is not open for %s, which is of no account", (principal) => {
    const { IssuingAccount: _, ...untold } = decrypting;
    expect(match([{ ...untold, IssuingAccount: "AWS Internal" }], { principal }).matches).toEqual(
      [],
    );
  });

  it("goes by the grant that is named", () => {
    const grants = [
      { GrantId: "g1", RetiringPrincipal: bob },
      { GrantId: "g2", GranteePrincipal: bob, Operations: ["Decrypt", "RetireGrant"] },
    ];
    const asked = { principal: bob };
    expect(told(grants, asked)).toEqual(["g1: RetireGrant", "g2: Decrypt, RetireGrant"]);
    expect(told(grants, { ...asked, grant: "g1" })).toEqual(["g1: RetireGrant", "g2: Decrypt"]);
    expect(told(grants, { ...asked, grant: "g2" })).toEqual(["g2: Decrypt, RetireGrant"]);
    expect(told(grants, { ...asked, grant: "g3" })).toEqual(["g2: Decrypt"]);
  });
});

describe("grants that tell nothing", () => {
  it("are none, or unknown where they could not be read", () => {
    expect(match([]).matches).toEqual([]);
    const [unread, ...others] = match({ unreadable: "AccessDeniedException" }).matches;
    expect(others).toEqual([]);
    expect(unread).toMatchObject({ grantId: null, delegated: false });
    expect(unread?.pieces[0]?.formula).toMatchObject({
      kind: "unknown",
      code: "policyUnreadable",
      reason: "the key's grants could not be read: AccessDeniedException",
      text: expect.stringMatching(/:Allow$/),
    });
  });

  it("have no say where the resource is an alias", () => {
    const { world, profile, request } = match([]);
    const organization = organizationOf(world, account);
    const arn = `arn:aws:kms:us-west-2:${account}:alias/app`;
    const target = aliasTarget(arn, account, "us-west-2", organization, OUTSIDE_ENDPOINTS, request);
    expect(matchGrants(target, profile, null)).toEqual([]);
  });
});
