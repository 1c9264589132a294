import { expect, it } from "vitest";
import type { Finding } from "../../src/guardrail/finding/finding.ts";
import { endpointId, historyRecord, secondAccount, teller } from "../support/second-account.ts";
import { run, useFolder } from "../unit/cli/cli-folder.ts";

// Actions without a key, such as CreateKey, are of every Region, also where there are no keys.

const { write } = useFolder();
const otherEndpoint = "vpce-0e1e2e3e4e5e6e7e8";

/** The teller may create keys, perhaps through one VPC endpoint only. */
function mayCreateKeys(Condition?: object): string {
  const statement = { Effect: "Allow", Action: "kms:CreateKey", Resource: "*", Condition };
  const requestParameters = {
    roleName: "teller",
    policyName: "create-keys",
    policyDocument: JSON.stringify({ Version: "2012-10-17", Statement: [statement] }),
  };
  return write(
    "creates.json",
    historyRecord(1, {
      eventSource: "iam.amazonaws.com",
      eventName: "PutRolePolicy",
      awsRegion: "us-east-1",
      requestParameters,
      responseElements: null,
      resources: undefined,
    }),
  );
}

const open = { Statement: [{ Effect: "Allow", Principal: "*", Action: "*", Resource: "*" }] };

const here = () =>
  write(
    "here.json",
    secondAccount((account) => {
      account.keys = [];
      account.vpcEndpoints[0].PolicyDocument = open;
    }),
  );

/** The same account in another Region, with an endpoint of its own. */
const elsewhere = () =>
  write(
    "elsewhere.json",
    secondAccount((account) => {
      account.region = "eu-west-1";
      account.keys = [];
      const [endpoint] = account.vpcEndpoints;
      account.vpcEndpoints = [
        {
          ...endpoint,
          VpcEndpointId: otherEndpoint,
          VpcId: "vpc-0e1e2e3e4e5e6e7e8",
          ServiceName: "com.amazonaws.eu-west-1.kms",
          PolicyDocument: open,
        },
      ];
    }),
  );

async function findingOf(accounts: readonly string[], event: string): Promise<Finding> {
  const given = accounts.flatMap((file) => ["--account", file]);
  const { code, err, lines } = await run(["replay", ...given, event, "--json"]);
  expect([code, lines.length], err).toEqual([0, 1]);
  return lines[0] as unknown as Finding;
}

const gainsOf = ({ accessChanges }: Finding) =>
  accessChanges.map(({ change, principal, key, via, actions }) => [
    change,
    principal,
    key,
    via,
    ...actions,
  ]);

it("is gained in an account without keys", async () => {
  const gained = gainsOf(await findingOf([here()], mayCreateKeys()));
  expect(gained).toContainEqual(["gained", teller, null, null, "kms:CreateKey"]);
});

it("is gained through an endpoint of any Region, in whatever order snapshots are given", async () => {
  const event = mayCreateKeys({ StringEquals: { "aws:SourceVpce": otherEndpoint } });
  const gained = [["gained", teller, null, otherEndpoint, "kms:CreateKey"]];
  const [first, second] = [here(), elsewhere()];
  expect(gainsOf(await findingOf([first, second], event))).toEqual(gained);
  expect(gainsOf(await findingOf([second, first], event))).toEqual(gained);
});

it("is told once of an account of which several Regions have a snapshot", async () => {
  const finding = await findingOf([here(), elsewhere()], mayCreateKeys());
  const paths = finding.accessChanges.map(({ via }) => via);
  expect(paths).toEqual(expect.arrayContaining([null, endpointId, otherEndpoint]));
  expect(finding.attributeChanges.map(({ attribute }) => attribute)).toEqual([
    "inlinePolicy:create-keys",
  ]);
});
