import { readDocument } from "../account/policy-document.ts";
import { type DocumentJson, isUnreadable, type Unreadable } from "../account/snapshot.ts";
import { type CompiledPolicy, compilePolicy } from "../policy/compile-policy.ts";
import type { PolicyType } from "../policy/statement-elements.ts";
import { KMS_VOCABULARY } from "./kms-vocabulary.ts";

/**
 * Compiles policy documents once. Equal documents compile to the same object, and a part of a
 * snapshot that a change did not touch is found by its identity, so that after a change only what
 * changed is compiled again.
 */
export interface Compiler {
  readonly policy: (
    document: DocumentJson | undefined,
    type: PolicyType,
  ) => CompiledPolicy | Unreadable;
  /** The value that `make` gives for a part of a snapshot, made once for each part. */
  readonly once: <Part extends object, Value>(
    part: Part,
    kind: string,
    make: (part: Part) => Value,
  ) => Value;
  /**
   * The value made of these parts, compared by identity, while they are among the last few parts of
   * the kind; `make` is given the value made last, so that a large value can be made from it.
   */
  readonly recent: <Value>(
    kind: string,
    parts: readonly unknown[],
    make: (last: Value | null) => Value,
  ) => Value;
  /** A number that stands for an object: the same for the same object, another for every other. */
  readonly idOf: (object: object) => number;
}

/** Distinct documents kept; past it the text cache starts anew. */
const MOST_DOCUMENTS = 50_000;

/** Values kept of each kind that is made of several parts: before and after an event, and one more of each. */
const MOST_RECENT = 4;

/** Makes a compiler with its own cache. */
export function createCompiler(): Compiler {
  const byText = new Map<string, CompiledPolicy | Unreadable>();
  const byPart = new WeakMap<object, Map<string, unknown>>();
  const ids = new WeakMap<object, number>();
  let nextId = 0;
  const compileText = (
    document: DocumentJson | undefined,
    type: PolicyType,
  ): CompiledPolicy | Unreadable => {
    const read = readDocument(document);
    if (isUnreadable(read)) return read;
    const json = jsonText(read.json);
    if (json === null) return { unreadable: "the document is nested too deeply" };
    const text = `${type} ${json}`;
    const cached = byText.get(text);
    if (cached !== undefined) return cached;
    const compiled = compilePolicy(read.json, type, KMS_VOCABULARY);
    const value =
      "malformed" in compiled
        ? { unreadable: `${compiled.malformed.path}: ${compiled.malformed.reason}` }
        : compiled;
    if (byText.size >= MOST_DOCUMENTS) byText.clear();
    byText.set(text, value);
    return value;
  };
  const once = <Part extends object, Value>(
    part: Part,
    kind: string,
    make: (part: Part) => Value,
  ): Value => {
    let values = byPart.get(part);
    if (values === undefined) {
      values = new Map();
      byPart.set(part, values);
    }
    if (values.has(kind)) return values.get(kind) as Value;
    const value = make(part);
    values.set(kind, value);
    return value;
  };
  return {
    policy: (document, type) =>
      typeof document === "object" && document !== null && !isUnreadable(document)
        ? once(document, type, () => compileText(document, type))
        : compileText(document, type),
    once,
    recent: keepRecent(),
    idOf: (object) => {
      let id = ids.get(object);
      if (id === undefined) {
        // Stryker disable next-line UpdateOperator: numbers of any kind tell objects apart
        id = nextId++;
        ids.set(object, id);
      }
      return id;
    },
  };
}

/** A value and what it was made of. */
interface Made {
  readonly parts: readonly unknown[];
  readonly value: unknown;
}

function keepRecent(): Compiler["recent"] {
  const byKind = new Map<string, Made[]>();
  return <Value>(
    kind: string,
    parts: readonly unknown[],
    make: (last: Value | null) => Value,
  ): Value => {
    const made = byKind.get(kind) ?? [];
    byKind.set(kind, made);
    const known = made.find((one) => sameParts(one.parts, parts));
    if (known !== undefined) return known.value as Value;
    const value = make((made[0]?.value as Value | undefined) ?? null);
    made.unshift({ parts, value });
    if (made.length > MOST_RECENT) made.pop();
    return value;
  };
}

function sameParts(a: readonly unknown[], b: readonly unknown[]): boolean {
  return a.length === b.length && a.every((part, index) => part === b[index]);
}

/** null: nested too deeply to be written. */
function jsonText(json: unknown): string | null {
  try {
    return JSON.stringify(json);
  } catch (error) {
    if (error instanceof RangeError) return null;
    throw error;
  }
}
