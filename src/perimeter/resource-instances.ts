import { type ArnSegments, arnSegments } from "../policy/arn-pattern.ts";
import { matchGlob } from "../policy/glob.ts";
import { isAwsOwnedAccount, isAwsOwnedBucket } from "./aws-owned-resources.ts";
import type { Insiders } from "./insiders.ts";
import type { PolicyWords } from "./policy-words.ts";
import type { OwnerProbe } from "./resource-probe.ts";

/** A resource that a request is for. */
export interface ResourceProbe extends OwnerProbe {
  readonly arn: string;
  /** false: only the name is known, which does not tell whose the resource is. */
  readonly isOwnerTold: boolean;
}

/**
 * Resources of each owner, such that the policies' Resource elements tell no others apart: one that
 * no element names, and one for each element that can name something of that owner.
 */
export function resourceProbes(
  owners: readonly OwnerProbe[],
  words: PolicyWords,
  { region, partition }: Insiders,
  service: string,
): readonly ResourceProbe[] {
  const patterns = words.resources
    .map((pattern) => arnSegments(pattern))
    .filter((segments) => segments !== null);
  return owners.flatMap((owner) => {
    const probes = new Map<string, ResourceProbe>();
    const add = (arn: string, isOwnerTold: boolean) =>
      probes.set(arn, { ...owner, arn, isOwnerTold });
    add(unnamedResource(owner, { region, partition, service }), true);
    for (const segments of patterns) {
      const isOwnerTold = ownership(segments, owner, region);
      if (isOwnerTold !== null)
        add(instanceOf(segments, owner, { region, partition }), isOwnerTold);
    }
    return [...probes.values()];
  });
}

interface Place {
  readonly region: string;
  readonly partition: string;
}

function unnamedResource(
  { account }: OwnerProbe,
  { region, partition, service }: Place & { readonly service: string },
): string {
  if (service === "s3") return `arn:${partition}:s3:::bucket-of-${account}/object`;
  return service === "kms"
    ? `arn:${partition}:kms:${region}:${account}:key/that-no-policy-names`
    : `arn:${partition}:${service}:${region}:${account}:resource-that-no-policy-names`;
}

/**
 * Whether what a pattern names can be the owner's: true, false where only a name tells of the owner,
 * null where it cannot. A name with a wildcard can be given to a resource of anybody.
 */
function ownership(segments: ArnSegments, owner: OwnerProbe, region: string): boolean | null {
  const [, , service, , account, resource] = segments;
  if (isAwsOwnedAccount(service, account)) return owner.owner === "aws-owned" ? true : null;
  if (account !== "") return matchGlob(account, owner.account) || isVariable(account) ? true : null;
  const name = service === "s3" ? (resource.split("/")[0] ?? "") : resource;
  if (/[*?]|\$\{/.test(name)) return true;
  if (service === "s3" && isAwsOwnedBucket(name, region)) {
    return owner.owner === "aws-owned" ? true : null;
  }
  // Nobody but AWS runs what AWS runs; all else may be whoever's.
  return owner.owner === "aws-owned" ? null : false;
}

function isVariable(segment: string): boolean {
  return segment.includes("${");
}

/** One resource that the pattern names, of the owner where the pattern leaves that open. */
function instanceOf(
  [arn, partition, service, region, account, resource]: ArnSegments,
  owner: OwnerProbe,
  place: Place,
): string {
  const fill = (text: string) =>
    text
      .replaceAll(/\$\{[^}]*account[^}]*\}/gi, owner.account)
      .replaceAll(/\$\{[^}]*\}/g, "value")
      .replaceAll("*", "any")
      .replaceAll("?", "x");
  return [
    arn,
    /[*?]/.test(partition) ? place.partition : partition,
    service,
    /[*?]/.test(region) ? place.region : region,
    account === "" || /^\d{12}$|^aws$/.test(account) ? account : owner.account,
    fill(resource),
  ].join(":");
}
