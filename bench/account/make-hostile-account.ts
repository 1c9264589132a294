import type { Snapshot } from "../../src/account/snapshot.ts";
import { documentOf, type StatementJson } from "./documents.ts";
import { type AccountSize, makeAccount } from "./make-account.ts";
import { accountId, region } from "./names.ts";

/**
 * - `patterns`: patterns that make a naive matcher take exponential time, against the longest values
 * - `statements`: 6,000 statements in 300 managed policies, twenty a role
 */
export type HostileKind = "patterns" | "statements";

/** How large a hostile account is. */
export interface HostileSize extends AccountSize {
  /** 1: patterns and values as long as they get, and all statements; less: that part of them. */
  readonly hostility?: number;
}

const policies = 300;
const statementsOfPolicy = 20;
const policiesOfRole = 20;
/** How often the longest pattern repeats `*a`. */
const longestPattern = 30;
/** As long as AWS lets a tag value be. */
const longestValue = 256;

/** An account that is made to be slow to decide. */
export function makeHostileAccount(kind: HostileKind, size: HostileSize): Snapshot {
  const { hostility = 1 } = size;
  const long = kind === "patterns" ? hostility : 1;
  const statements = statementsOfPolicy * (kind === "statements" ? hostility : 1);
  const pattern = `${"*a".repeat(longestPattern * long)}*b`;
  const value = "a".repeat(longestValue * long);
  const usual = makeAccount("usual", size);
  const details = usual.authorizationDetails;
  if (details === undefined || !("RoleDetailList" in details)) return usual;
  const arn = (index: number) => `arn:aws:iam::${accountId}:policy/hostile-${index}`;
  return {
    ...usual,
    keys: Array.isArray(usual.keys)
      ? usual.keys.map((key) => ({
          ...key,
          tags: [{ TagKey: "Project", TagValue: value }],
          aliases: [{ AliasName: `alias/${value.slice(6)}` }],
        }))
      : usual.keys,
    authorizationDetails: {
      ...details,
      Policies: Array.from({ length: policies }, (_, index) => ({
        Arn: arn(index),
        DefaultVersionId: "v1",
        PolicyVersionList: [
          {
            VersionId: "v1",
            IsDefaultVersion: true,
            Document: documentOf(
              ...Array.from({ length: statements }, (_, at) =>
                kind === "patterns"
                  ? hostileStatement(`${pattern}${index}-${at}`)
                  : plainStatement(index, at),
              ),
            ),
          },
        ],
      })),
      RoleDetailList: (details.RoleDetailList ?? []).map((role, index) => ({
        ...role,
        Tags: [{ Key: "Project", Value: value }],
        AttachedManagedPolicies: Array.from({ length: policiesOfRole }, (_, at) => ({
          PolicyArn: arn((index + at * 17) % policies),
        })),
      })),
    },
  };
}

function hostileStatement(pattern: string): StatementJson {
  return {
    Effect: "Allow",
    Action: ["kms:*", `kms:${pattern}`],
    NotResource: `arn:aws:kms:*:*:key/${pattern}`,
    Condition: {
      StringLike: { "aws:ResourceTag/Project": pattern, "aws:PrincipalTag/Project": pattern },
      ArnLike: { "aws:PrincipalArn": `arn:aws:iam::*:role/${pattern}` },
      "ForAnyValue:StringLike": { "kms:ResourceAliases": pattern },
    },
  };
}

function plainStatement(index: number, at: number): StatementJson {
  return {
    Effect: at % 7 === 0 ? "Deny" : "Allow",
    Action: ["kms:Decrypt", "kms:Encrypt", "kms:DescribeKey"],
    Resource: at % 3 === 0 ? "*" : `arn:aws:kms:${region}:${accountId}:key/*${at}*`,
    Condition: { StringEquals: { "aws:ResourceTag/Project": [`p${index}`, `q${at}`] } },
  };
}
