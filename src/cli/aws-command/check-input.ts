import type { Shape } from "./shape.ts";

/** What in a request does not have the shape that the API asks for, each with its path. */
export function checkInput(value: unknown, shape: Shape, path = ""): readonly string[] {
  switch (shape.kind) {
    case "text":
      return typeof value === "string" ? [] : [expected(path, "text", value)];
    case "integer":
      return Number.isInteger(value) ? [] : [expected(path, "a whole number", value)];
    case "flag":
      return typeof value === "boolean" ? [] : [expected(path, "true or false", value)];
    case "list":
      return Array.isArray(value)
        ? value.flatMap((item, index) => checkInput(item, shape.item, `${path}[${index}]`))
        : [expected(path, "a list", value)];
    case "map":
      return isObject(value)
        ? Object.entries(value).flatMap(([name, item]) =>
            checkInput(item, { kind: "text" }, `${path}.${name}`),
          )
        : [expected(path, "names with values", value)];
    case "structure": {
      if (!isObject(value)) return [expected(path, "a structure", value)];
      const missing = shape.required.filter((name) => value[name] === undefined);
      return [
        ...missing.map((name) => `\`${join(path, name)}\` is missing`),
        ...Object.entries(value).flatMap(([name, member]) => {
          const own = Object.hasOwn(shape.members, name) ? shape.members[name] : undefined;
          if (own !== undefined) return checkInput(member, own, join(path, name));
          const known = Object.keys(shape.members).join(", ");
          return [`\`${join(path, name)}\` is no member of the request: expected ${known}`];
        }),
      ];
    }
  }
}

function join(path: string, name: string): string {
  return path === "" ? name : `${path}.${name}`;
}

function expected(path: string, what: string, found: unknown): string {
  const shown = typeof found === "string" ? `\`${found}\`` : JSON.stringify(found);
  return `\`${path}\`: expected ${what}, found ${shown.length > 60 ? kindOf(found) : shown}`;
}

function kindOf(value: unknown): string {
  if (Array.isArray(value)) return "a list";
  return typeof value === "string" ? "a text" : "a structure";
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
