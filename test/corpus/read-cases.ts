import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { accountSchema, type Case, caseFileSchema, topics } from "./case-schema.ts";

export type LoadedCase = Omit<Case, "account"> & {
  topic: (typeof topics)[number];
  file: string;
  snapshots: unknown[];
};

type Parts = Record<string, Record<string, unknown>>;

const folder = import.meta.dirname;

/** `{"like": "key", "tags": []}` is the part named `key` with other tags. */
const fillIn = (value: unknown, parts: Parts): unknown => {
  if (Array.isArray(value)) return value.map((item) => fillIn(item, parts));
  if (typeof value !== "object" || value === null) return value;
  const { like, ...own } = value as Record<string, unknown>;
  const part = like === undefined ? {} : parts[String(like)];
  if (part === undefined) throw new Error(`no part \`${like}\``);
  const filled = Object.entries(own).map(([name, item]) => [name, fillIn(item, parts)]);
  const base = like === undefined ? {} : (fillIn(part, parts) as object);
  return { ...base, ...Object.fromEntries(filled) };
};

const readFile = (topic: string, name: string): LoadedCase[] => {
  const file = join(topic, name);
  const content = caseFileSchema.parse(JSON.parse(readFileSync(join(folder, file), "utf8")));
  if (content.topic !== topic) throw new Error(`${file}: its topic is not its folder`);
  return content.cases.map(({ account, ...rest }) => {
    const accounts = [fillIn(account, content.parts)].flat();
    for (const one of accounts) accountSchema.parse(one);
    return { ...rest, topic: content.topic, file, snapshots: accounts };
  });
};

/** Every case of the corpus, in the order of topics, files and their places in them. */
export const readCases = (): LoadedCase[] =>
  topics.flatMap((topic) =>
    readdirSync(join(folder, topic))
      .filter((name) => name.endsWith(".json"))
      .sort()
      .flatMap((name) => readFile(topic, name)),
  );
