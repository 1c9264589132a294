export interface Template {
  readonly Resources: Readonly<Record<string, { readonly Type: string }>>;
  readonly Parameters?: object;
  readonly Outputs?: Readonly<Record<string, object>>;
}

export function stackSetTemplate<Stack extends Template>(template: Stack): Stack;
