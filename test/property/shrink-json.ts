/** Every JSON value that is one item or one member smaller, outermost first. */
export function* smallerJson(value: unknown): Generator<unknown> {
  if (Array.isArray(value)) yield* smallerArrays(value);
  else if (typeof value === "object" && value !== null) yield* smallerObjects(value);
}

function* smallerArrays(value: readonly unknown[]): Generator<unknown> {
  for (const index of value.keys()) yield value.toSpliced(index, 1);
  for (const [index, item] of value.entries()) {
    for (const smaller of smallerJson(item)) yield value.with(index, smaller);
  }
}

/** Names without which nothing can be found any more. */
const kept =
  /^(Arn|metadata|(User|Role|Group|Policy)Name|PolicyArn|GrantId|VpcEndpointId|AliasName|name|account|Effect)$/;

function* smallerObjects(value: object): Generator<unknown> {
  const members = Object.entries(value);
  for (const [name] of members) {
    if (kept.test(name)) continue;
    yield Object.fromEntries(members.filter(([other]) => other !== name));
  }
  for (const [name, member] of members) {
    for (const smaller of smallerJson(member)) yield { ...value, [name]: smaller };
  }
}

/** Takes pieces out of a JSON value as long as `holds` holds; gives up after so many tries. */
export const shrinkJson = <T>(value: T, holds: (smaller: T) => boolean, tries = 20_000): T => {
  let smallest = value;
  let left = tries;
  for (let found = true; found && left > 0; ) {
    found = false;
    for (const candidate of smallerJson(smallest)) {
      if (left-- <= 0) break;
      if (!holds(candidate as T)) continue;
      smallest = candidate as T;
      found = true;
      break;
    }
  }
  return smallest;
};
