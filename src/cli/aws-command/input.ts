/** A request's members by AWS's names, checked against the operation's shape. */
export type Input = Readonly<Record<string, unknown>>;

export function textOf(input: Input, member: string): string | undefined {
  const value = input[member];
  return typeof value === "string" ? value : undefined;
}

/** A member that the shape requires. */
export function requiredText(input: Input, member: string): string {
  return textOf(input, member) ?? "";
}

export function textsOf(input: Input, member: string): readonly string[] {
  const value = input[member];
  return Array.isArray(value) ? value.filter((item) => typeof item === "string") : [];
}

export function numberOf(input: Input, member: string): number | undefined {
  const value = input[member];
  return typeof value === "number" ? value : undefined;
}

export function isSet(input: Input, member: string): boolean {
  return input[member] === true;
}

/** A list of structures, such as tags. */
export function structuresOf(input: Input, member: string): readonly Input[] {
  const value = input[member];
  return Array.isArray(value) ? (value as readonly Input[]) : [];
}

export function structureOf(input: Input, member: string): Input {
  const value = input[member];
  return typeof value === "object" && value !== null ? (value as Input) : {};
}
