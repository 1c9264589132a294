import { describe, expect, it } from "vitest";
import type { Snapshot } from "../../../../src/account/snapshot.ts";
import { aliasRedirectNotes } from "../../../../src/guardrail/judge/alias-redirect-notes.ts";
import { createCompiler } from "../../../../src/kms/compiler.ts";
import { compileWorld } from "../../../../src/kms/world/world.ts";

const account = "111122223333";
const arnOf = (id: string) => `arn:aws:kms:us-west-2:${account}:key/${id}`;
const role = (name: string) => `arn:aws:iam::${account}:role/${name}`;

interface KeyOf {
  readonly users: readonly string[];
  readonly condition?: Record<string, unknown>;
  readonly alias?: string;
}

/** An account of two keys, each for certain roles by its key policy alone. */
function world(keys: Readonly<Record<string, KeyOf>>) {
  const snapshot: Snapshot = {
    schemaVersion: 1,
    ...{ account, region: "us-west-2", partition: "aws" },
    authorizationDetails: {
      RoleDetailList: ["app", "reader", "both"].map((name) => ({
        RoleName: name,
        Arn: role(name),
      })),
    },
    keys: Object.entries(keys).map(([id, { users, condition, alias }]) => ({
      metadata: {
        Arn: arnOf(id),
        ...{ KeyState: "Enabled", KeySpec: "SYMMETRIC_DEFAULT", KeyUsage: "ENCRYPT_DECRYPT" },
        KeyManager: "CUSTOMER",
      },
      policy: {
        Version: "2012-10-17",
        Statement: users.map((name) => ({
          Effect: "Allow",
          Principal: { AWS: role(name) },
          Action: ["kms:Encrypt", "kms:Decrypt"],
          Resource: "*",
          ...(condition === undefined ? {} : { Condition: condition }),
        })),
      },
      tags: [],
      grants: [],
      aliases:
        alias === undefined
          ? []
          : [{ AliasName: alias, AliasArn: `arn:aws:kms:us-west-2:${account}:${alias}` }],
    })),
  };
  return compileWorld([snapshot], createCompiler());
}

const alias = "alias/x";
const notesOf = (old: KeyOf, target: KeyOf, targetKeyArn: string | null = arnOf("new")) =>
  aliasRedirectNotes(
    { kind: "alias-set", aliasName: alias, targetKeyArn },
    {
      before: world({ old: { ...old, alias }, new: target }),
      after: world({ old, new: { ...target, alias } }),
    },
  ).map(({ code, text }) => [code, text]);

describe("an alias that moves", () => {
  it("tells who cannot use the new key, and who reads what is encrypted from now on", () => {
    expect(notesOf({ users: ["app", "both"] }, { users: ["reader", "both"] })).toEqual([
      [
        "aliasRedirected",
        "requests that name `alias/x` go to another key, which `role/app` cannot use for Decrypt, Encrypt",
      ],
      [
        "aliasReaders",
        "what is encrypted by `alias/x` from now on `role/reader` can decrypt, who could not decrypt what was encrypted by it before",
      ],
    ]);
  });

  it("tells nothing where the same may use both keys", () => {
    expect(notesOf({ users: ["app"] }, { users: ["app"] })).toEqual([]);
  });

  it("counts for a reader who may be able to, and for nobody who stops where that is open", () => {
    const StringEquals = { "kms:ViaService": "s3.us-west-2.amazonaws.com" };
    const open = { users: ["app"], condition: { StringEquals } };
    expect(notesOf({ users: ["app"] }, open)).toEqual([]);
    expect(notesOf({ users: [] }, open).map(([code]) => code)).toEqual(["aliasReaders"]);
  });

  it("asks by the alias: a policy that wants it named", () => {
    const StringEquals = { "kms:RequestAlias": alias };
    expect(notesOf({ users: [] }, { users: ["reader"], condition: { StringEquals } })).toHaveLength(
      1,
    );
    const another = { StringEquals: { "kms:RequestAlias": "alias/y" } };
    expect(notesOf({ users: [] }, { users: ["reader"], condition: another })).toEqual([]);
  });

  it("tells nothing of an alias that goes, or that stays where it is", () => {
    expect(notesOf({ users: ["app"] }, { users: ["reader"] }, null)).toEqual([]);
    expect(notesOf({ users: ["app"] }, { users: ["reader"] }, arnOf("old"))).toEqual([]);
  });
});
