import { globSync, readFileSync } from "node:fs";
import { parse } from "yaml";

interface Part {
  readonly functions?: Readonly<Record<string, { readonly events?: readonly HeardEvent[] }>>;
}

interface HeardEvent {
  readonly eventBridge?: {
    readonly pattern?: {
      readonly detail?: {
        readonly eventSource?: readonly string[];
        readonly eventName?: readonly string[];
      };
    };
  };
}

/** The names of a service's events that the rules of the stack hear. */
export function heardEvents(eventSources: readonly string[]): ReadonlySet<string> {
  const details = globSync("deploy/*.yml").flatMap((file) => {
    const text = readFileSync(file, "utf8");
    const { functions = {} } = parse(text, { merge: true, logLevel: "silent" }) as Part;
    return Object.values(functions)
      .flatMap(({ events = [] }) => events)
      .flatMap(({ eventBridge }) => eventBridge?.pattern?.detail ?? []);
  });
  return new Set(
    details
      .filter(({ eventSource = [] }) => eventSource.some((source) => eventSources.includes(source)))
      .flatMap(({ eventName = [] }) => eventName),
  );
}
