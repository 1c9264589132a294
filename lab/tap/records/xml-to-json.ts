import type { XmlElement } from "../xml.ts";

/**
 * An element as CloudTrail turns EC2's XML into JSON: values typed by their looks, an empty list the
 * empty text, a list of one no list.
 */
export function xmlToJson({ attributes, children, text }: XmlElement): unknown {
  const members: Record<string, unknown> = {};
  const add = (name: string, value: unknown) => {
    const known = members[name];
    if (!(name in members)) members[name] = value;
    else if (Array.isArray(known)) known.push(value);
    else members[name] = [known, value];
  };
  for (const [name, value] of Object.entries(attributes)) add(name, typedText(value));
  for (const child of children) add(child.name, xmlToJson(child));
  const content = children.length === 0 ? text : "";
  if (Object.keys(members).length === 0) return typedText(content);
  if (content !== "") add("content", typedText(content));
  return members;
}

/** `true`, `null` and numbers, as their looks say: account ids with them, which lose leading zeros. */
export function typedText(text: string): unknown {
  if (text === "true" || text === "false") return text === "true";
  if (text === "null") return null;
  return /^-?\d+(?:\.\d+)?$/.test(text) ? Number(text) : text;
}
