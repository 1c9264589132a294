import { once } from "node:events";
import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { buffer } from "node:stream/consumers";
import { administer, administrationPath } from "./administration.ts";
import { answerCall } from "./answer-call.ts";
import type { HttpRequest } from "./call.ts";
import { makeGrantBook } from "./corrections/grant-book.ts";
import { makeFaultBook } from "./faults/fault-book.ts";
import { makeForward } from "./forward.ts";
import { type IdentityBook, makeIdentityBook } from "./identities/identity-book.ts";
import { readUser } from "./identities/read-user.ts";
import { type MotoClient, makeMotoClient } from "./moto-client.ts";
import { makePublisher } from "./publisher.ts";
import type { CloudTrailRecord } from "./records/make-record.ts";
import type { Reply } from "./reply.ts";
import { renderError } from "./service-error.ts";

interface TapOptions {
  readonly accountId: string;
  readonly region: string;
  readonly motoUrl: string;
  readonly ministackUrl: string;
  readonly status: () => unknown;
  readonly onFailure: (error: unknown) => void;
}

/** The one address that stands for AWS. */
export interface Tap {
  readonly url: string;
  readonly identities: IdentityBook;
  readonly moto: MotoClient;
  stop(): Promise<void>;
}

/** Starts the proxy in front of both emulators on a free port of loopback. */
export async function startTap(options: TapOptions): Promise<Tap> {
  const { accountId, motoUrl, ministackUrl, status, onFailure } = options;
  const moto = makeMotoClient(motoUrl);
  const identities = makeIdentityBook({ accountId, readUser: (name) => readUser(moto, name) });
  const faults = makeFaultBook();
  const publisher = makePublisher({ ...options, faults });
  const records: CloudTrailRecord[] = [];
  const context = {
    ...{ accountId, motoUrl, ministackUrl, moto, identities, faults },
    forward: makeForward(),
    grants: makeGrantBook(),
    onRecord: (record: CloudTrailRecord) => {
      records.push(record);
      void publisher.publish(record);
    },
  };
  const answer = (asked: HttpRequest): Promise<Reply> =>
    asked.path.startsWith(administrationPath)
      ? administer({ faults, publisher, records, status }, asked)
      : answerCall(context, asked);

  const server = createServer((request, response) => {
    readRequest(request)
      .then(answer)
      .catch((error: unknown) => {
        onFailure(error);
        return renderError("json", { code: "LabFailure", message: String(error), status: 500 });
      })
      .then((reply) => writeReply(response, reply))
      .catch(onFailure);
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}`,
    identities,
    moto,
    stop: async () => {
      server.close();
      server.closeAllConnections();
      await once(server, "close");
    },
  };
}

async function readRequest(request: IncomingMessage): Promise<HttpRequest> {
  const { method = "GET", url = "/", headers, socket } = request;
  const body = await buffer(request);
  return { method, path: url, headers, body, sourceAddress: socket.remoteAddress ?? "127.0.0.1" };
}

function writeReply(response: ServerResponse, { status, headers, body }: Reply): void {
  // The answer to HEAD tells a length that it does not have.
  response.writeHead(status, headers).end(body);
}
