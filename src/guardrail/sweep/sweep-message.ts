import * as z from "zod/mini";
import type { SweepMessage } from "../state/sweep-state.ts";

const sweepMessage = z.union([
  z.object({
    kind: z.literal("keys"),
    sweepId: z.string(),
    index: z.int(),
    marker: z.nullable(z.string()),
  }),
  z.object({ kind: z.enum(["endpoints", "inventory", "end"]), sweepId: z.string() }),
]);

/** The text of a message; one that is none is thrown, and lies among the dead letters in the end. */
export function parseSweepMessage(text: string): SweepMessage {
  return sweepMessage.parse(JSON.parse(text));
}
