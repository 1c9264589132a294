import { isUnreadable, type Unreadable } from "../snapshot.ts";

type ListPart<T> = readonly T[] | Unreadable | undefined;

const none: readonly never[] = [];

/** Edits a list whose absence means that it is not known: what is absent or unreadable stays. */
export function editKnown<T, P extends ListPart<T>>(
  part: P & ListPart<T>,
  edit: (items: readonly T[]) => readonly T[],
): P | readonly T[] {
  return part === undefined || isUnreadable(part) ? part : edit(part);
}

/** Edits a list whose absence means that it is empty; what is unreadable stays. */
export function editListed<T, P extends ListPart<T>>(
  part: P & ListPart<T>,
  edit: (items: readonly T[]) => readonly T[],
): P | readonly T[] {
  if (part !== undefined && isUnreadable(part)) return part;
  const items = part ?? none;
  const edited = edit(items);
  return edited === items ? part : edited;
}
