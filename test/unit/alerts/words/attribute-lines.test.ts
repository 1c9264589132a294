import { expect, it } from "vitest";
import { attributeLines } from "../../../../src/alerts/words/attribute-lines.ts";
import { makeNames } from "../../../../src/alerts/words/names.ts";
import { otherArn, smallAccount, vaultArn } from "../../cli/small-account.ts";

const names = makeNames([smallAccount]);
const texts = (
  attribute: string,
  before: unknown,
  after: unknown,
  full = false,
): readonly string[] =>
  attributeLines({ attribute, before, after }, { names, full }).map((line) =>
    line.map(({ text }) => text).join(""),
  );

it.each<[string, unknown, unknown, string]>([
  ["tag:Project", "Beta", "Alpha", 'tag:Project  "Beta" → "Alpha"'],
  ["tag:Project", "Beta", null, 'tag:Project  "Beta" → (none)'],
  ["tag:Project", { unknown: "AccessDenied" }, "", 'tag:Project  (not known: AccessDenied) → ""'],
  [
    "alias:alias/x",
    otherArn,
    vaultArn,
    "alias:alias/x  key/0987dcba-09fe-87dc-65ba-ab0987654321 → key/1234abcd-12ab-34cd-56ef-1234567890ab (alias/vault)",
  ],
  ["subnets", ["a"], ["a", "b"], 'subnets  ["a"] → ["a","b"]'],
  ["privateDns", true, false, "privateDns  true → false"],
  [
    "grant:1",
    { GranteePrincipal: "sns.amazonaws.com", Operations: ["Decrypt"] },
    null,
    "grant:1  sns.amazonaws.com: Decrypt → (none)",
  ],
])("%s from %j to %j", (attribute, before, after, expected) => {
  expect(texts(attribute, before, after)).toEqual([expected]);
});

it("tells a grant's id whole", () => {
  const attribute = `grant:${"0c237476b39f8bc4".repeat(4)}`;
  expect(texts(attribute, null, "x")).toEqual([`${attribute}  (none) → "x"`]);
});

it.each(["policyDocument", "trustPolicy", "inlinePolicy:staging-keys"])(
  "tells how %s differs, line by line",
  (attribute) => {
    const policy = (Action: string): object => ({ Statement: [{ Effect: "Allow", Action }] });
    expect(texts(attribute, policy("a"), policy("b")).slice(1)).toEqual([
      '  -       "Action": "a"',
      '  +       "Action": "b"',
    ]);
  },
);

it("tells how a policy differs, line by line", () => {
  const policy = (Action: string): object => ({ Statement: [{ Effect: "Allow", Action }] });
  expect(texts("policy", policy("a"), policy("b"))).toEqual([
    "policy  ",
    '  -       "Action": "a"',
    '  +       "Action": "b"',
  ]);
  expect(texts("policy", { unknown: "AccessDenied" }, { Statement: [] })).toEqual([
    'policy  (not known: AccessDenied) → {"Statement":[]}',
  ]);
});

it("cuts what goes on and on, unless all is asked for", () => {
  const value = "x".repeat(10_000);
  expect(texts("tag:a", null, value)[0]?.length).toBeLessThan(200);
  expect(texts("tag:a", null, value, true)[0]).toContain(value);
});
