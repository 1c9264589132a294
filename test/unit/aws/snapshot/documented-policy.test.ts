import { globSync, readFileSync } from "node:fs";
import { expect, it } from "vitest";

interface Statement {
  readonly Action: string | readonly string[];
}

/** The files that reading a snapshot calls AWS from. */
const readers = [
  ...globSync("src/aws/snapshot/*.ts"),
  ...["kms", "iam", "ec2"].map((service) => `src/aws/read/${service}-reader.ts`),
  "src/aws/read/list-keys.ts",
];

it("the documented policy allows exactly the calls that reading a snapshot makes", () => {
  const calls = readers.flatMap((path) => {
    const text = readFileSync(path, "utf8");
    const clients = [...text.matchAll(/import \{([^}]*)\} from "@aws-sdk\/client-(\w+)"/g)];
    return clients.flatMap(([, names = "", service = ""]) =>
      [...names.matchAll(/(\w+)Command\b/g)].map(([, operation]) => `${service}:${operation}`),
    );
  });
  const [, json = ""] =
    /```json\n([\s\S]*?)```/.exec(readFileSync("docs/snapshot.md", "utf8")) ?? [];
  const { Statement } = JSON.parse(json) as { readonly Statement: readonly Statement[] };
  const allowed = Statement.flatMap(({ Action }) => Action);
  // Nobody needs a permission to ask who he is.
  expect(calls.filter((call) => call !== "sts:GetCallerIdentity").sort()).toEqual(allowed.sort());
});
