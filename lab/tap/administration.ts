import type { HttpRequest } from "./call.ts";
import type { DeliveryFault, ErrorFault, FaultBook } from "./faults/fault-book.ts";
import type { Publisher } from "./publisher.ts";
import type { CloudTrailRecord } from "./records/make-record.ts";
import { jsonReply, type Reply } from "./reply.ts";

/** What the lab adds to AWS's calls, under this path. */
export const administrationPath = "/_lab/";

interface AdministrationContext {
  readonly faults: FaultBook;
  readonly publisher: Publisher;
  /** Every record so far, delivered or not. */
  readonly records: readonly CloudTrailRecord[];
  readonly status: () => unknown;
}

/** Answers a request of the lab's own. */
export async function administer(context: AdministrationContext, asked: HttpRequest) {
  const { faults, publisher, records } = context;
  const { pathname, searchParams } = new URL(asked.path, "http://lab");
  switch (`${asked.method} ${pathname.slice(administrationPath.length)}`) {
    case "GET status":
      return jsonReply(context.status());
    case "GET records":
      return jsonReply(records.slice(Number(searchParams.get("after") ?? 0)));
    case "POST records":
      // Awaited: the caller knows that the rules have seen it.
      await publisher.publish(readBody<CloudTrailRecord>(asked));
      return jsonReply({});
    case "POST errors":
      faults.addError(readBody<ErrorFault>(asked));
      return jsonReply({});
    case "DELETE errors":
      faults.removeErrors(readBody<{ readonly containing: string }>(asked).containing);
      return jsonReply({});
    case "POST deliveries":
      faults.addDelivery(readBody<DeliveryFault>(asked));
      return jsonReply({});
    case "DELETE faults":
      faults.clear();
      await publisher.flush();
      return jsonReply({});
    default:
      return unknownPath(asked);
  }
}

function readBody<T>({ body }: HttpRequest): T {
  return JSON.parse(body.toString()) as T;
}

function unknownPath({ method, path }: HttpRequest): Reply {
  return jsonReply({ message: `the lab has no \`${method} ${path}\`` }, 404);
}
