import { describe, expect, it } from "vitest";
import type { Finding } from "../../src/guardrail/finding/finding.ts";
import {
  historyFolder,
  historyRecord,
  ledgerArn,
  secondAccount,
} from "../support/second-account.ts";
import { run, useFolder } from "../unit/cli/cli-folder.ts";

const { write } = useFolder();

async function replay(account: object, ...args: readonly string[]): Promise<readonly Finding[]> {
  const file = write("account.json", account);
  const { code, lines, err } = await run(["replay", "--account", file, "--json", ...args]);
  expect(code, err).toBe(0);
  return lines as unknown as readonly Finding[];
}

const ids = (findings: readonly Finding[]) => findings.map(({ findingId }) => findingId);

describe("a finding's id", () => {
  it("is the same for the same event on the same state, and no two are alike", async () => {
    const once = ids(await replay(secondAccount(), historyFolder));
    expect(ids(await replay(secondAccount(), historyFolder))).toEqual(once);
    expect(new Set(once).size).toBe(once.length);
  });

  it("does not depend on how the snapshot is written, on other events or on what is asked for", async () => {
    const opens = write("opens.json", historyRecord(1));
    const alone = ids(await replay(secondAccount(), opens));
    const shuffled = secondAccount((account) => {
      account.capturedAt = "2026-03-01T23:59:59Z";
      account.authorizationDetails.RoleDetailList.reverse();
      account.keys.reverse();
      account.keys[0].policy = JSON.stringify(account.keys[0].policy);
    });
    expect(ids(await replay(shuffled, opens))).toEqual(alone);
    expect(ids(await replay(secondAccount(), historyFolder)).slice(0, 1)).toEqual(alone);
    for (const args of [["--mode", "enforce"], ["--full"], ["--all"], ["--key", ledgerArn]])
      expect(ids(await replay(secondAccount(), ...args, opens)), args.join(" ")).toEqual(alone);
  });

  it("is another on another state", async () => {
    const opens = write("opens.json", historyRecord(1));
    const [here] = ids(await replay(secondAccount(), opens));
    const untagged = secondAccount(({ keys: [ledger] }) => {
      ledger.tags = [];
    });
    const [there] = ids(await replay(untagged, opens));
    expect(there).not.toBe(here);
  });
});

describe("a finding of more than 1,000 access changes", () => {
  const users = 100;

  /** Roles that wait for the tag: a hundred to decrypt, the others to look. */
  const crowd = (readers: number) =>
    secondAccount((account) => {
      account.vpcEndpoints = [];
      account.keys[0].policy.Statement.pop();
      const waiting = (name: string, action: string) => ({
        RoleName: name,
        Arn: `arn:aws:iam::555566667777:role/${name}`,
        RolePolicyList: [
          {
            PolicyName: "waits",
            PolicyDocument: {
              Version: "2012-10-17",
              Statement: {
                Effect: "Allow",
                Action: action,
                Resource: "*",
                Condition: { StringEquals: { "aws:ResourceTag/Tier": "silver" } },
              },
            },
          },
        ],
      });
      account.authorizationDetails.RoleDetailList = [
        ...Array.from({ length: readers }, (_, i) => waiting(`a-reader-${i}`, "kms:DescribeKey")),
        ...Array.from({ length: users }, (_, i) => waiting(`z-user-${i}`, "kms:Decrypt")),
      ];
    });
  const summary = {
    ...{ gained: 1100, lost: 0, widened: 0, narrowed: 0 },
    ...{ principals: 1100, keys: 1, external: 0 },
  };

  it("keeps the worst, the counts and the severity; --full keeps all", async () => {
    const opens = write("opens.json", historyRecord(1));
    const [kept] = await replay(crowd(1000), opens);
    expect(kept).toMatchObject({ severity: "high", truncated: true, summary });
    expect(kept?.accessChanges).toHaveLength(1000);
    const actions = (kept?.accessChanges ?? []).flatMap((change) => change.actions);
    expect(actions.slice(0, users).every((name) => name === "kms:Decrypt")).toBe(true);
    expect(actions.slice(users).every((name) => name === "kms:DescribeKey")).toBe(true);

    const [whole] = await replay(crowd(1000), "--full", opens);
    expect(whole).toMatchObject({ severity: "high", findingId: kept?.findingId, summary });
    expect(whole?.truncated).toBeUndefined();
    expect(whole?.accessChanges).toHaveLength(1100);
    expect(whole?.accessChanges.slice(0, 1000)).toEqual(kept?.accessChanges);
  });

  it("says in the terminal that there were more", async () => {
    const file = write("crowd.json", crowd(1000));
    const opens = write("opens.json", historyRecord(1));
    const { out } = await run(["replay", "--account", file, opens]);
    expect(out).toContain("only the worst are kept, of 1100 gained");
  });

  it("is whole at 1,000", async () => {
    const opens = write("opens.json", historyRecord(1));
    const [finding] = await replay(crowd(900), opens);
    expect(finding?.accessChanges).toHaveLength(1000);
    expect(finding).not.toHaveProperty("truncated");
  });
});
