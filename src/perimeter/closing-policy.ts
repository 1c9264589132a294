import { parsePolicyDocument } from "../policy/policy-document.ts";
import { packageRepositories } from "./aws-owned-resources.ts";
import { compareEndpoint } from "./compare-endpoint.ts";
import type { EndpointDoor } from "./endpoint-door.ts";
import type { Insiders } from "./insiders.ts";
import type { DoorInput } from "./passing-requests.ts";
import { isGap, isOutside } from "./perimeter-gap.ts";

type Json = Readonly<Record<string, unknown>>;

/**
 * The endpoint policy that closes the gaps of another: each Allow that leads out, or lets strangers
 * in, is bound to the organization (to the account where there is none), and what is allowed on
 * purpose stays: statements without a gap, accounts that are trusted, AWS services, and on S3 the
 * package repositories that AWS runs. null: no such policy is known, or none is needed.
 * https://docs.aws.amazon.com/whitepapers/latest/building-a-data-perimeter-on-aws/perimeter-implementation.html
 */
export function closingPolicy(door: EndpointDoor, input: DoorInput): Json | null {
  if (door.kind !== "policy") return null;
  const document = door.json as Json;
  const written = document["Statement"];
  const statements = (Array.isArray(written) ? written : [written]) as readonly Json[];
  const denies = statements.filter((statement) => statement["Effect"] === "Deny");
  const closed = statements.map((statement): readonly Json[] => {
    if (statement["Effect"] === "Deny") return [statement];
    return closedStatements(statement, gapsOf([statement, ...denies], input), input);
  });
  const proposed = {
    Version: "2012-10-17",
    Statement: distinctSids(closed.flat()),
  };
  if (closed.every((some, index) => some.length === 1 && some[0] === statements[index]))
    return null;
  return gapsOf(proposed.Statement, input).some ? null : proposed;
}

interface Gaps {
  readonly strangers: boolean;
  readonly resources: boolean;
  readonly some: boolean;
}

/** The gaps of a policy by itself. */
function gapsOf(statements: readonly Json[], input: DoorInput): Gaps {
  const json = { Version: "2012-10-17", Statement: statements };
  const parsed = parsePolicyDocument(json, "vpc-endpoint-policy");
  if ("malformed" in parsed) return { strangers: true, resources: true, some: true };
  const after = { kind: "policy", json, statements: parsed.document.statements } as const;
  const compared = compareEndpoint("", { ...input, before: { kind: "none" }, after });
  const gaps = compared.changes.filter(isGap);
  const strangers = gaps.some(isOutside);
  // A bucket's name does not tell whose it is: the condition does.
  const resources =
    gaps.some((gap) => gap.resources === "anyone") || compared.after.untoldOwners.length > 0;
  return { strangers, resources, some: strangers || resources };
}

function closedStatements(statement: Json, gaps: Gaps, input: DoorInput): readonly Json[] {
  if (!gaps.some) return [statement];
  const { insiders } = input;
  const principals = gaps.strangers ? insidePrincipals(insiders) : {};
  const resources = gaps.resources ? insideResources(insiders) : {};
  const closed = withEquals(statement, { ...principals, ...resources });
  return [
    closed,
    ...trustedStatements(statement, gaps, insiders),
    ...(gaps.strangers && isForEverybody(statement) ? [awsServices(statement)] : []),
    ...(gaps.resources && isOnS3(input) && isForEverything(statement)
      ? [packageStatement(insiders)]
      : []),
  ];
}

function insidePrincipals({ organizationId, account }: Insiders): Json {
  return organizationId === null
    ? { "aws:PrincipalAccount": account }
    : { "aws:PrincipalOrgID": organizationId };
}

function insideResources({ organizationId, account }: Insiders): Json {
  return organizationId === null
    ? { "aws:ResourceAccount": account }
    : { "aws:ResourceOrgID": organizationId };
}

/** Accounts that are trusted come in, and their resources are reached from inside. */
function trustedStatements(statement: Json, gaps: Gaps, insiders: Insiders): readonly Json[] {
  const trusted = [...insiders.trusted];
  if (trusted.length === 0) return [];
  const named = (sid: string, values: Json) => ({
    ...withEquals(statement, values),
    Sid: sid,
  });
  return [
    ...(gaps.strangers
      ? [
          named("TrustedAccountsToOurResources", {
            "aws:PrincipalAccount": trusted,
            ...insideResources(insiders),
          }),
        ]
      : []),
    ...(gaps.resources
      ? [
          named("OurPrincipalsToTrustedAccounts", {
            ...insidePrincipals(insiders),
            "aws:ResourceAccount": trusted,
          }),
        ]
      : []),
  ];
}

/** https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_condition-keys.html#condition-keys-principalisawsservice */
function awsServices(statement: Json): Json {
  const { Sid: _, Condition: __, ...rest } = statement;
  return {
    Sid: "AwsServices",
    ...rest,
    Condition: { Bool: { "aws:PrincipalIsAWSService": "true" } },
  };
}

function packageStatement({ partition, region }: Insiders): Json {
  return {
    Sid: "PackageRepositoriesOfAws",
    Effect: "Allow",
    Principal: "*",
    Action: "s3:GetObject",
    Resource: packageRepositories(region).map((bucket) => `arn:${partition}:s3:::${bucket}/*`),
  };
}

function isForEverybody({ Principal, Condition }: Json): boolean {
  const principal = JSON.stringify(Principal);
  return Condition === undefined && (principal === '"*"' || principal === '{"AWS":"*"}');
}

function isForEverything(statement: Json): boolean {
  return isForEverybody(statement) && statement["Resource"] === "*";
}

function isOnS3({ serviceName }: DoorInput): boolean {
  return serviceName.endsWith(".s3");
}

/** The statement with its condition narrowed: these keys must have these values, whatever it asked of them. */
function withEquals(statement: Json, values: Json): Json {
  const names = new Set(Object.keys(values).map((name) => name.toLowerCase()));
  const condition = (statement["Condition"] ?? {}) as Readonly<Record<string, Json>>;
  const kept: Record<string, unknown> = {};
  for (const [operator, tests] of Object.entries(condition)) {
    const others = Object.entries(tests).filter(([key]) => !names.has(key.toLowerCase()));
    if (others.length > 0 || operator === "StringEquals")
      kept[operator] = Object.fromEntries(others);
  }
  const equals = { ...((kept["StringEquals"] ?? {}) as Json), ...values };
  return { ...statement, Condition: { ...kept, StringEquals: equals } };
}

/** Sids of one policy differ. */
function distinctSids(statements: readonly Json[]): readonly Json[] {
  const seen = new Map<unknown, number>();
  return statements.flatMap((statement) => {
    const sid = statement["Sid"];
    if (typeof sid !== "string") return [statement];
    const times = seen.get(sid) ?? 0;
    seen.set(sid, times + 1);
    return [times === 0 ? statement : { ...statement, Sid: `${sid}${times + 1}` }];
  });
}
