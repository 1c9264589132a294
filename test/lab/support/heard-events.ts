import { readFileSync } from "node:fs";
import { parse } from "yaml";

interface Service {
  readonly functions: Readonly<Record<string, { readonly events?: readonly HeardEvent[] }>>;
}

interface HeardEvent {
  readonly eventBridge?: {
    readonly pattern?: { readonly detail?: { readonly eventName?: readonly string[] } };
  };
}

/** The names that the rules of `serverless.yml` hear. */
export function heardEvents(): ReadonlySet<string> {
  const text = readFileSync("serverless.yml", "utf8");
  const { functions } = parse(text, { merge: true, logLevel: "silent" }) as Service;
  return new Set(
    Object.values(functions)
      .flatMap(({ events = [] }) => events)
      .flatMap(({ eventBridge }) => eventBridge?.pattern?.detail?.eventName ?? []),
  );
}
