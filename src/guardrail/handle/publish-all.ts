import type { Finding } from "../finding/finding.ts";
import type { Notifier } from "../ports.ts";

/** Publishes findings one after the other, and adds each to those that were `published` as soon as it is. */
export async function publishAll(
  findings: readonly Finding[],
  notifier: Notifier,
  published: Finding[],
): Promise<void> {
  for (const finding of findings) {
    await notifier.publish(finding);
    published.push(finding);
  }
}
