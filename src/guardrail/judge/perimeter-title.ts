import type { TrailActor } from "../../cloudtrail/trail-event.ts";
import type { AttributeChange } from "../finding/finding.ts";
import { byWhat } from "../finding/finding-title.ts";
import { atLeast } from "../finding/severity.ts";
import type { FindingPerimeter } from "./judge-perimeter.ts";
import { perimeterSentence } from "./perimeter-words.ts";

/** One line that names the gap: the worst change of the perimeter, or what nobody can tell of it. */
export function perimeterTitle(
  { changes: [worst], severity, gone, bypassed, isOwnerUntold }: FindingPerimeter,
  attributes: readonly AttributeChange[],
  actor: TrailActor,
): string {
  const by = `(${byWhat(attributes, actor)})`;
  if (bypassed !== null) return `requests go past ${bypassed}, whose policy kept data inside ${by}`;
  if (worst === undefined) return `what this did to the data perimeter is not known ${by}`;
  if (gone !== null) return `nobody reaches anything through ${gone} any more ${by}`;
  if (isOwnerUntold) {
    return `${worst.via} leads to resources whose owner is not known ${by}`;
  }
  if (!atLeast(severity, "medium")) return `no gap opens in the data perimeter ${by}`;
  return `${perimeterSentence(worst)} ${by}`;
}
