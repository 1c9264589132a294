import { describe, expect, it } from "vitest";
import {
  type FindingOptions,
  findingBlocks,
} from "../../../../src/alerts/terminal/finding-blocks.ts";
import { makeNames } from "../../../../src/alerts/words/names.ts";
import { printBlocks } from "../../../../src/cli/text/print-blocks.ts";
import type { Finding } from "../../../../src/guardrail/finding/finding.ts";
import { auditorArn, smallAccount, vaultArn } from "../../cli/small-account.ts";
import { sampleChange, sampleFinding } from "../sample-finding.ts";

const plain = { hasColour: false, columns: null };

const names = makeNames([smallAccount]);
const print = (more: Partial<Finding> = {}, options: Partial<FindingOptions> = {}): string =>
  printBlocks(
    findingBlocks({ ...sampleFinding, ...more }, { names, full: false, ...options }),
    plain,
  );
const changesOf = (number: number): Finding["accessChanges"] =>
  Array.from({ length: number }, (_, i) => ({ ...sampleChange, actions: [`kms:Action${i}`] }));

describe("a finding", () => {
  it("is told whole", () => {
    expect(print()).toBe(
      `
HIGH  role/builder can now Decrypt, Encrypt with alias/vault (tag Stage, by builder/sam)
  event   kms:TagResource, 2026-11-02 00:00:01 UTC
  by      builder/sam from 203.0.113.9
  what    tag:Stage  "closed" → "open"
  effect  from 2026-11-02 00:00:01 UTC, everywhere by 00:05:01 UTC
  gained  role/builder  Decrypt, Encrypt  alias/vault  outside any endpoint
          implicitDeny → allowed
          by identity policy builder-keys, statement 0 "UseOpenKeys"
  undo    aws kms tag-resource --key-id ${vaultArn} --tags '[{"TagKey":"Stage","TagValue":"closed"}]'
          proposed, not done
`.slice(1),
    );
  });

  it("tells what is out of the ordinary", () => {
    const text = print({
      kind: "drift",
      event: null,
      keyState: "Disabled",
      notes: [{ code: "n", text: "mind the gap" }],
      remediation: {
        mode: "enforce",
        status: "refused",
        refusedBecause: "it would grant",
        calls: [],
      },
    });
    expect(text).toContain("(drift)\n");
    expect(text).toContain(`found   by reading ${vaultArn}`);
    expect(text).toContain("state   the key is Disabled");
    expect(text).toContain("note    mind the gap");
    expect(text).toContain("undo    refused: it would grant");
  });

  it("says nothing of a remediation that there is none of", () => {
    const none = { mode: "alert", status: "none", refusedBecause: null, calls: [] } as const;
    expect(print({ remediation: none })).not.toContain("undo");
  });

  it("marks who is external", () => {
    const accessChanges = [{ ...sampleChange, external: true, principal: "*" }];
    expect(print({ accessChanges })).toContain("gained  anyone (*) (external)");
  });

  it("folds principals alike into one line, which --full opens", () => {
    const accessChanges = Array.from({ length: 40 }, (_, i) => ({
      ...sampleChange,
      principal: `arn:aws:iam::444455556666:role/r${i}`,
    }));
    expect(print({ accessChanges })).toContain("gained  role/r0, role/r1, role/r2 +37  Decrypt");
    const full = print({ accessChanges }, { full: true });
    expect(full.match(/^ {2}gained {2}role\/r\d+ /gm)).toHaveLength(40);
    expect(full).toContain("for example kms:Decrypt with kms:ViaService=s3.amazonaws.com many=a,b");
  });

  it("counts what does not fit, and what was left out of it", () => {
    const accessChanges = changesOf(35);
    expect(print({ accessChanges })).toContain("  5 more access changes: --full shows all\n");
    expect(print({ accessChanges }, { full: true })).not.toContain("more access changes");
    const summary = { ...sampleFinding.summary, gained: 2000 };
    expect(print({ truncated: true, summary })).toContain(
      "only the worst are kept, of 2000 gained",
    );
  });

  it("folds what an endpoint adds to what is allowed anyway", () => {
    const already = { via: "vpce-1", alreadyAllowedWithout: true } as const;
    const some = changesOf(5).map((change) => ({ ...change, ...already }));
    const text = print({ accessChanges: [sampleChange, ...some] });
    expect(text).toMatch(/gained {2}1 principal {3,}5 actions {2,}1 key {2,}vpce-1/);
    expect(text).toContain("5 access changes to what is allowed outside any endpoint anyway");
    const [one] = some;
    const few = print({ accessChanges: one === undefined ? [] : [one] });
    expect(few).toContain("implicitDeny → allowed, allowed outside any endpoint anyway");
  });

  it("shows the access changes that are asked for, and counts the others", () => {
    const accessChanges = [sampleChange, { ...sampleChange, principal: auditorArn }];
    const text = print(
      { accessChanges },
      { concerns: ({ principal }) => principal === auditorArn },
    );
    expect(text).toContain("gained  role/auditor  Decrypt");
    expect(text).toContain("1 access change of others not shown");
  });

  it("tells perimeter changes", () => {
    const because = sampleChange.because;
    const change = {
      change: "gained",
      via: "vpce-1",
      who: "anyone",
      resources: "anyone",
      because,
    } as const;
    expect(print({ perimeterChanges: [change] })).toMatch(
      /gained {2}principals: anyone {2}resources: anyone {2}vpce-1/,
    );
  });

  it("survives hostile text", () => {
    const hostile = `\u001b[31m\u202e${"x".repeat(10_000)}\n`;
    const text = print({
      attributeChanges: [{ attribute: `tag:${hostile}`, before: hostile, after: null }],
      notes: [{ code: "n", text: "\u001b[0m" }],
    });
    // biome-ignore lint/suspicious/noControlCharactersInRegex: that is what is looked for
    expect(text).not.toMatch(/[\u0000-\u0009\u000b-\u001f\u202e]/);
    expect(text.length).toBeLessThan(3000);
  });
});
