import {
  type EntityType,
  GetAccountAuthorizationDetailsCommand,
  type IAMClient,
} from "@aws-sdk/client-iam";
import { parseArn } from "../../account/arn.ts";
import { type AuthorizationDetails, isUnreadable } from "../../account/snapshot.ts";
import type { LiveReader } from "../../guardrail/ports.ts";
import { orUnreadable } from "./or-unreadable.ts";
import { plainJson } from "./plain-json.ts";
import { readPages } from "./read-pages.ts";

/** Customer managed policies come only when asked for by name. */
const everything: EntityType[] = [
  "User",
  "Group",
  "Role",
  "LocalManagedPolicy",
  "AWSManagedPolicy",
];

/**
 * Reads the account's IAM inventory, all pages merged. Policy documents stay URL-encoded, as IAM
 * returns them.
 * https://docs.aws.amazon.com/IAM/latest/APIReference/API_GetAccountAuthorizationDetails.html
 */
export function makeIamReader(client: IAMClient): Pick<LiveReader, "readAuthorizationDetails"> {
  return { readAuthorizationDetails: () => orUnreadable(readDetails(client)) };
}

async function readDetails(client: IAMClient): Promise<AuthorizationDetails> {
  const pages = await readPages(
    (Marker) =>
      client.send(new GetAccountAuthorizationDetailsCommand({ Filter: everything, Marker })),
    (page) => page.Marker,
  );
  return withoutUnusedPolicies(
    plainJson({
      UserDetailList: pages.flatMap((page) => page.UserDetailList ?? []),
      GroupDetailList: pages.flatMap((page) => page.GroupDetailList ?? []),
      RoleDetailList: pages.flatMap((page) => page.RoleDetailList ?? []),
      Policies: pages.flatMap((page) => page.Policies ?? []),
    }),
  );
}

/** Leaves out the AWS managed policies that nobody has: they decide nothing, and there are over a thousand. */
function withoutUnusedPolicies(details: AuthorizationDetails): AuthorizationDetails {
  const used = usedPolicies(details);
  const Policies = details.Policies?.filter(
    ({ Arn }) => parseArn(Arn)?.account !== "aws" || used.has(Arn),
  );
  return { ...details, ...(Policies === undefined ? {} : { Policies }) };
}

function usedPolicies(details: AuthorizationDetails): ReadonlySet<string> {
  const { UserDetailList = [], GroupDetailList = [], RoleDetailList = [] } = details;
  const used = new Set<string>();
  for (const { AttachedManagedPolicies = [] } of [
    ...UserDetailList,
    ...GroupDetailList,
    ...RoleDetailList,
  ]) {
    if (isUnreadable(AttachedManagedPolicies)) continue;
    for (const { PolicyArn } of AttachedManagedPolicies) used.add(PolicyArn);
  }
  for (const { PermissionsBoundary } of [...UserDetailList, ...RoleDetailList]) {
    if (PermissionsBoundary === undefined || isUnreadable(PermissionsBoundary)) continue;
    used.add(PermissionsBoundary.PermissionsBoundaryArn);
  }
  return used;
}
