/*
 * Text before it is laid out: what is said and how it is meant. Where it is shown decides how it
 * looks, and escapes what must not reach it as it is.
 */

/** How a piece of text is meant. */
export type Tone = "strong" | "dim" | "critical" | "danger" | "warning" | "notice" | "good";

export interface Span {
  readonly text: string;
  readonly tone?: Tone;
  /** To be copied, or of lines of its own: it is not broken to fit. */
  readonly isVerbatim?: true;
}

export type Line = readonly Span[];

export interface TableRow {
  readonly cells: readonly Line[];
  /** Lines below the row, which no column holds. */
  readonly details?: readonly Line[];
}

export type Block =
  | { readonly kind: "lines"; readonly indent: number; readonly lines: readonly Line[] }
  | {
      readonly kind: "table";
      readonly indent: number;
      readonly head?: readonly string[];
      readonly rows: readonly TableRow[];
    };

/** A line of one piece. */
export function line(text: string, tone?: Tone): Line {
  return [span(text, tone)];
}

/** A line that is there to be copied. */
export function verbatim(text: string, tone?: Tone): Line {
  return [{ ...span(text, tone), isVerbatim: true }];
}

export function span(text: string, tone?: Tone): Span {
  return tone === undefined ? { text } : { text, tone };
}
