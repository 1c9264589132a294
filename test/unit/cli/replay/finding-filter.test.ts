import { describe, expect, it } from "vitest";
import { concernsOf, type FindingFilter } from "../../../../src/cli/replay/finding-filter.ts";
import { sampleChange, sampleFinding } from "../../alerts/sample-finding.ts";
import { auditorArn, builderArn, otherArn, smallAccount, vaultArn } from "../small-account.ts";
import { playedEvent } from "./played-event.ts";

const none: FindingFilter = { keys: null, principals: null, since: null };
const elsewhere = { ...sampleChange, key: otherArn, principal: auditorArn };
const moved = playedEvent({
  finding: {
    ...sampleFinding,
    resource: { type: "AWS::IAM::Role", arn: builderArn },
    accessChanges: [sampleChange, elsewhere],
  },
});
const shown = (filter: Partial<FindingFilter>, played = moved): readonly string[] | null => {
  const concerns = concernsOf(played, { ...none, ...filter });
  return (
    concerns && played.finding.accessChanges.filter(concerns).map(({ principal }) => principal)
  );
};

describe("a filter", () => {
  it("lets everything through that it does not ask for", () => {
    expect(shown({})).toEqual([builderArn, auditorArn]);
    expect(shown({}, playedEvent({ finding: { ...sampleFinding, accessChanges: [] } }))).toEqual(
      [],
    );
  });

  it("asks for keys by any of their names", () => {
    for (const name of ["alias/vault", vaultArn, "1234abcd-12ab-34cd-56ef-1234567890ab"]) {
      expect(shown({ keys: [name] })).toEqual([builderArn]);
    }
    expect(shown({ keys: ["alias/vault", otherArn] })).toEqual([builderArn, auditorArn]);
    expect(shown({ keys: ["alias/none"] })).toBeNull();
  });

  it("knows a key by the alias that it had before, or has after", () => {
    const bare = { ...smallAccount, keys: [{ metadata: { Arn: vaultArn } }] };
    expect(shown({ keys: ["alias/vault"] }, { ...moved, after: [bare] })).toEqual([builderArn]);
    expect(shown({ keys: ["alias/vault"] }, { ...moved, before: [bare] })).toEqual([builderArn]);
    expect(
      shown({ keys: ["alias/vault"] }, { ...moved, before: [bare], after: [bare] }),
    ).toBeNull();
  });

  it("lets an event on the key itself through, with no access changed", () => {
    const silent = playedEvent({
      finding: { ...sampleFinding, accessChanges: [] },
      isFinding: false,
    });
    expect(shown({ keys: ["alias/vault"] }, silent)).toEqual([]);
    expect(shown({ keys: ["alias/vault"], principals: [builderArn] }, silent)).toBeNull();
  });

  it("asks for principals by ARN or in short", () => {
    for (const name of [builderArn, "role/builder", "role/build/builder"]) {
      expect(shown({ principals: [name] })).toEqual([builderArn]);
    }
    expect(shown({ principals: ["builder"] })).toBeNull();
    expect(shown({ principals: ["role/builder"], keys: [otherArn] })).toBeNull();
  });

  it("lets through what cannot be told to be about others", () => {
    const untold = (more: object) =>
      playedEvent({ finding: { ...sampleFinding, kind: "blind", accessChanges: [], ...more } });
    const other = { resource: { type: "AWS::KMS::Key", arn: otherArn } };
    const unheld = { resource: { type: "AWS::KMS::Key", arn: `${otherArn}0` } };
    const role = { resource: { type: "AWS::IAM::Role", arn: builderArn } };
    const asked = { keys: ["alias/vault"], principals: ["role/builder"] };
    expect(shown(asked, untold({}))).toEqual([]);
    expect(shown(asked, untold(other))).toBeNull();
    expect(shown(asked, untold(unheld))).toEqual([]);
    expect(shown({ principals: ["role/auditor"] }, untold(other))).toEqual([]);
    expect(shown(asked, untold(role))).toEqual([]);
    expect(shown({ keys: ["alias/vault"] }, untold(role))).toEqual([]);
    expect(shown({ principals: ["role/auditor"] }, untold(role))).toBeNull();
    const cut = untold({ kind: "access", ...other, truncated: true });
    expect(shown({ principals: ["role/auditor"] }, cut)).toEqual([]);
    expect(shown(asked, untold({ kind: "access", ...other }))).toBeNull();
  });

  it("asks for a time", () => {
    expect(shown({ since: Date.parse("2026-11-02T00:00:01Z") })).not.toBeNull();
    expect(shown({ since: Date.parse("2026-11-02T00:00:02Z") })).toBeNull();
  });
});
