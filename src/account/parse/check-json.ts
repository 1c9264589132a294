import { isUnreadable } from "../snapshot.ts";
import type { Problem, Remark } from "./problem.ts";

/*
 * Checks that outside JSON has a shape, without copying it: a schema library would hand back a copy,
 * and what is written back has to be what was read. Members that no check names are left alone.
 */

/** Where a check stands and what it found so far. */
export interface Walk {
  readonly path: (string | number)[];
  readonly problem: (message: string, help?: string) => void;
  readonly remark: (code: string, message: string) => void;
}

/** Looks at one value and reports what is wrong with it. */
export type Check = (value: unknown, walk: Walk) => void;

/** Runs a check over a whole value; every problem has the given code. */
export function runCheck(
  check: Check,
  value: unknown,
  code: string,
): { problems: Problem[]; remarks: Remark[] } {
  const problems: Problem[] = [];
  const remarks: Remark[] = [];
  const path: (string | number)[] = [];
  check(value, {
    path,
    problem: (message, help) => {
      const found = { code, path: renderPath(path), message };
      problems.push(help === undefined ? found : { ...found, help });
    },
    remark: (remarkCode, message) => {
      remarks.push({ code: remarkCode, path: renderPath(path), message });
    },
  });
  return { problems, remarks };
}

/** A text that is not empty. */
export const text: Check = (value, walk) => {
  if (typeof value !== "string") walk.problem(`expected a string, found ${describe(value)}`);
  else if (value === "") walk.problem("expected a string that is not empty");
};

/** Any text, the empty one too. */
export const anyText: Check = (value, walk) => {
  if (typeof value !== "string") walk.problem(`expected a string, found ${describe(value)}`);
};

export const flag: Check = (value, walk) => {
  if (typeof value !== "boolean") walk.problem(`expected true or false, found ${describe(value)}`);
};

/** A text for which `holds` is true; `expected` says in words what that is. */
export function textThat(expected: string, holds: (value: string) => boolean): Check {
  return (value, walk) => {
    if (typeof value !== "string") walk.problem(`expected ${expected}, found ${describe(value)}`);
    else if (!holds(value)) walk.problem(`expected ${expected}, found \`${value}\``);
  };
}

export function list(item: Check): Check {
  return (value, walk) => {
    if (Array.isArray(value)) {
      for (const [index, one] of value.entries()) step(item, one, index, walk);
    } else if (isUnreadable(value)) {
      walk.problem(
        "expected a list, found an unreadable part",
        "mark the whole that it belongs to",
      );
    } else {
      walk.problem(`expected a list, found ${describe(value)}`, "write `[]` when there are none");
    }
  };
}

/** An object whose members all have one shape. */
export function mapOf(member: Check): Check {
  return (value, walk) => {
    if (!isObject(value)) walk.problem(`expected an object, found ${describe(value)}`);
    else for (const [name, one] of Object.entries(value)) step(member, one, name, walk);
  };
}

/** An object with members of their own shapes; those in `optional` may be missing. */
export function object(required: Record<string, Check>, optional: Record<string, Check>): Check {
  const needed = Object.entries(required);
  const allowed = Object.entries(optional);
  return (value, walk) => {
    if (!isObject(value)) {
      walk.problem(`expected an object, found ${describe(value)}`);
      return;
    }
    for (const [name, check] of needed) step(check, value[name], name, walk);
    for (const [name, check] of allowed) {
      if (value[name] !== undefined) step(check, value[name], name, walk);
    }
  };
}

/** A part that may stand as `{"unreadable": reason}`. */
export function orUnreadable(check: Check): Check {
  return (value, walk) => {
    if (isUnreadable(value))
      walk.remark("W_PART_UNREADABLE", `not readable: \`${value.unreadable}\``);
    else check(value, walk);
  };
}

/** Several checks of one value. */
export function both(first: Check, second: Check): Check {
  return (value, walk) => {
    first(value, walk);
    second(value, walk);
  };
}

function step(check: Check, value: unknown, segment: string | number, walk: Walk): void {
  walk.path.push(segment);
  check(value, walk);
  walk.path.pop();
}

/** Whether a value is a JSON object. */
export function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

/** A value's kind in words. */
export function describe(value: unknown): string {
  if (value === undefined) return "nothing";
  if (value === null) return "null";
  if (Array.isArray(value)) return "a list";
  if (typeof value === "object") return "an object";
  return typeof value === "string" ? "a string" : `\`${String(value)}\``;
}

function renderPath(path: readonly (string | number)[]): string {
  let rendered = "";
  for (const segment of path) {
    if (typeof segment === "number") rendered += `[${segment}]`;
    else if (!/^[\w$-]+$/.test(segment)) rendered += `[${JSON.stringify(segment)}]`;
    else rendered += rendered === "" ? segment : `.${segment}`;
  }
  return rendered;
}
