import * as z from "zod/mini";
import { section, severity, someOf, texts } from "./config-schema-parts.ts";

const gain = z.enum(
  ["any", "external", "wildcard", "administration", "plaintext", "otherUse", "metadata"],
  { error: "expected any, external, wildcard, administration, plaintext, otherUse or metadata" },
);

const keyTags = z
  .record(z.string(), texts("The tag's value, with * and ?, or a list of such."), {
    error: "expected tag keys with their values",
  })
  .check(z.describe("Tags that the key had before the event."));

/** What a rule or a suppression is about. */
export const ruleMatch = section({
  keyTags: z.exactOptional(keyTags),
  aliases: z.exactOptional(texts("Aliases that the key had before the event: alias/payroll*.")),
  keys: z.exactOptional(texts("Key ARNs.")),
  endpoints: z.exactOptional(
    texts("VPC endpoints: the one that the event is about, or through which access changed."),
  ),
  events: z.exactOptional(texts("Event names: TagResource, Create*.")),
  attributes: z.exactOptional(texts("Changed attributes: tag:Project, alias:*, policy.")),
  actors: z.exactOptional(
    texts("ARNs of the role behind a session or of a user; services that act for nobody."),
  ),
  gains: z.exactOptional(someOf(gain, "Kinds of gain; an event that only takes is none.")),
  severities: z.exactOptional(someOf(severity, "As the access change is rated.")),
}).check(z.describe("Every member that is given must hold; of a list, one value is enough."));
