// `npm run lab`: runs the lab until Ctrl-C, prints how to use it and each finding that arrives.
import { styleText } from "node:util";
import { startFirstSweep } from "./demo/first-sweep.ts";
import { seedDemo } from "./demo/seed-demo.ts";
import { usageText } from "./demo/usage-text.ts";
import { watchFindings } from "./demo/watch-findings.ts";
import { untilStopped } from "./processes/until-stopped.ts";
import { startLab } from "./start-lab.ts";

const stopped = untilStopped();
const patienceMilliseconds = 30_000;
const print = (text: string) => process.stdout.write(`${text}\n`);

try {
  const lab = await startLab({
    tell: (text) => print(styleText("dim", text)),
    signal: stopped.signal,
    seed: seedDemo,
  });
  try {
    const watch = await watchFindings(lab, print);
    print(styleText("dim", "sweeping the account for the first time"));
    await startFirstSweep(lab);
    // Until the baseline is told, what was before an event is not known.
    const end = Date.now() + patienceMilliseconds;
    while ((await watch.printNext(stopped.signal)) === 0 && Date.now() < end);
    print(usageText(lab));
    while (!stopped.signal.aborted) await watch.printNext(stopped.signal);
  } finally {
    print(styleText("dim", "stopping"));
    await lab.stop();
  }
} catch (error) {
  if (!stopped.signal.aborted) {
    process.stderr.write(`lab: ${error instanceof Error ? error.message : String(error)}\n`);
    process.exitCode = 1;
  }
}
// Keep-alive connections of the clients would hold the process for some seconds more.
process.exit();
