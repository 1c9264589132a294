import type { ComparedPair } from "../../perimeter/compared-pair.ts";
import { isGap, isOutside } from "../../perimeter/perimeter-gap.ts";
import type { Severity } from "../finding/finding.ts";

/**
 * How bad a perimeter change is: high when a gap opens or widens, medium where only principals pass
 * it whose own policies give them nothing there; medium when a trusted account comes in, when strangers can do more than read what AWS owns, or when somebody inside loses a way
 * to resources inside; low for everything else.
 */
export function severityOfPair(pair: ComparedPair): Severity {
  const { change, who, resources, onlyReads, onlyFederated, isLimitedByIam } = pair;
  const isInside = resources === "account" || resources === "organization";
  if (change === "lost" || change === "narrowed") {
    return isInside && !isOutside(pair) ? "medium" : "low";
  }
  if (isGap(pair)) return isLimitedByIam ? "medium" : "high";
  if (isOutside(pair)) return onlyReads || onlyFederated ? "low" : "medium";
  return who === "listed-accounts" && isInside ? "medium" : "low";
}
