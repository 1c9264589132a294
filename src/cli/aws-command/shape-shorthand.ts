import type { Shape } from "./shape.ts";
import type { ShorthandStructure, ShorthandValue } from "./shorthand.ts";

/** Shorthand knows text only: numbers, flags and lists of one are what the shape says they are. */
export function shapeShorthand(value: ShorthandValue, shape: Shape): unknown {
  switch (shape.kind) {
    case "list": {
      const items = isList(value) ? value : [value];
      return items.map((item) => shapeShorthand(item, shape.item));
    }
    case "structure":
      return isStructure(value) ? shapeMembers(value, shape.members) : value;
    case "integer":
      return typeof value === "string" && /^[+-]?\d+$/.test(value) ? Number(value) : value;
    case "flag":
      return shapeFlag(value);
    case "map":
    case "text":
      return value;
  }
}

function shapeMembers(
  value: ShorthandStructure,
  members: Readonly<Record<string, Shape>>,
): Readonly<Record<string, unknown>> {
  return Object.fromEntries(
    Object.entries(value).map(([name, member]) => {
      const shape = members[name];
      return [name, shape === undefined ? member : shapeShorthand(member, shape)];
    }),
  );
}

function shapeFlag(value: ShorthandValue): unknown {
  const word = typeof value === "string" ? value.toLowerCase() : null;
  return word === "true" || word === "false" ? word === "true" : value;
}

function isList(value: ShorthandValue): value is readonly ShorthandValue[] {
  return Array.isArray(value);
}

function isStructure(value: ShorthandValue): value is ShorthandStructure {
  return typeof value === "object" && !Array.isArray(value);
}
