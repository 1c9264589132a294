// Hands a storm of events to a lab's rules, as fast as they take it, some of it late and twice, and tells what the deployed functions
// made of it: `npm run load -- --lab [COUNT]`.
import { seedDemo } from "../../lab/demo/seed-demo.ts";
import { startLab } from "../../lab/start-lab.ts";
import { playStorm } from "../../lab/storm/play-storm.ts";
import { stormRecords } from "../../lab/storm/storm-records.ts";

/** Records are handed over so many at a time. */
const atATime = 8;

/** Plays `count` events and prints what became of them; false: an event was not recorded in time or judged otherwise than in its order. */
export async function runLabLoad(count: number, print: (text: string) => void): Promise<boolean> {
  const lab = await startLab({ tell: print, seed: seedDemo });
  try {
    const records = stormRecords(count, lab, new Date());
    const { unrecorded, misjudged, untold, told, stored, seconds } = await playStorm(
      lab,
      "load",
      records,
      { atATime, patienceSeconds: 60 + count * 6 },
    );
    const ids = new Set(told.map(({ findingId }) => findingId));
    const kept = stored.events.filter(({ findingId }) => ids.has(findingId ?? ""));
    const corrections = told.filter(({ notes }) => notes.some(({ code }) => code === "corrected"));
    const report = {
      events: count,
      "not recorded in time": unrecorded.length,
      "judged otherwise than in their order": misjudged.length,
      "findings that stand": kept.length,
      "not told": untold.length,
      "told, corrections among them": told.length,
      corrections: corrections.length,
      "told again with the same id": told.length - ids.size,
      seconds: seconds.toFixed(0),
      "events a second": ((count - unrecorded.length) / seconds).toFixed(2),
    };
    for (const [name, value] of Object.entries(report)) print(`${name.padEnd(38)}${value}`);
    return unrecorded.length + misjudged.length + untold.length === 0;
  } finally {
    await lab.stop();
  }
}
