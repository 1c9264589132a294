const signals = ["SIGINT", "SIGTERM", "SIGHUP"] as const;

/** A signal that aborts when this process is asked to end, by the terminal or by the process that started it. */
export function untilStopped(): { readonly signal: AbortSignal } {
  const controller = new AbortController();
  const stop = () => controller.abort();
  for (const name of signals) process.on(name, stop);
  // Sent to a child process whose parent is gone.
  process.on("disconnect", stop);
  return { signal: controller.signal };
}
