import * as z from "zod/mini";
import { limits } from "./config-schema-limits.ts";
import { ruleMatch } from "./config-schema-match.ts";
import { notifications } from "./config-schema-notifications.ts";
import { mode, named, section, severity, someOf, texts } from "./config-schema-parts.ts";

const noAccountId = "expected an account id of twelve digits, in quotes if it begins with 0";
const accountId = z.union(
  [
    z.string().check(z.regex(/^\d{12}$/, noAccountId)),
    // Unquoted in YAML an account id is a number.
    z.int().check(z.gte(100_000_000_000, noAccountId), z.lte(999_999_999_999, noAccountId)),
  ],
  { error: noAccountId },
);

const noPrincipal = "expected the ARN of a role or user";
const principal = z
  .string({ error: noPrincipal })
  .check(z.regex(/^arn:[^:]+:iam::\d{12}:(role|user)\/.+$/, noPrincipal));

const guardrail = section({
  principal: z.exactOptional(
    z
      .nullable(principal)
      .check(z.describe("The role that reverts are made as; without it one that may is assumed.")),
  ),
  resources: z.exactOptional(
    texts("ARNs that the guardrail is made of: a call that changes one is tampering."),
  ),
});

const trustedActor = section({
  name: named("a name", "How findings name it."),
  actors: texts("ARNs of the role behind a session or of a user."),
  events: z.exactOptional(texts("Event names; without it every event.")),
}).check(z.describe("Whoever changes the baseline without a finding."));

const rule = section({
  name: named("a name", "How findings name it."),
  match: ruleMatch,
  mode: z.exactOptional(mode),
  severity: z.exactOptional(severity),
}).check(z.describe("The first rule that matches an access change decides its mode and severity."));

const kind = z.enum(["gained", "lost", "widened", "narrowed", "changed"], {
  error: "expected gained, lost, widened, narrowed or changed",
});
const flag = (description: string) =>
  z.exactOptional(z.boolean({ error: "expected true or false" }).check(z.describe(description)));

const hiddenAccess = section({
  principals: texts("ARNs, services or *: whose access."),
  actions: texts("Actions: kms:Decrypt, kms:GenerateDataKey*."),
  keys: z.exactOptional(texts("Key ARNs; without it every key that match leaves.")),
  changes: z.exactOptional(someOf(kind, "Without it every kind of change.")),
  evenExternalGain: flag("Hide even that somebody outside gains access."),
  evenWildcardGain: flag("Hide even that anybody at all gains access."),
}).check(z.describe("The widest access change that may be hidden."));

const noTime = "expected a day such as 2027-01-31, or a time";
const time =
  /^\d{4}-(0[1-9]|1[0-2])-(0[1-9]|[12]\d|3[01])(T([01]\d|2[0-3]):[0-5]\d(:[0-5]\d(\.\d+)?)?(Z|[+-]\d{2}:\d{2}))?$/;

const suppression = section({
  name: named("a name", "How findings name it."),
  owner: named("an owner", "Who answers for it."),
  reason: named("a reason", "Why it is right to hide this."),
  expires: z
    .string({ error: noTime })
    .check(z.regex(time, noTime), z.describe("The last day (UTC), or a time.")),
  match: z.exactOptional(ruleMatch),
  hides: hiddenAccess,
}).check(z.describe("Hides a finding of which it covers every access change."));

const listOf = <Item extends z.core.$ZodType>(item: Item) =>
  z.exactOptional(z.nullable(z.array(item, { error: "expected a list" })));

/** `guardrail.yml` as it may be written. */
export const configSchema = section({
  $schema: z.exactOptional(z.string({ error: "expected the address of the schema" })),
  version: z.literal(1, { error: "expected 1" }),
  mode: z.exactOptional(mode),
  trustedAccounts: listOf(accountId),
  guardrail: z.exactOptional(z.nullable(guardrail)),
  trustedActors: listOf(trustedActor),
  rules: listOf(rule),
  suppressions: listOf(suppression),
  limits: z.exactOptional(z.nullable(limits)),
  notifications: z.exactOptional(z.nullable(notifications)),
});

export type WrittenConfig = z.infer<typeof configSchema>;
export type WrittenMatch = z.infer<typeof ruleMatch>;
