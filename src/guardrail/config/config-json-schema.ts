import * as z from "zod/mini";
import { configSchema } from "./config-schema.ts";

/** The published form of the configuration's schema, `guardrail.schema.json`. */
export function configJsonSchema(): Readonly<Record<string, unknown>> {
  const title = "Configuration of kms-guardrail";
  return { title, ...z.toJSONSchema(configSchema, { io: "input", target: "draft-7" }) };
}
