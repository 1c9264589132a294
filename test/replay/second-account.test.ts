import { readFileSync } from "node:fs";
import { resolve } from "node:path";
import { describe, expect, it } from "vitest";
import type { AccessChange } from "../../src/access/compare/access-change.ts";
import type { Finding } from "../../src/guardrail/finding/finding.ts";
import { run } from "../unit/cli/cli-folder.ts";

// An account that shares no name with the sample account, and findings worked out by hand.

const folder = resolve("test/fixtures/second-account");
const account = `${folder}/account.json`;

interface Expected {
  readonly eventId: string;
  readonly attributes: readonly string[];
  readonly notes: readonly string[];
  readonly accessChanges: readonly object[];
}

const named =
  /"(?:account|region|id|name|managementAccount|(?:User|Role|Group|Policy|Alias)Name|KeyId|PolicyArn|VpcId|VpcEndpointId)": "([^"]+)"/g;

const expected = JSON.parse(readFileSync(`${folder}/findings.json`, "utf8")) as readonly Expected[];

async function replay(...args: readonly string[]): Promise<readonly Finding[]> {
  const { code, lines, err } = await run([
    "replay",
    "--account",
    account,
    "--json",
    ...args,
    `${folder}/history`,
  ]);
  expect(code, err).toBe(0);
  return lines as unknown as readonly Finding[];
}

/** Everything of a finding but its words and what would undo it. */
function essence(finding: Finding): Expected {
  const { event, kind, severity, resource, keyState, effectiveFrom, effectiveBy, summary } =
    finding;
  return {
    eventId: event?.eventId ?? "",
    attributes: finding.attributeChanges.map(({ attribute }) => attribute),
    notes: finding.notes.map(({ code }) => code),
    accessChanges: inOrder(finding.accessChanges.map(({ witness: _, ...change }) => change)),
    ...{ kind, severity, resource, keyState, effectiveFrom, effectiveBy, summary },
  };
}

/** Changes of the same severity come in an order that nothing promises. */
function inOrder(changes: readonly object[]): readonly object[] {
  return changes.toSorted((a, b) => (placeOf(a) < placeOf(b) ? -1 : 1));
}

function placeOf(change: object): string {
  const { principal, key, via, change: kind } = change as AccessChange;
  return JSON.stringify([principal, key, via, kind]);
}

describe("an account in eu-central-1", () => {
  it("gets the findings of its history, whole", async () => {
    const findings = await replay();
    expect(findings.map(essence)).toEqual(
      expected.map((one) => ({ ...one, accessChanges: inOrder(one.accessChanges) })),
    );
    for (const { title, accessChanges } of findings) {
      const [worst] = accessChanges;
      expect(title).toContain(worst?.principal.slice(worst.principal.lastIndexOf("/") + 1));
      expect(title).toContain("by steward/petra");
      for (const { witness, actions } of accessChanges) expect(actions).toContain(witness?.action);
    }
  });

  it("is told nothing of a tag on a key that does not leave it to IAM", async () => {
    const told = await replay("--all");
    const silent = told.filter(({ event }) =>
      expected.every((one) => one.eventId !== event?.eventId),
    );
    expect(
      silent.map(({ event, severity, accessChanges }) => [
        event?.eventName,
        severity,
        accessChanges,
      ]),
    ).toEqual([["TagResource", "informational", []]]);
  });

  it("has no name in common with the sample account", () => {
    const text = readFileSync(account, "utf8");
    const sample = readFileSync(resolve("events/account.json"), "utf8");
    const names = (json: string) => new Set([...json.matchAll(named)].map(([, name]) => name));
    expect([...names(text)].filter((name) => names(sample).has(name))).toEqual(["FullAWSAccess"]);
  });
});
