import type { Unreadable } from "../../account/snapshot.ts";

/** Stands for what an event replaced while no state was kept of it. */
export const unrecorded: Unreadable = {
  unreadable: "before the event: no recorded state yet",
};
