import { globSync, readFileSync } from "node:fs";
import { parse } from "yaml";

/** What a rule listens for; only what the tests look at. */
export interface EventPattern {
  readonly detail?: {
    readonly eventSource?: readonly string[];
    readonly eventName?: readonly string[];
    readonly errorCode?: unknown;
  };
}

interface Part {
  readonly functions?: Readonly<
    Record<string, { readonly events?: readonly { readonly eventBridge?: Listening }[] }>
  >;
}

interface Listening {
  readonly pattern?: EventPattern;
}

/** The patterns of the stack's rules, with the variables that they share put in. `failedCalls`: as that parameter asks for. */
export function eventPatterns(failedCalls: "no" | "yes" = "no"): readonly EventPattern[] {
  const { custom } = parse(readFileSync("serverless.yml", "utf8"), { logLevel: "silent" }) as {
    readonly custom: {
      readonly succeeded: unknown;
      readonly calls: Readonly<Record<"no" | "yes", unknown>>;
    };
  };
  const variables: Readonly<Record<string, unknown>> = {
    "${self:custom.succeeded}": custom.succeeded,
    "${self:custom.heard}": failedCalls === "no" ? custom.succeeded : custom.calls.yes,
  };
  return globSync("deploy/*.yml").flatMap((file) => {
    const { functions = {} } = parse(readFileSync(file, "utf8"), {
      merge: true,
      logLevel: "silent",
    }) as Part;
    return Object.values(functions)
      .flatMap(({ events = [] }) => events)
      .flatMap(({ eventBridge }) => eventBridge?.pattern ?? [])
      .map((pattern) =>
        pattern.detail?.errorCode === undefined
          ? pattern
          : {
              ...pattern,
              detail: { ...pattern.detail, errorCode: variables[String(pattern.detail.errorCode)] },
            },
      );
  });
}

/** The names of some services' events for which the stack has rules of their own. */
export function heardEvents(eventSources: readonly string[]): ReadonlySet<string> {
  return new Set(
    eventPatterns()
      .flatMap(({ detail }) => detail ?? [])
      .filter(({ eventSource = [] }) =>
        eventSource.every((source) => eventSources.includes(source)),
      )
      .flatMap(({ eventName = [] }) => eventName),
  );
}
