import type { Lab } from "../../../lab/start-lab.ts";

/** What the functions and the emulators complained of last. */
export async function lastErrors({ endpoint }: Lab): Promise<string> {
  const answer = await fetch(new URL("/_lab/status", endpoint));
  const { logs } = (await answer.json()) as { readonly logs: string };
  const lines = logs.split("\n").filter((line) => /error/i.test(line));
  return lines.slice(-5).join("\n");
}
