import { attributePermissions } from "../../access/usages/attribute-permissions.ts";
import { standingAccess } from "../../access/who-can/standing-access.ts";
import { isUnreadable, type Snapshot } from "../../account/snapshot.ts";
import type { Compiler } from "../../kms/compiler.ts";
import type { Unknown } from "../../kms/decision.ts";
import { compileWorld } from "../../kms/world/world.ts";
import type { Finding } from "../finding/finding.ts";
import { findingId } from "../finding/finding-id.ts";
import { shortPrincipal } from "../finding/finding-title.ts";
import { summarize } from "../finding/summary.ts";
import type { BlindContext } from "../judge/blind-resource.ts";
import { neededStatement } from "../judge/needed-statement.ts";
import type { Unread } from "../state/sweep-state.ts";

export interface BaselineOptions {
  readonly compiler: Compiler;
  readonly trustedAccounts: readonly string[];
}

/**
 * The message that ends the first sweep: what the guardrail sees and does not see, who outside has
 * access already, and which attributes act as permissions and who can set them. From here on a finding
 * tells what changed.
 */
export function judgeBaseline(
  account: Snapshot,
  context: BlindContext,
  { compiler, trustedAccounts }: BaselineOptions,
): Finding {
  const { sweep, now } = context;
  const keys = isUnreadable(account.keys) ? [] : account.keys;
  const blind = Object.entries(sweep.blind);
  const standing = standingAccess(compileWorld([account], compiler), trustedAccounts);
  const anyone = [...standing.external].filter(([, principals]) => principals.includes("*"));
  const outside = [...standing.external].filter(([, principals]) => !principals.includes("*"));
  const permissions = attributePermissions([account], compiler);
  const { taggers, aliasers } = standing;
  return {
    schemaVersion: 1,
    findingId: findingId("baseline", sweep.sweepId),
    kind: blind.length > 0 ? "blind" : "access",
    event: null,
    resource: {
      type: "AWS::::Account",
      arn: `arn:${account.partition}:iam::${account.account}:root`,
    },
    keyState: null,
    attributeChanges: [],
    effectiveFrom: now,
    effectiveBy: now,
    severity: blind.length > 0 ? "medium" : "informational",
    title: `baseline of ${account.account} in ${account.region}: ${counted(keys.length, "key")} recorded, ${blind.length} read in part only, ${anyone.length} open to anyone, ${outside.length} to other accounts`,
    summary: summarize([]),
    accessChanges: [],
    perimeterChanges: [],
    notes: [
      ...blindNotes(blind, context),
      ...accessNotes("baselineWildcard", "anyone at all can use, or may be able to use", anyone),
      ...accessNotes("baselineExternal", "from outside the account can use", outside),
      ...attributeNote("baselineTags", "tags", permissions.tags, taggers),
      ...attributeNote("baselineAliases", "aliases", permissions.aliases, aliasers),
      ...networkNote(permissions.networks),
    ],
    remediation: { mode: "observe", status: "none", refusedBecause: null, calls: [] },
  };
}

/** Named in a note; the rest is counted. */
const mostNamed = 20;

function named(names: readonly string[]): string {
  const rest = names.length - mostNamed;
  return `${names.slice(0, mostNamed).join(", ")}${rest > 0 ? ` and ${rest} more` : ""}`;
}

function counted(count: number, noun: string): string {
  return `${count} ${noun}${count === 1 ? "" : "s"}`;
}

function blindNotes(
  blind: readonly (readonly [name: string, unread: Unread])[],
  context: BlindContext,
): readonly Unknown[] {
  if (blind.length === 0) return [];
  const unread: Unread = Object.assign({}, ...blind.map(([, parts]) => parts));
  return [
    {
      code: "baselineBlind",
      text: `could not be read whole: ${named(
        blind.map(
          ([name, parts]) =>
            `\`${name}\` (${Object.entries(parts)
              .map((part) => part.join(" "))
              .join(", ")})`,
        ),
      )}`,
    },
    { code: "neededStatement", text: neededStatement({ unread }, context) },
  ];
}

function accessNotes(
  code: string,
  what: string,
  keys: readonly (readonly [key: string, principals: readonly string[]])[],
): readonly Unknown[] {
  if (keys.length === 0) return [];
  const texts = keys.map(([key, principals]) =>
    principals.includes("*") ? `\`${key}\`` : `\`${key}\`: ${named(principals)}`,
  );
  const isWildcard = code === "baselineWildcard";
  const text = isWildcard ? `${what} ${named(texts)}` : `who ${what}: ${named(texts)}`;
  return [{ code, text }];
}

function attributeNote(
  code: string,
  what: string,
  names: readonly string[],
  holders: readonly string[],
): readonly Unknown[] {
  if (names.length === 0) return [];
  const who = holders.length === 0 ? "nobody" : named(holders.map(shortPrincipal));
  const asked = named(names.map((name) => `\`${name}\``));
  return [
    {
      code,
      text: `${what} that policies ask for, so that they act as permissions: ${asked}; who can set them on some key: ${who}`,
    },
  ];
}

/** Who may call EC2 is not decided here. */
function networkNote(networks: readonly string[]): readonly Unknown[] {
  if (networks.length === 0) return [];
  const asked = named(networks.map((name) => `\`${name}\``));
  return [
    {
      code: "baselineNetworks",
      text: `VPC endpoints and VPCs that policies ask for, so that they act as permissions: ${asked}; who has ec2:ModifyVpcEndpoint on these endpoints can change who passes them`,
    },
  ];
}
