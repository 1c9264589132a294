import {
  type EventBridgeClient,
  ListRulesCommand,
  ListTargetsByRuleCommand,
} from "@aws-sdk/client-eventbridge";
import { isUnreadable, type Unreadable } from "../../account/snapshot.ts";
import type { RuleFacts } from "../../guardrail/watch/doctor.ts";
import { orUnreadable } from "../read/or-unreadable.ts";
import { readPages } from "../read/read-pages.ts";

/** https://docs.aws.amazon.com/eventbridge/latest/APIReference/API_ListRules.html */
export async function readRules(
  client: EventBridgeClient,
  NamePrefix: string,
): Promise<readonly RuleFacts[] | Unreadable> {
  const pages = await orUnreadable(
    readPages(
      (NextToken) => client.send(new ListRulesCommand({ NamePrefix, NextToken })),
      (page) => page.NextToken,
    ),
  );
  if (isUnreadable(pages)) return pages;
  const rules = pages.flatMap((page) => page.Rules ?? []);
  return Promise.all(
    rules.map(async ({ Name = "", State }) => {
      const listed = await orUnreadable(client.send(new ListTargetsByRuleCommand({ Rule: Name })));
      const targets = isUnreadable(listed) ? listed : (listed.Targets ?? []).length;
      return { name: Name, isEnabled: State !== "DISABLED", targets };
    }),
  );
}
