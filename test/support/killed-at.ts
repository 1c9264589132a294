/** Ports of which one call kills whoever makes it, and what was called by then. */
export interface Killed<Ports> {
  readonly ports: Ports;
  /** The calls, as `store.load`, in their order. */
  readonly calls: () => readonly string[];
}

/** Whether a call kills before it took effect, or after. */
export type When = "before" | "after";

/** What makes no call to anybody. */
const spared: ReadonlySet<string> = new Set(["clock", "home"]);

/**
 * The ports with every call of theirs counted, of which the nth kills; 0: none does. A port that is a
 * function is one call, of any other port each function is.
 */
export function killedAt<Ports extends object>(
  ports: Ports,
  nth: number,
  when: When,
): Killed<Ports> {
  const calls: string[] = [];
  const killing =
    (name: string, call: (...args: unknown[]) => Promise<unknown>) =>
    async (...args: unknown[]): Promise<unknown> => {
      calls.push(name);
      const isLast = calls.length === nth;
      if (isLast && when === "before") throw new Error("killed");
      const result = await call(...args);
      if (isLast) throw new Error("killed");
      return result;
    };
  const wrapped = (name: string, port: unknown): unknown => {
    if (typeof port === "function") return killing(name, port as never);
    if (typeof port !== "object" || port === null || spared.has(name)) return port;
    const members = Object.entries(port).map(([member, value]) => [
      member,
      typeof value === "function" ? killing(`${name}.${member}`, value as never) : value,
    ]);
    return Object.fromEntries(members);
  };
  const all = Object.entries(ports).map(([name, port]) => [name, wrapped(name, port)]);
  return { ports: Object.fromEntries(all) as Ports, calls: () => calls };
}

/** Does some work by ports that may kill, and again by those that do not. */
export async function untilDone<Ports>(
  killed: Ports,
  ports: Ports,
  work: (ports: Ports) => Promise<unknown>,
): Promise<void> {
  try {
    await work(killed);
  } catch (error) {
    if (!(error instanceof Error) || error.message !== "killed") throw error;
    await work(ports);
  }
}
