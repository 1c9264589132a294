/**
 * The part of the `yaml` package that reading a configuration needs. Whoever reads the file hands
 * the package in; this folder depends on no parser.
 */
export interface Yaml {
  parseDocument(text: string, options: { readonly prettyErrors: false }): YamlDocument;
}

export interface YamlDocument {
  readonly errors: readonly { readonly message: string; readonly pos: readonly number[] }[];
  /** The root node; null for a text without any. */
  readonly contents: unknown;
  toJS(): unknown;
}

export type ConfigPath = readonly (string | number)[];

interface Node {
  readonly range?: readonly number[] | null;
  readonly value?: unknown;
  readonly items?: readonly unknown[];
}

/** The line (from 1) at which a member is written, of one that is not there its owner's. */
export function lineOfPath(text: string, { contents }: YamlDocument, path: ConfigPath): number {
  let node = asNode(contents);
  let offset = offsetOf(node) ?? 0;
  for (const segment of path) {
    const step = typeof segment === "number" ? item(node, segment) : member(node, segment);
    if (step === null) break;
    offset = offsetOf(step.at) ?? offset;
    node = step.node;
  }
  return lineOfOffset(text, offset);
}

/** The line (from 1) of a place in a text. */
export function lineOfOffset(text: string, offset: number): number {
  return text.slice(0, offset).split("\n").length;
}

interface Step {
  /** Where it is written: of a mapping's member, its key. */
  readonly at: Node | null;
  readonly node: Node | null;
}

function item(node: Node | null, index: number): Step | null {
  const found = asNode(node?.items?.[index]);
  return found === null ? null : { at: found, node: found };
}

function member(node: Node | null, name: string): Step | null {
  for (const pair of node?.items ?? []) {
    const { key, value } = (pair ?? {}) as { readonly key?: unknown; readonly value?: unknown };
    const keyNode = asNode(key);
    if (keyNode !== null && String(keyNode.value) === name) {
      return { at: keyNode, node: asNode(value) };
    }
  }
  return null;
}

function offsetOf(node: Node | null): number | null {
  return node?.range?.[0] ?? null;
}

function asNode(value: unknown): Node | null {
  return typeof value === "object" && value !== null ? value : null;
}
