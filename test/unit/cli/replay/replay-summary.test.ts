import { expect, it } from "vitest";
import { accountLine, tallyFindings } from "../../../../src/cli/replay/replay-summary.ts";
import { sampleFinding } from "../../alerts/sample-finding.ts";
import { smallAccount, tagRecord } from "../small-account.ts";
import { playedEvent } from "./played-event.ts";

it("tells what is known of an account", () => {
  expect(accountLine(smallAccount)).toBe(
    "account 444455556666 in eu-central-1 at 2026-11-01 00:00:00 UTC: 2 keys, 0 VPC endpoints",
  );
  const { capturedAt: _, vpcEndpoints: __, ...bare } = smallAccount;
  expect(accountLine({ ...bare, keys: { unreadable: "AccessDenied" } })).toBe(
    "account 444455556666 in eu-central-1: keys not known, VPC endpoints not known",
  );
});

it("counts what was played and told, the worst first", () => {
  const tally = tallyFindings();
  expect(tally.lines()).toEqual(["0 events played: 0 findings"]);
  tally.add(playedEvent({ finding: { ...sampleFinding, severity: "low" } }), true);
  tally.add(playedEvent({}, tagRecord(2, "open")), true);
  tally.add(playedEvent({}, tagRecord(3, "open")), false);
  tally.add(playedEvent({ isFinding: false }, tagRecord(4, "open")), false);
  expect(tally.lines()).toEqual([
    "4 events played: 2 findings (1 high, 1 low), 1 changed nobody's access",
  ]);
});
