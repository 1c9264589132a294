import { type Arn, parseArn } from "../../account/arn.ts";
import type { Finding } from "../../guardrail/finding/finding.ts";
import { type Names, outsidePath, principalName } from "./names.ts";

/** Names by what a finding alone tells: the title names the first key, alias changes name theirs. */
export function namesOfFinding(finding: Finding): Names {
  const own = ownAccount(finding);
  const aliases = aliasesOfFinding(finding);
  return {
    key: (arn) => keyName(arn, aliases.get(arn), own),
    principal: (principal) => principalName(principal, new Set([own])),
    path: (via) => via ?? outsidePath,
  };
}

/** The account whose keys a finding is about. */
export function ownAccount({ event, resource }: Finding): string {
  return event?.recipientAccountId ?? parseArn(resource.arn)?.account ?? "";
}

/** Where the keys of a finding are: IAM's own ARNs and events tell no Region of theirs. */
export function placeOfFinding(finding: Finding): Pick<Arn, "partition" | "region" | "account"> {
  const arns = [finding.accessChanges.find(({ key }) => key !== null)?.key, finding.resource.arn];
  const parsed = arns.map((arn) => (typeof arn === "string" ? parseArn(arn) : null));
  const partition = parsed.find((arn) => arn !== null)?.partition ?? "aws";
  const region = parsed.find((arn) => arn !== null && arn.region !== "")?.region;
  return {
    partition,
    region: region ?? finding.event?.awsRegion ?? "",
    account: ownAccount(finding),
  };
}

function aliasesOfFinding(finding: Finding): ReadonlyMap<string, string> {
  const aliases = new Map<string, string>();
  for (const { attribute, before, after } of finding.attributeChanges) {
    if (!attribute.startsWith("alias:")) continue;
    // An alias that moved names neither of its keys.
    if (typeof before === "string" && typeof after === "string") continue;
    const arn = after ?? before;
    if (typeof arn === "string") aliases.set(arn, attribute.slice("alias:".length));
  }
  const first = finding.accessChanges[0]?.key;
  const named = / with (alias\/[\w/-]{1,256})(?=[ ,]|$)/.exec(finding.title)?.[1];
  if (typeof first === "string" && named !== undefined) aliases.set(first, named);
  return aliases;
}

function keyName(arnText: string, alias: string | undefined, own: string): string {
  const arn = parseArn(arnText);
  if (arn === null) return arnText;
  const of = arn.account === own ? "" : ` of ${arn.account}`;
  if (alias === undefined) return `${arn.resource}${of}`;
  return `${alias} (${arn.resource.slice(0, "key/".length + 8)})${of}`;
}
