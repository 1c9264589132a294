import fc from "fast-check";
import { expect, it } from "vitest";
import { insertEvent, orderEvents } from "../../../src/cloudtrail/order-events.ts";
import { kmsRecord, parseChange } from "./sample-record.ts";

const event = (eventName: string, eventTime: string, eventID: string) => {
  const { event: parsed } = parseChange(kmsRecord("DisableKey", { eventTime, eventID }));
  return { event: { ...parsed, eventName } };
};
const ids = (items: readonly ReturnType<typeof event>[]) => items.map((item) => item.event.eventId);

const history = [
  event("CreateKey", "2026-11-21T09:00:00Z", "f"),
  event("CreateAlias", "2026-11-21T09:00:00Z", "c"),
  event("CreateGrant", "2026-11-21T09:00:00Z", "d"),
  event("TagResource", "2026-11-21T09:00:00Z", "a"),
  event("UpdateAlias", "2026-11-21T09:00:00Z", "b"),
  event("TagResource", "2026-11-21T09:00:00.250Z", "0"),
  event("DeleteAlias", "2026-11-21T09:00:01Z", "1"),
  event("CreateAlias", "2026-11-21T10:00:00Z", "2"),
];

it("sorts by time, then creations, what others hang on before the rest, then eventID", () => {
  expect(ids(orderEvents([...history].reverse()))).toEqual(ids(history));
});

it("gives the same order and each eventID once, however the events came", () => {
  const delivery = fc.shuffledSubarray([...history, ...history], {
    minLength: history.length * 2,
  });
  fc.assert(
    fc.property(delivery, (delivered) => {
      expect(ids(orderEvents(delivered))).toEqual(ids(history));
    }),
  );
});

it.each([
  "CreateKey",
  "ReplicateKey",
  "CreateVpcEndpoint",
  "CreateUser",
  "CreateGroup",
  "CreateRole",
  "CreateServiceLinkedRole",
  "CreatePolicy",
])("%s comes before what hangs on it", (eventName) => {
  const foundation = event(eventName, "2026-11-21T09:00:00Z", "b");
  const version = event("CreatePolicyVersion", "2026-11-21T09:00:00Z", "a");
  expect(ids(orderEvents([version, foundation]))).toEqual(["b", "a"]);
});

it("puts the guardrail's own calls after the others of their second, in their order", () => {
  const own = [
    { ...event("CancelKeyDeletion", "2026-11-21T09:00:00Z", "b"), revertCall: 0 },
    { ...event("EnableKey", "2026-11-21T09:00:00Z", "a"), revertCall: 1 },
  ];
  const others = [
    event("ScheduleKeyDeletion", "2026-11-21T09:00:00Z", "c"),
    event("DisableKey", "2026-11-21T09:00:01Z", "0"),
  ];
  expect(ids(orderEvents([...own, ...others].reverse()))).toEqual(["c", "b", "a", "0"]);
});

it("leaves its input as it is", () => {
  const delivered = [...history].reverse();
  orderEvents(delivered);
  expect(ids(delivered)).toEqual(ids([...history].reverse()));
});

it("puts one more event where it would be if all were put in order, wherever that is", () => {
  const own = { ...event("EnableKey", "2026-11-21T09:00:00Z", "a"), revertCall: 0 };
  const all = orderEvents([...history, own]);
  for (const one of all) {
    const others = all.filter((other) => other !== one);
    expect(insertEvent(others, one)).toEqual(all);
  }
});
