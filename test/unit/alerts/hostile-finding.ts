import * as fc from "fast-check";
import type { AccessChange } from "../../../src/access/compare/access-change.ts";
import type { Finding } from "../../../src/guardrail/finding/finding.ts";
import { sampleChange, sampleFinding } from "./sample-finding.ts";

/** What somebody may write into a Sid, a tag, a session name or an alias. */
export const hostileText = fc.oneof(
  fc.constantFrom(
    "<https://evil.example|AWS console>",
    "<!channel> *bold* _it_ ~no~ `code` ```block```",
    "a\u001b[31m\u0000\u0007\r\nSubject: forged\n\n",
    "\u202e\u2066gnp.exe\u200b\ufeff",
    "x".repeat(10_000),
    "<&>".repeat(3_334),
    "\u202e".repeat(10_000),
    '\\"'.repeat(5_000),
    "\ud83d".repeat(300),
    "🔓".repeat(5_000),
    "arn:aws:kms:us-west-2:111122223333:key/<b>",
    "arn:aws:iam::111122223333:role/`*x*`",
    "",
  ),
  fc.string({ unit: "binary", maxLength: 400 }),
);

const manyTexts = fc.array(hostileText, { maxLength: 60 });

const hostileChange: fc.Arbitrary<AccessChange> = fc
  .record({
    change: fc.constantFrom("gained", "lost", "widened", "narrowed", "changed"),
    principal: hostileText,
    external: fc.boolean(),
    key: fc.option(hostileText),
    via: fc.option(hostileText),
    actions: fc.array(hostileText, { maxLength: 10 }),
    sids: fc.array(hostileText, { maxLength: 6 }),
    policy: hostileText,
  })
  .map(({ sids, policy, ...change }) => ({
    ...sampleChange,
    ...change,
    because: sids.map((sid, statement) => ({
      layer: "identity-policy",
      policy,
      sid,
      statement,
      was: false,
    })),
  }));

/** Findings in which every text by somebody else is hostile. */
export const hostileFinding: fc.Arbitrary<Finding> = fc
  .record({
    id: hostileText,
    title: hostileText,
    arn: hostileText,
    session: hostileText,
    issuer: hostileText,
    address: hostileText,
    eventName: hostileText,
    attributes: fc.array(fc.tuple(hostileText, hostileText), { maxLength: 20 }),
    principals: manyTexts,
    changes: fc.array(hostileChange, { maxLength: 30 }),
    notes: manyTexts,
    status: fc.constantFrom("none", "proposed", "awaitingApproval", "refused", "verified"),
    refusedBecause: fc.option(hostileText),
    operation: fc.oneof(
      fc.constantFrom("TagResource", "UntagResource", "DeleteAlias", "PutKeyPolicy"),
      hostileText,
    ),
    input: hostileText,
    calls: fc.nat({ max: 30 }),
  })
  .map((given) => ({
    ...sampleFinding,
    findingId: given.id,
    title: given.title,
    event: {
      ...(sampleFinding.event as NonNullable<Finding["event"]>),
      eventId: given.id,
      eventName: given.eventName,
      actor: {
        type: given.session,
        arn: given.session,
        sessionIssuerArn: given.issuer,
        invokedBy: given.session,
      },
      sourceIPAddress: given.address,
      vpcEndpointId: given.address,
    },
    resource: { type: given.session, arn: given.arn },
    keyState: given.session,
    attributeChanges: given.attributes.map(([name, value]) => ({
      attribute: `tag:${name}`,
      before: value,
      after: { unknown: value },
    })),
    accessChanges: [
      ...given.principals.map((principal) => ({ ...sampleChange, principal })),
      ...given.changes,
    ],
    perimeterChanges: given.principals.map((via) => ({
      change: "gained" as const,
      via,
      who: "anyone" as const,
      resources: "anyone" as const,
      because: [],
    })),
    notes: given.notes.map((text) => ({ code: text, text })),
    remediation: {
      mode: "approve",
      status: given.status,
      refusedBecause: given.refusedBecause,
      calls: Array.from({ length: given.calls }, () => ({
        service: "kms" as const,
        operation: given.operation,
        input: {
          KeyId: given.input,
          AliasName: given.input,
          Tags: [{ TagKey: given.input, TagValue: given.input }],
          TagKeys: [given.input],
        },
      })),
    },
  }));

/** Controls, what turns the direction of text, what nobody sees, halves of surrogate pairs. */
export const rawHostile =
  // biome-ignore lint/suspicious/noControlCharactersInRegex: that is what is looked for
  /[\u0000-\u0009\u000b-\u001f\u007f-\u009f\u061c\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff]|[\ud800-\udbff](?![\udc00-\udfff])|(?<![\ud800-\udbff])[\udc00-\udfff]/;

/** Every text in a value. */
export function textsOf(value: unknown): readonly string[] {
  if (typeof value === "string") return [value];
  if (typeof value !== "object" || value === null) return [];
  return Object.values(value).flatMap(textsOf);
}
