/** The form of a value in a request of an AWS API. */
export type Shape =
  | { readonly kind: "text" }
  | { readonly kind: "integer" }
  | { readonly kind: "flag" }
  | { readonly kind: "list"; readonly item: Shape }
  /** Names of the caller's own with text values. */
  | { readonly kind: "map" }
  | StructureShape;

export interface StructureShape {
  readonly kind: "structure";
  readonly members: Readonly<Record<string, Shape>>;
  readonly required: readonly string[];
}

export const text: Shape = { kind: "text" };
export const integer: Shape = { kind: "integer" };
export const flag: Shape = { kind: "flag" };
export const map: Shape = { kind: "map" };
export const texts: Shape = { kind: "list", item: text };

export function listOf(item: Shape): Shape {
  return { kind: "list", item };
}

export function structure(
  members: Readonly<Record<string, Shape>>,
  required: readonly string[] = [],
): StructureShape {
  return { kind: "structure", members, required };
}

/**
 * Whether the AWS CLI takes the value in shorthand syntax: structures, maps and lists of them.
 * https://docs.aws.amazon.com/cli/latest/userguide/cli-usage-shorthand.html
 */
export function hasShorthand(shape: Shape): boolean {
  if (shape.kind === "list") return hasShorthand(shape.item);
  return shape.kind === "structure" || shape.kind === "map";
}
