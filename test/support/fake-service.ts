import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";

/** How a request goes wrong. `lost`: it is taken, and its answer never arrives. */
export type ServiceFault =
  | { readonly status: number }
  | { readonly retryAfter: string }
  | { readonly redirect: string }
  | "timeout"
  | "lost";

/** What takes JSON by HTTP, on loopback. */
export interface FakeService {
  readonly url: string;
  /** What was taken, in its order. */
  readonly taken: readonly unknown[];
  readonly paths: readonly string[];
  /** The next requests go wrong. */
  readonly fail: (...faults: readonly ServiceFault[]) => void;
  readonly close: () => Promise<void>;
}

/** Plays a service: what it would refuse is answered with 400 and its problems. */
export async function startFakeService(
  problemsOf: (body: unknown) => readonly string[],
): Promise<FakeService> {
  const taken: unknown[] = [];
  const paths: string[] = [];
  const faults: ServiceFault[] = [];
  const answer = (request: IncomingMessage, text: string, response: ServerResponse): void => {
    paths.push(request.url ?? "");
    const fault = faults.shift();
    if (fault === "timeout") return;
    if (fault !== undefined && fault !== "lost") {
      const [status, headers] = refusalOf(fault);
      response.writeHead(status, headers).end();
      return;
    }
    const body: unknown = JSON.parse(text);
    const problems = problemsOf(body);
    if (problems.length > 0) {
      response.writeHead(400).end(JSON.stringify(problems));
      return;
    }
    taken.push(body);
    if (fault === "lost") response.destroy();
    else response.writeHead(202).end("{}");
  };
  const server = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on("data", (chunk: Buffer) => chunks.push(chunk));
    request.on("end", () => answer(request, Buffer.concat(chunks).toString("utf8"), response));
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}`,
    taken,
    paths,
    fail: (...next) => void faults.push(...next),
    close: async () => {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

function refusalOf(
  fault: Exclude<ServiceFault, string>,
): readonly [status: number, headers: Record<string, string>] {
  if ("redirect" in fault) return [302, { location: fault.redirect }];
  return "retryAfter" in fault ? [429, { "retry-after": fault.retryAfter }] : [fault.status, {}];
}
