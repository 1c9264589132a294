import { listOf, type Refuse, readElements, readText, showValue } from "./element-shape.ts";
import { readStatement } from "./read-statement.ts";
import type { PolicyType, StatementElements } from "./statement-elements.ts";

export interface PolicyDocument {
  /** Whether the Version has policy variables (2012-10-17). */
  readonly variables: boolean;
  readonly statements: readonly StatementElements[];
}

/** Why AWS would have refused a document, and where. */
export interface Malformed {
  readonly path: string;
  readonly reason: string;
}

/**
 * Checks a policy document by IAM's grammar. What AWS would have refused makes the document
 * malformed as a whole; the first fault is told.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_grammar.html
 */
export function parsePolicyDocument(
  json: unknown,
  type: PolicyType,
): { readonly document: PolicyDocument } | { readonly malformed: Malformed } {
  const faults: Malformed[] = [];
  const document = readDocument(json, type, (path, reason) => faults.push({ path, reason }));
  const [malformed] = faults;
  return malformed === undefined ? { document } : { malformed };
}

function readDocument(json: unknown, type: PolicyType, refuse: Refuse): PolicyDocument {
  const document = readElements(json, ["Version", "Id", "Statement"], "", refuse);
  const version = document["Version"];
  if (version !== undefined && version !== "2012-10-17" && version !== "2008-10-17") {
    const shown = showValue(version);
    refuse("Version", `the Version \`${shown}\` is neither 2012-10-17 nor 2008-10-17`);
  }
  readText(document["Id"], "Id", refuse);
  const written = document["Statement"];
  if (written === undefined) refuse("Statement", "the document has no Statement");
  const isList = Array.isArray(written);
  return {
    variables: version === "2012-10-17",
    statements: listOf(written).map((statement, index) =>
      readStatement(statement, type, isList ? `Statement[${index}]` : "Statement", refuse),
    ),
  };
}
