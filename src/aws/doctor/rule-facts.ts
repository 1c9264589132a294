import {
  type EventBridgeClient,
  ListRulesCommand,
  ListTargetsByRuleCommand,
} from "@aws-sdk/client-eventbridge";
import { isUnreadable, type Unreadable } from "../../account/snapshot.ts";
import type { RuleFacts } from "../../guardrail/watch/doctor.ts";
import { stackRules } from "../../guardrail/watch/stack-rules.ts";
import { orUnreadable } from "../read/or-unreadable.ts";
import { readPages } from "../read/read-pages.ts";

/**
 * The rules of a stack, those that it should have and has not included.
 * https://docs.aws.amazon.com/eventbridge/latest/APIReference/API_ListRules.html
 */
export async function readRules(
  client: EventBridgeClient,
  stack: string,
): Promise<readonly RuleFacts[] | Unreadable> {
  const NamePrefix = `${stack}-`;
  const pages = await orUnreadable(
    readPages(
      (NextToken) => client.send(new ListRulesCommand({ NamePrefix, NextToken })),
      (page) => page.NextToken,
    ),
  );
  if (isUnreadable(pages)) return pages;
  const rules = pages.flatMap((page) => page.Rules ?? []);
  const listed = new Set(rules.map(({ Name }) => Name));
  const missing = stackRules
    .map((name) => `${NamePrefix}${name}`)
    .filter((name) => !listed.has(name))
    .map((name): RuleFacts => ({ name, isMissing: true, isEnabled: false, targets: 0 }));
  const found = await Promise.all(
    rules.map(async ({ Name = "", State }) => {
      const told = await orUnreadable(client.send(new ListTargetsByRuleCommand({ Rule: Name })));
      const targets = isUnreadable(told) ? told : (told.Targets ?? []).length;
      return { name: Name, isEnabled: State !== "DISABLED", targets };
    }),
  );
  // Where there is none at all, it is the stack that is missing.
  return found.length === 0 ? [] : [...missing, ...found];
}
