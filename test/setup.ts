import { Socket } from "node:net";
import { configureGlobal } from "fast-check";
import { afterEach, beforeEach, expect, vi } from "vitest";
import { runs } from "./property/runs.ts";

// Whoever runs a property again has the same run again, wherever it is; PROPERTY_SEED makes it another, and a failure tells the seed.
configureGlobal({ seed: runs.seed });

// A test neither prints nor leaves the machine: output means an unhandled case, and a network call means a missing port.
const methods = ["debug", "error", "info", "log", "trace", "warn"] as const;

const isLoopback = (host: string): boolean =>
  host === "localhost" || host === "::1" || host === "::ffff:127.0.0.1" || /^127\./.test(host);

/** The host a socket is about to connect to, or `undefined` for a socket file. */
const hostOf = (args: unknown[]): string | undefined => {
  const [first, second] = Array.isArray(args[0]) ? args[0] : args;
  if (typeof first === "object" && first !== null) {
    const { host, path } = first as { host?: string | null; path?: string };
    return path === undefined || path === null ? (host ?? "localhost") : undefined;
  }
  if (typeof first === "string" && Number.isNaN(Number(first))) return undefined;
  return typeof second === "string" ? second : "localhost";
};

const connect = Socket.prototype.connect;
// Test files share a worker, and each comes by here.
if (connect.name !== "guarded") {
  Socket.prototype.connect = function guarded(this: Socket, ...args: unknown[]) {
    const host = hostOf(args);
    if (host !== undefined && !isLoopback(host)) {
      throw new Error(`test reaches the network: \`${host}\``);
    }
    return Reflect.apply(connect, this, args);
  } as typeof connect;
}

beforeEach(() => {
  for (const method of methods) {
    vi.spyOn(console, method).mockImplementation((...values: unknown[]) => {
      throw new Error(`test prints with console.${method}: ${values.map(String).join(" ")}`);
    });
  }
});

afterEach(() => {
  for (const method of methods) expect.soft(console[method]).not.toHaveBeenCalled();
});
