import type { Condition } from "../../src/kms/decision.ts";

type Value = string | readonly string[];
export type DrawnContext = Readonly<Record<string, Value>>;

/** Numbers below `max` from a seed: the same seed, the same contexts. */
export const numbersFrom = (seed: number): ((max: number) => number) => {
  let state = seed | 0;
  return (max) => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) % max;
  };
};

/** What a context key is compared with, and by which operators. */
interface Compared {
  readonly operators: Set<string>;
  readonly values: string[];
}

const comparedIn = (
  condition: Condition | null,
  found = new Map<string, Compared>(),
): Map<string, Compared> => {
  if (condition === null || "unknown" in condition) return found;
  if ("not" in condition) return comparedIn(condition.not, found);
  if ("and" in condition) for (const part of condition.and) comparedIn(part, found);
  else if ("or" in condition) for (const part of condition.or) comparedIn(part, found);
  else {
    const compared = found.get(condition.key) ?? { operators: new Set(), values: [] };
    compared.operators.add(condition.operator);
    compared.values.push(...condition.values);
    found.set(condition.key, compared);
  }
  return found;
};

type Below = (max: number) => number;

const oneOf = (values: readonly string[], below: Below): string =>
  values[below(values.length)] ?? "x";

/** A text near one that a policy holds: its wildcards filled in, and a little more or less. */
const nearText = (text: string, below: Below): string => {
  const fillings = ["", "a", "b", ":", "/", "1"];
  const expanded = text.replace(/\$\{[^}]*\}|[*?]/g, (part) => {
    const drawn = oneOf(fillings, below);
    return part === "?" ? (drawn[0] ?? "a") : drawn;
  });
  return oneOf([expanded, expanded, `${expanded}x`, expanded.toUpperCase()], below);
};

const nearAddress = (range: string, below: Below): string => {
  const address = range.replace(/\/\d+$/, "");
  const isV6 = address.includes(":");
  const others = isV6 ? ["2001:db9::", "::1"] : ["192.0.2.0", "192.0.3.255", "10.0.0.1"];
  const last = isV6 ? /[0-9a-f]+$/ : /\d+$/;
  return oneOf([address, address.replace(last, String(below(200))), ...others], below);
};

/** A value that the operators can read, near one of those that they compare with. */
const nearValue = ({ operators, values }: Compared, below: Below): string => {
  const is = (pattern: RegExp) => [...operators].some((operator) => pattern.test(operator));
  const value = oneOf(values, below);
  if (is(/Bool/)) return oneOf(["true", "false"], below);
  if (is(/Ip/)) return nearAddress(value, below);
  if (is(/Binary/)) return oneOf([...values, "QQ=="], below);
  if (is(/Numeric|Date/)) return nearNumber(value, is(/Date/), below);
  return nearText(value, below);
};

const nearNumber = (value: string, isDate: boolean, below: Below): string => {
  const step = oneOf(["-1", "-0.5", "0", "0", "0.5", "1"], below);
  if (/^[\d.]+$/.test(value)) return String(Number(value) + Number(step));
  const moved = Date.parse(value) + Number(step) * 1000;
  if (Number.isNaN(moved)) return "0";
  return isDate ? new Date(moved).toISOString() : String(moved / 1000);
};

const listed: readonly (readonly [list: string, prefix: string])[] = [
  ["kms:EncryptionContextKeys", "kms:EncryptionContext:"],
  ["aws:TagKeys", "aws:RequestTag/"],
];

/** Contexts near what the conditions compare with, over the keys that are open. */
export const drawContexts = (
  conditions: readonly (Condition | null)[],
  options: {
    readonly count: number;
    readonly seed: number;
    /** What a key may hold; null: anything. A key that is not open is left out. */
    readonly domain: (key: string) => readonly string[] | null | "not open";
    readonly isArray: (key: string) => boolean;
  },
): readonly DrawnContext[] => {
  const below = numbersFrom(options.seed);
  const byKey = new Map<string, Compared>();
  for (const condition of conditions) comparedIn(condition, byKey);
  for (const [list, prefix] of listed) {
    // The list follows from the pairs: they are drawn instead of it.
    for (const name of byKey.get(list)?.values ?? []) {
      if (!/^\w+$/.test(name)) continue;
      const own = byKey.get(`${prefix}${name}`);
      byKey.set(`${prefix}${name}`, own ?? { operators: new Set(), values: ["blue", "Alpha"] });
    }
    byKey.delete(list);
  }
  const draw = (key: string, compared: Compared): Value | null => {
    const domain = options.domain(key);
    if (domain === "not open" || domain?.length === 0 || below(4) === 0) return null;
    const one = (): string => (domain === null ? nearValue(compared, below) : oneOf(domain, below));
    return options.isArray(key) ? Array.from({ length: 1 + below(2) }, one) : one();
  };
  const openKeys = [...byKey.keys()].filter((key) => options.domain(key) !== "not open");
  return Array.from({ length: options.count }, () => {
    const context = new Map<string, readonly [string, Value]>();
    for (const [key, compared] of byKey) {
      const value = draw(key, compared);
      // Names that differ by case only are one key: whichever comes, stays.
      const isFree = !context.has(key.toLowerCase()) || below(2) === 0;
      if (value !== null && value !== "" && isFree) context.set(key.toLowerCase(), [key, value]);
    }
    beOnBehalf(context, openKeys);
    return Object.fromEntries(context.values());
  });
};

/** A request through a service, and no other, is one on somebody's behalf. */
const beOnBehalf = (
  context: Map<string, readonly [key: string, value: Value]>,
  keys: readonly string[],
): void => {
  const [via, onBehalf] = ["kms:viaservice", "aws:viaawsservice"].map((lookup) =>
    keys.find((key) => key.toLowerCase() === lookup),
  );
  if (via === undefined || onBehalf === undefined) return;
  const isVia = context.has(via.toLowerCase());
  context.set(onBehalf.toLowerCase(), [onBehalf, String(isVia)]);
};
