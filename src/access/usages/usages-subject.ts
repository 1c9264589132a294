import { parseArn } from "../../account/arn.ts";
import type { RequestError } from "../decide/request.ts";

/** What `usages` asks about. */
export type UsageSubject =
  /** A tag; value null: whatever its value. */
  | { readonly kind: "tag"; readonly tagKey: string; readonly value: string | null }
  /** An alias by name, `*` and `?` standing for any text; place null: in any account and Region. */
  | {
      readonly kind: "alias";
      readonly name: string;
      readonly place: { readonly account: string; readonly region: string } | null;
    }
  /** A VPC endpoint's or a VPC's id. */
  | { readonly kind: "network"; readonly id: string };

/**
 * Reads what is asked about: `alias/payroll` or an alias ARN, `vpce-…`, `vpc-…`, and everything else
 * is a tag: `Project` or `Project=Alpha`, also written `tag:Project`.
 */
export function parseUsageSubject(text: string): UsageSubject | RequestError {
  const written = text.startsWith("alias:") ? text.slice("alias:".length) : text;
  if (/^alias\/./.test(written)) return { kind: "alias", name: written, place: null };
  const arn = parseArn(text);
  if (arn !== null) {
    if (arn.service === "kms" && /^alias\/./.test(arn.resource)) {
      const place = { account: arn.account, region: arn.region };
      return { kind: "alias", name: arn.resource, place };
    }
    return malformed(`\`${text}\` is not the ARN of an alias`);
  }
  if (/^vpce?-[0-9a-z]+$/.test(text)) return { kind: "network", id: text };
  const tag = text.startsWith("tag:") ? text.slice("tag:".length) : text;
  const equals = tag.indexOf("=");
  const tagKey = equals < 0 ? tag : tag.slice(0, equals);
  if (tagKey === "") return malformed(`\`${text}\` names no tag, alias, VPC endpoint or VPC`);
  return { kind: "tag", tagKey, value: equals < 0 ? null : tag.slice(equals + 1) };
}

function malformed(message: string): RequestError {
  return { code: "E_USAGE", message };
}
