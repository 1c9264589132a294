/** The value at a path of a raw JSON value; undefined where there is none. */
export const at = (value: unknown, ...path: readonly (string | number)[]): unknown =>
  path.reduce<unknown>(
    (current, name) =>
      typeof current === "object" && current !== null
        ? (current as Record<string | number, unknown>)[name]
        : undefined,
    value,
  );

export const text = (value: unknown, ...path: readonly (string | number)[]): string | undefined => {
  const found = at(value, ...path);
  return typeof found === "string" ? found : undefined;
};

export const items = (value: unknown, ...path: readonly (string | number)[]): unknown[] => {
  const found = at(value, ...path);
  return Array.isArray(found) ? found : [];
};

export const entries = (value: unknown, ...path: readonly (string | number)[]) =>
  Object.entries(at(value, ...path) ?? {}) as [string, unknown][];

export const isRecord = (value: unknown): value is Record<string, unknown> =>
  typeof value === "object" && value !== null && !Array.isArray(value);

/** Contract §1: an unreadable part stands as `{"unreadable": reason}` in its place. */
export const isUnreadable = (value: unknown): boolean => at(value, "unreadable") !== undefined;
