/** One thing that is wrong with outside data, or worth a word: told by path, with a stable code. */
export interface Problem {
  readonly code: string;
  /** Where it stands, such as `keys[3].tags[0].TagKey`; empty for the whole. */
  readonly path: string;
  /** One sentence, lower-case start, no full stop, the user's input in backticks. */
  readonly message: string;
  /** What to do about it. */
  readonly help?: string;
}

/** Like a problem, but nothing is wrong enough to stop: the rest is done. */
export type Remark = Problem;
