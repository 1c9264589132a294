/** The members that have a value, as optional ones. */
export type Present<T> = { readonly [Name in keyof T]?: Exclude<T[Name], null | undefined> };

/** Leaves out the members that are null or undefined: what a record does not tell is absent. */
export function present<T extends object>(members: T): Present<T> {
  return Object.fromEntries(
    Object.entries(members).filter(([, value]) => value !== null && value !== undefined),
  ) as Present<T>;
}
