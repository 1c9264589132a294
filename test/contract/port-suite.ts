import { describe, it } from "vitest";

/** What a port promises: each promise with the test that an adapter keeps it. */
export type Promises<Subject> = Readonly<
  Record<string, (subject: Subject) => Promise<void> | void>
>;

/** An adapter, and the promises that it does not make, each with the reason. */
export interface Adapter<Subject> {
  readonly name: string;
  readonly make: () => Promise<Subject> | Subject;
  readonly skips?: Readonly<Record<string, string>>;
}

/** Tests every promise of a port on every adapter; a promise is skipped only where that is declared. */
export function testPort<Subject>(
  port: string,
  promises: Promises<Subject>,
  adapters: readonly Adapter<Subject>[],
): void {
  describe.each(adapters)(`${port}: $name`, ({ make, skips = {} }) => {
    it.for(Object.entries(promises))("%s", async ([promise, keeps], { skip }) => {
      const reason = skips[promise];
      if (reason !== undefined) skip(reason);
      await keeps(await make());
    });

    it("declares no skip without its promise", ({ expect }) => {
      expect(Object.keys(promises)).toEqual(expect.arrayContaining(Object.keys(skips)));
    });
  });
}
