/** An element of an XML document, as far as AWS's replies need it. */
export interface XmlElement {
  readonly name: string;
  readonly attributes: Readonly<Record<string, string>>;
  readonly children: readonly XmlElement[];
  readonly text: string;
}

interface OpenElement {
  readonly name: string;
  readonly attributes: Record<string, string>;
  readonly children: XmlElement[];
  text: string;
}

const token = /<\?[\s\S]*?\?>|<!--[\s\S]*?-->|<(\/?)([\w:.-]+)((?:\s+[\w:.-]+="[^"]*")*)\s*(\/?)>/g;
const attribute = /([\w:.-]+)="([^"]*)"/g;
const entities: Readonly<Record<string, string>> = {
  amp: "&",
  lt: "<",
  gt: ">",
  quot: '"',
  apos: "'",
};

/** Reads a document without CDATA sections; `undefined`: this is no such document. */
export function parseXml(text: string): XmlElement | undefined {
  const root: OpenElement = { name: "", attributes: {}, children: [], text: "" };
  const open = [root];
  let end = 0;
  for (const match of text.matchAll(token)) {
    const parent = open.at(-1) ?? root;
    parent.text += decodeXml(text.slice(end, match.index));
    end = match.index + match[0].length;
    if (!readTag(match, parent, open)) return undefined;
  }
  const isWhole = open.length === 1 && (root.text + text.slice(end)).trim() === "";
  return isWhole ? root.children[0] : undefined;
}

/** Opens or closes an element; false: it closes another one than is open. */
function readTag(
  [, closing, name, attributes = "", empty]: RegExpExecArray,
  parent: OpenElement,
  open: OpenElement[],
): boolean {
  if (name === undefined) return true;
  if (closing === "/") {
    open.pop();
    return parent.name === name;
  }
  const element = { name, attributes: readAttributes(attributes), children: [], text: "" };
  parent.children.push(element);
  if (empty !== "/") open.push(element);
  return true;
}

/** The child at the end of a path of names. */
export function childOf(element: XmlElement | undefined, ...path: string[]) {
  return path.reduce(
    (parent, name) => parent?.children.find((child) => child.name === name),
    element,
  );
}

/** The text as it stands between tags. */
export function encodeXml(text: string): string {
  return text.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll(">", "&gt;");
}

export function decodeXml(text: string): string {
  return text.replace(
    /&(?:#(\d+)|#x([\da-fA-F]+)|(\w+));/g,
    (whole, decimal, hexadecimal, name) => {
      if (decimal !== undefined) return String.fromCodePoint(Number(decimal));
      if (hexadecimal !== undefined) return String.fromCodePoint(Number.parseInt(hexadecimal, 16));
      return entities[name] ?? whole;
    },
  );
}

function readAttributes(text: string): Record<string, string> {
  return Object.fromEntries(
    [...text.matchAll(attribute)].map((match) => [match[1] ?? "", decodeXml(match[2] ?? "")]),
  );
}
