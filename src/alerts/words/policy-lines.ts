/** The order in which AWS writes the elements of a policy; others follow by name. */
const elements = [
  "Version",
  "Id",
  "Statement",
  "Sid",
  "Effect",
  "Principal",
  "NotPrincipal",
  "Action",
  "NotAction",
  "Resource",
  "NotResource",
  "Condition",
];

const width = 88;

/**
 * A policy document in canonical form, line by line: elements in AWS's order, lists of one as their
 * one item, what fits on a line on one line. Two documents that differ in form only give the same.
 */
export function policyLines(document: unknown): readonly string[] {
  return render(canonical(document, ""), "", true).split("\n");
}

function canonical(value: unknown, element: string): unknown {
  if (Array.isArray(value)) {
    const items = value.map((item) => canonical(item, ""));
    return items.length === 1 && element !== "Statement" ? items[0] : items;
  }
  if (typeof value !== "object" || value === null) return value;
  if (element === "Statement") return [canonical(value, "")];
  const members = Object.entries(value).map(
    ([name, member]) => [name, canonical(member, name)] as const,
  );
  members.sort(([a], [b]) => rank(a) - rank(b) || (a < b ? -1 : 1));
  return Object.fromEntries(members);
}

function rank(element: string): number {
  const index = elements.indexOf(element);
  return index < 0 ? elements.length : index;
}

/** `isOpen`: on lines of its own however short it is, as the document and its statements are. */
function render(value: unknown, indent: string, isOpen: boolean): string {
  const inline = renderInline(value);
  const fits = !isOpen && indent.length + inline.length <= width;
  if (typeof value !== "object" || value === null || fits) return inline;
  const inner = `${indent}  `;
  const isList = Array.isArray(value);
  const lines = isList
    ? value.map((item) => `${inner}${render(item, inner, isOpen)}`)
    : Object.entries(value).map(([name, member]) => {
        const text = render(member, inner, isOpen && name === "Statement");
        return `${inner}${JSON.stringify(name)}: ${text}`;
      });
  const [open, close] = isList ? ["[", "]"] : ["{", "}"];
  return lines.length === 0
    ? `${open}${close}`
    : `${open}\n${lines.join(",\n")}\n${indent}${close}`;
}

function renderInline(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(renderInline).join(", ")}]`;
  if (typeof value !== "object" || value === null) return JSON.stringify(value);
  const members = Object.entries(value).map(
    ([name, member]) => `${JSON.stringify(name)}: ${renderInline(member)}`,
  );
  return members.length === 0 ? "{}" : `{ ${members.join(", ")} }`;
}
