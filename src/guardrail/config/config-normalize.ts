import {
  DEFAULT_CONFIG,
  type GuardrailConfig,
  type HiddenAccess,
  type RuleMatch,
} from "./config.ts";
import type { WrittenConfig, WrittenMatch } from "./config-schema.ts";
import { DEFAULT_LIMITS, type Limits } from "./limits.ts";
import { DEFAULT_SNOOZE_HOURS, type SlackNotifications } from "./notifications.ts";

type WrittenSlack = NonNullable<NonNullable<WrittenConfig["notifications"]>["slack"]>;

/** The configuration with its defaults, every single text a list of one. */
export function normalizeConfig(written: WrittenConfig): GuardrailConfig {
  const { trustedActors, rules, suppressions, limits } = written;
  const { resources } = written.guardrail ?? {};
  const slack = written.notifications?.slack;
  return {
    version: 1,
    mode: written.mode ?? DEFAULT_CONFIG.mode,
    trustedAccounts: (written.trustedAccounts ?? []).map(String),
    guardrail: {
      principal: written.guardrail?.principal ?? null,
      ...(resources === undefined ? {} : { resources: asList(resources) }),
    },
    trustedActors: (trustedActors ?? []).map(({ name, actors, events }) => ({
      name,
      actors: asList(actors),
      ...(events === undefined ? {} : { events: asList(events) }),
    })),
    rules: (rules ?? []).map(({ match, ...rule }) => ({ ...rule, match: normalizeMatch(match) })),
    suppressions: (suppressions ?? []).map(({ match = {}, hides, ...suppression }) => ({
      ...suppression,
      match: normalizeMatch(match),
      hides: normalizeHidden(hides),
    })),
    ...(limits === undefined || limits === null ? {} : { limits: normalizeLimits(limits) }),
    ...(slack === undefined ? {} : { notifications: { slack: normalizeSlack(slack) } }),
  };
}

function normalizeLimits({
  resource,
  actor,
  account,
  fight,
  breaker,
}: NonNullable<WrittenConfig["limits"]>): Limits {
  return {
    resource: { ...DEFAULT_LIMITS.resource, ...resource },
    actor: { ...DEFAULT_LIMITS.actor, ...actor },
    account: { ...DEFAULT_LIMITS.account, ...account },
    fight: { ...DEFAULT_LIMITS.fight, ...fight },
    breaker: { ...DEFAULT_LIMITS.breaker, ...breaker },
  };
}

function normalizeSlack({
  channel,
  users = [],
  channels = [],
  snoozeHours = DEFAULT_SNOOZE_HOURS,
}: WrittenSlack): SlackNotifications {
  return { channel, users, channels, snoozeHours };
}

function normalizeMatch({ keyTags, gains, severities, ...lists }: WrittenMatch): RuleMatch {
  const tags = Object.entries(keyTags ?? {}).map(([key, values]) => [key, asList(values)]);
  return {
    ...(keyTags === undefined ? {} : { keyTags: Object.fromEntries(tags) }),
    ...(gains === undefined ? {} : { gains }),
    ...(severities === undefined ? {} : { severities }),
    ...Object.fromEntries(Object.entries(lists).map(([name, value]) => [name, asList(value)])),
  };
}

function asList(value: string | readonly string[]): readonly string[] {
  return typeof value === "string" ? [value] : value;
}

function normalizeHidden({
  principals,
  actions,
  keys,
  ...rest
}: NonNullable<WrittenConfig["suppressions"]>[number]["hides"]): HiddenAccess {
  return {
    ...rest,
    principals: asList(principals),
    actions: asList(actions),
    ...(keys === undefined ? {} : { keys: asList(keys) }),
  };
}
