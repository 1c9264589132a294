import * as z from "zod/mini";
import { section } from "./config-schema-parts.ts";

/** A whole number within bounds; beyond them it would be no limit, or no enforcement. */
function whole(most: number, description: string) {
  const error = `expected a whole number from 1 to ${most}`;
  return z.exactOptional(
    z.int(error).check(z.gte(1, error), z.lte(most, error), z.describe(description)),
  );
}

const atOnce = whole(1_000, "Reverts at a time.");
const everyMinutes = whole(1_440, "After so many minutes one more.");
const bucket = (description: string) =>
  z.exactOptional(section({ atOnce, everyMinutes }).check(z.describe(description)));

/** How much is reverted without asking; what is left out is as without it. */
export const limits = section({
  resource: bucket("Reverts of one resource: 5 at once, one more every 10 minutes."),
  actor: bucket("Reverts against one actor: 10 at once, one more every 3 minutes."),
  account: bucket(
    "Reverts in the account: 30 at once, one more a minute; beyond, the breaker opens.",
  ),
  fight: z.exactOptional(
    section({
      reverts: whole(100, "After so many reverts of one attribute that came back: 3."),
      withinMinutes: whole(1_440, "Within so many minutes: 60."),
      stopHours: whole(720, "The resource is not reverted without a yes for so many hours: 24."),
    }).check(z.describe("When somebody else wants a change.")),
  ),
  breaker: z.exactOptional(
    section({
      failures: whole(100, "So many reverts that failed: 3."),
      withinMinutes: whole(1_440, "Within so many minutes: 15."),
      openMinutes: whole(10_080, "Nothing is reverted without a yes for so many minutes: 60."),
    }).check(z.describe("When enforcement asks first in the whole account.")),
  ),
}).check(z.describe("How much is reverted without asking."));
