import type { ConditionOperator } from "./condition-operator.ts";

/** Which kind of policy a document is: it decides which elements it may hold. */
export type PolicyType =
  | "identity-policy"
  | "key-policy"
  | "resource-control-policy"
  | "service-control-policy"
  | "vpc-endpoint-policy";

/** One statement as written, checked. */
export interface StatementElements {
  /** Its place in the document: `Statement`, or `Statement[0]` in a list. */
  readonly path: string;
  readonly sid: string | null;
  readonly effect: "Allow" | "Deny";
  /** The Principal or NotPrincipal element: type (`AWS`, `Service` …) and values; `*` alone is type `*`. */
  readonly principals: readonly { readonly type: string; readonly value: string }[] | null;
  readonly notPrincipal: boolean;
  /** null: the statement has neither Action nor NotAction. */
  readonly actions: readonly string[] | null;
  readonly notAction: boolean;
  /** null: the statement has neither Resource nor NotResource. */
  readonly resources: readonly string[] | null;
  readonly notResource: boolean;
  readonly conditions: readonly {
    readonly operator: ConditionOperator;
    readonly key: string;
    readonly values: readonly string[];
  }[];
}
