import { describe, expect, it } from "vitest";
import { namesOfFinding, placeOfFinding } from "../../../../src/alerts/words/finding-names.ts";
import { sampleChange, sampleFinding } from "../sample-finding.ts";

const first = sampleChange.key ?? "";
const other = "arn:aws:kms:eu-central-1:444455556666:key/0987dcba-09fe-87dc-65ba-ab0987654321";

describe("names by a finding alone", () => {
  it("names the first key as the title does", () => {
    const { key } = namesOfFinding(sampleFinding);
    expect(key(first)).toBe("alias/vault (key/1234abcd)");
    expect(key(other)).toBe("key/0987dcba-09fe-87dc-65ba-ab0987654321");
    const title = "role/a can now Decrypt with alias/x/y-z_1, 2 more changes (by a/b)";
    expect(namesOfFinding({ ...sampleFinding, title }).key(first)).toMatch(/^alias\/x\/y-z_1 /);
  });

  it("names keys by aliases that came or went, not by one that moved", () => {
    const nameWith = (before: string | null, after: string | null) =>
      namesOfFinding({
        ...sampleFinding,
        attributeChanges: [{ attribute: "alias:alias/new", before, after }],
      }).key(other);
    expect(nameWith(null, other)).toBe("alias/new (key/0987dcba)");
    expect(nameWith(other, null)).toBe("alias/new (key/0987dcba)");
    expect(nameWith(first, other)).toBe("key/0987dcba-09fe-87dc-65ba-ab0987654321");
  });

  it("tells the account of what is not the account's own", () => {
    const { key, principal, path } = namesOfFinding(sampleFinding);
    expect(key(other.replace("444455556666", "111122223333"))).toMatch(/ of 111122223333$/);
    expect(principal("arn:aws:iam::444455556666:role/a")).toBe("role/a");
    expect(principal("arn:aws:iam::111122223333:role/a")).toBe("role/a of 111122223333");
    expect(principal("*")).toBe("anyone (*)");
    expect(path(null)).toBe("outside any endpoint");
  });

  it("places a finding where its keys are", () => {
    const resource = { type: "AWS::IAM::Role", arn: "arn:aws:iam::444455556666:role/app" };
    expect(placeOfFinding({ ...sampleFinding, resource }).region).toBe("eu-central-1");
    expect(placeOfFinding({ ...sampleFinding, event: null, resource, accessChanges: [] })).toEqual({
      partition: "aws",
      region: "",
      account: "444455556666",
    });
  });
});
