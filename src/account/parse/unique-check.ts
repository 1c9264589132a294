import { type Check, isObject } from "./check-json.ts";

/** A list in which no two items have the same name, where `nameOf` finds one. */
export function uniqueBy(what: string, nameOf: (item: unknown) => unknown): Check {
  return (value, walk) => {
    if (!Array.isArray(value)) return;
    const seen = new Map<string, number>();
    for (const [index, item] of value.entries()) {
      const name = nameOf(item);
      if (typeof name !== "string") continue;
      const first = seen.get(name);
      if (first === undefined) seen.set(name, index);
      else report(what, name, first, index);
    }
    function report(label: string, name: string, first: number, index: number): void {
      walk.path.push(index);
      walk.problem(`${label} \`${name}\` stands already at [${first}]`);
      walk.path.pop();
    }
  };
}

/** A key's ARN, if it has one. */
export function keyArnOf(item: unknown): unknown {
  return isObject(item) && isObject(item["metadata"]) ? item["metadata"]["Arn"] : undefined;
}

/** An endpoint's id, if it has one. */
export function endpointIdOf(item: unknown): unknown {
  return isObject(item) ? item["VpcEndpointId"] : undefined;
}
