import { PutParameterCommand, SSMClient } from "@aws-sdk/client-ssm";
import { clientOptions } from "../../../lab/client-options.ts";
import type { Lab } from "../../../lab/start-lab.ts";
import { type FakeService, startFakeService } from "../../support/fake-service.ts";
import { type FakeSlack, slackToken, startFakeSlack } from "../../support/fake-slack.ts";
import { pagerDutyProblems } from "../../support/pagerduty-limits.ts";
import { teamsProblems } from "../../support/teams-limits.ts";

/** What plays the services that the deployed functions tell findings. */
export interface FakeChannels {
  readonly slack: FakeSlack;
  readonly teams: FakeService;
  readonly pagerDuty: FakeService;
  close(): Promise<unknown>;
}

/** Starts them, and stores the secrets that lead the functions there; those keep them, so once a lab. */
export async function startFakeChannels(lab: Lab): Promise<FakeChannels> {
  const slack = await startFakeSlack();
  const teams = await startFakeService(teamsProblems);
  const pagerDuty = await startFakeService(pagerDutyProblems);
  const { apiUrl, signingSecret } = slack;
  const secrets = {
    slack: { token: slackToken, signingSecret, apiUrl },
    teams: { webhookUrl: `${teams.url}/workflows/of-the-lab` },
    pagerduty: { routingKey: "0123456789abcdefABCDEF0123456789", apiUrl: pagerDuty.url },
  };
  const ssm = new SSMClient(clientOptions(lab));
  for (const [name, secret] of Object.entries(secrets)) {
    const Value = JSON.stringify(secret);
    const Name = `/kms-guardrail/${name}`;
    await ssm.send(new PutParameterCommand({ Name, Type: "SecureString", Value }));
  }
  return {
    ...{ slack, teams, pagerDuty },
    close: () => Promise.all([slack.close(), teams.close(), pagerDuty.close()]),
  };
}
