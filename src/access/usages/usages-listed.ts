import { isUnreadable, type Unreadable } from "../../account/snapshot.ts";

/** The items of a part; what is missing or unreadable has none. */
export function listed<Item>(list: readonly Item[] | Unreadable | undefined): readonly Item[] {
  return list === undefined || isUnreadable(list) ? [] : list;
}
