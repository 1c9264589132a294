import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { describe, expect, it } from "vitest";
import { member } from "../../../../src/cloudtrail/json-object.ts";
import { unwrapEvents } from "../../../../src/cloudtrail/unwrap/unwrap-events.ts";
import type { Finding } from "../../../../src/guardrail/finding/finding.ts";
import { readSamples } from "../../../support/samples.ts";
import { run } from "../cli-folder.ts";
import { commandOfRecord } from "./command-of-record.ts";

const events = new URL("../../../../events/", import.meta.url);
const account = fileURLToPath(new URL("account.json", events));

/** The single samples, with the commands that would cause them. */
const samples = readSamples()
  .filter(({ file, causes }) => !file.startsWith("story/") && causes.outcome !== "passed-over")
  .flatMap(({ file }) => {
    const { records } = unwrapEvents(JSON.parse(readFileSync(new URL(file, events), "utf8")));
    return records.flatMap((record) => {
      const command = records.length === 1 ? commandOfRecord(record) : null;
      return command === null ? [] : [{ file, record: record as Record<string, unknown>, command }];
    });
  });

/** The samples whose command AWS would refuse, or which no such command causes, with the reason. */
const others: Readonly<Record<string, string>> = {
  "TagResource-not-understood.json": "the record is damaged",
  "PutKeyPolicy-malformed.json": "the record is damaged",
  "CreateGrant-by-service.json": "only an AWS service grants to a service by `GranteePrincipal`",
  "CreateVpcEndpoint-s3.json": "a gateway endpoint's default policy has a Version of its own",
  "DeleteVpcEndpoints-partly.json": "whether EC2 deletes an endpoint is not known before",
  "DeleteVpcEndpoints-none.json": "whether EC2 deletes an endpoint is not known before",
};

/** What does not depend on who made the call and on the ids that AWS gives. */
function comparable(finding: unknown, record: unknown): unknown {
  const { event, attributeChanges, severity, accessChanges, summary, resource, keyState, kind } =
    finding as Finding;
  const response = member(record, "responseElements");
  const created = member(member(response, "CreateVpcEndpointResponse"), "vpcEndpoint");
  const given: readonly (readonly [unknown, string])[] = [
    [member(response, "grantId"), "new-grant"],
    [member(created, "vpcEndpointId"), "vpce-new"],
  ];
  const text = given.reduce(
    (all, [id, standIn]) => (typeof id === "string" ? all.replaceAll(id, standIn) : all),
    JSON.stringify({
      ...{ severity, summary, resource, keyState, kind },
      attributeChanges: attributeChanges.filter(({ attribute }) => attribute !== "state"),
      accessChanges: accessChanges.map((change) => JSON.stringify(change)),
      eventName: event?.eventName,
      place: [event?.awsRegion, event?.recipientAccountId, event?.eventTime],
    }),
  );
  const told = JSON.parse(text) as { readonly accessChanges: string[] };
  return { ...told, accessChanges: [...told.accessChanges].sort() };
}

describe("what-if", () => {
  it("is asked about most of the samples", () => {
    expect(samples.length).toBeGreaterThan(70);
    expect(new Set(samples.map(({ record }) => record["eventName"])).size).toBeGreaterThan(30);
  });

  it.each(
    samples.filter(({ file, record }) => !(file in others) && record["errorCode"] === undefined),
  )(
    "tells of the command behind $file what replay tells of the event",
    async ({ file, record, command }) => {
      const replayed = await run([
        "replay",
        fileURLToPath(new URL(file, events)),
        ...["--account", account, "--all", "--json"],
      ]);
      const at = String(record["eventTime"]);
      const asked = await run([
        ...["what-if", "--account", account, "--all", "--json", "--at", at, "--", ...command],
      ]);
      expect(asked.err).toBe("");
      expect(asked.code).toBe(0);
      const [event] = replayed.lines;
      const [finding] = asked.lines;
      expect(comparable(finding, record)).toEqual(comparable(event, record));
    },
  );
});
