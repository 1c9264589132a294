import { globSync, readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { checkArchitecture, folderRules, listImports } from "../support/architecture.ts";

const paths = globSync(["src/**/*.ts", "handlers/**/*.ts"]).map((path) =>
  path.replaceAll("\\", "/"),
);

describe("the project's files", () => {
  it("are found", () => {
    expect(paths.length).toBeGreaterThan(0);
  });

  it("keep the rules of docs/architecture.md", () => {
    const problems = paths.flatMap((path) =>
      checkArchitecture({ path, text: readFileSync(path, "utf8") }),
    );
    expect(problems).toEqual([]);
  });
});

/** The problems of one planted line in a file of the folder. */
const planted = (path: string, text: string) => checkArchitecture({ path, text });

describe("the dependency rule", () => {
  const order = [
    "account",
    "policy",
    "kms",
    "access",
    "perimeter",
    "guardrail",
    "remediation",
    "cli",
  ];

  it.each(order.slice(1).map((upper, below) => [order[below] ?? "", upper] as const))(
    "lets `%s` know nothing of `%s`, only the reverse",
    (lower, upper) => {
      expect(planted(`src/${lower}/x.ts`, `import { y } from "../${upper}/y.ts";`)).toEqual([
        `src/${lower}/x.ts: \`${lower}\` imports \`${upper}\``,
      ]);
      expect(planted(`src/${upper}/x.ts`, `import { y } from "../${lower}/y.ts";`)).toEqual([]);
    },
  );

  it.each([
    ["cloudtrail", "policy"],
    ["cloudtrail", "guardrail"],
    ["policy", "cloudtrail"],
    ["kms", "cloudtrail"],
    ["access", "guardrail"],
    ["guardrail", "aws"],
    ["guardrail", "alerts"],
    ["remediation", "alerts"],
    ["alerts", "remediation"],
    ["alerts", "embedded"],
    ["aws", "embedded"],
    ["embedded", "aws"],
    ["slack", "aws"],
    ["aws", "slack"],
    ["slack", "embedded"],
    ["cli", "slack"],
    ["aws", "cli"],
    ["embedded", "cli"],
  ])("keeps `%s` from `%s`", (folder, other) => {
    expect(planted(`src/${folder}/deep/x.ts`, `import "../../${other}/y.ts";`)).toHaveLength(1);
  });

  it("keeps the command line and the handlers from each other", () => {
    expect(planted("src/cli/x.ts", 'import { handler } from "../../handlers/y.ts";')).toHaveLength(
      1,
    );
    expect(planted("handlers/x.ts", 'import { y } from "../src/cli/y.ts";')).toHaveLength(1);
  });

  it("lets the command line and the handlers import both sets of adapters", () => {
    const text = 'import { a } from "../src/aws/a.ts";\nimport { b } from "../src/embedded/b.ts";';
    expect(planted("handlers/x.ts", text)).toEqual([]);
    expect(planted("src/cli/x.ts", text.replaceAll("../src/", "../"))).toEqual([]);
  });

  it("lets a file import its own folder", () => {
    expect(planted("src/policy/x.ts", 'import { y } from "./y.ts";')).toEqual([]);
    expect(planted("src/policy/deep/x.ts", 'import { y } from "../y.ts";')).toEqual([]);
  });

  it("lets a room of a folder import those before it, and the files beside the rooms", () => {
    const path = "src/guardrail/judge/x.ts";
    for (const before of ["../finding/y.ts", "../state/y.ts", "../ports.ts", "./y.ts"]) {
      expect(planted(path, `import { y } from "${before}";`)).toEqual([]);
    }
    expect(planted(path, 'import { y } from "../handle/y.ts";')).toEqual([
      `${path}: \`guardrail/judge\` imports \`guardrail/handle\``,
    ]);
    expect(planted("src/guardrail/misc/x.ts", 'import "../judge/y.ts";')).toHaveLength(1);
  });

  it("refuses what lies outside `src` and `handlers`", () => {
    expect(planted("src/kms/x.ts", 'import actions from "../../test/actions.json";')).toHaveLength(
      1,
    );
  });

  it("refuses a folder that it does not know, and a file beside the folders", () => {
    expect(planted("src/misc/x.ts", "")).toHaveLength(1);
    expect(planted("src/index.ts", "")).toHaveLength(1);
  });
});

describe("packages", () => {
  const pureFolders = Object.keys(folderRules).filter((name) => folderRules[name]?.packages);

  it.each(pureFolders)("`%s` imports no Node module, SDK client or middy", (folder) => {
    for (const name of ["node:fs", "fs", "@aws-sdk/client-kms", "@middy/core", "commander"]) {
      expect(planted(`src/${folder}/x.ts`, `import { y } from "${name}";`)).toEqual([
        `src/${folder}/x.ts: \`${folder}\` imports \`${name}\``,
      ]);
    }
  });

  it.each([
    ["zod", ["account", "cloudtrail", "guardrail"]],
    ["zod/mini", ["account", "cloudtrail", "guardrail"]],
    ["ipaddr.js", ["policy"]],
    ["diff", ["alerts"]],
  ])("only the folders that need `%s` import it", (name, folders) => {
    const importing = pureFolders.filter(
      (folder) => planted(`src/${folder}/x.ts`, `import { y } from "${name}";`).length === 0,
    );
    expect(importing).toEqual(folders);
  });

  it("leaves adapters and composition free", () => {
    for (const path of ["src/aws/x.ts", "src/embedded/x.ts", "src/cli/x.ts", "handlers/x.ts"]) {
      expect(planted(path, 'import { y } from "node:fs";\nprocess.exitCode = 1;')).toEqual([]);
    }
  });

  it.each(["process.env", "Date.now()", "new Date()", "Math.random()", "crypto.randomUUID()"])(
    "pure code does not reach for %s",
    (call) => {
      expect(planted("src/guardrail/x.ts", `export const y = () => ${call};`)).toHaveLength(1);
    },
  );

  it("takes neither text nor comments for code", () => {
    const text = '// process.env\nexport const y = ["Date.now()", `new Date()`, new Date(0)];';
    expect(planted("src/kms/x.ts", text)).toEqual([]);
  });
});

describe("naming and size", () => {
  it("refuses `utils`", () => {
    expect(planted("src/policy/utils.ts", "")).toHaveLength(1);
    expect(planted("src/policy/util/glob.ts", "")).toHaveLength(1);
    expect(planted("src/policy/arn-utils.ts", "")).toHaveLength(1);
    expect(planted("src/policy/utilisation.ts", "")).toEqual([]);
  });

  it("refuses default exports", () => {
    expect(planted("src/policy/x.ts", "export default 1;")).toHaveLength(1);
    expect(planted("handlers/x.ts", "const y = 1;\nexport { y as default };")).toHaveLength(1);
    expect(planted("src/policy/x.ts", '// export default\nexport const y = "default";')).toEqual(
      [],
    );
  });

  it("refuses more than 300 lines", () => {
    expect(planted("src/policy/x.ts", "x;\n".repeat(301))).toHaveLength(1);
    expect(planted("src/policy/x.ts", "x;\n".repeat(300))).toEqual([]);
  });

  it("refuses an import without its extension", () => {
    expect(planted("src/policy/x.ts", 'import { y } from "./y";')).toHaveLength(1);
  });
});

describe("listing imports", () => {
  it.each([
    ['import { a } from "x";', ["x"]],
    ['import type { A } from "x";', ["x"]],
    ['import a, { type B } from "x";', ["x"]],
    ['import * as a from "x";', ["x"]],
    ['import {\n  a,\n  b,\n} from "x";', ["x"]],
    ['import data from "x" with { type: "json" };', ["x"]],
    ['import "x";', ["x"]],
    ['export { a } from "x";', ["x"]],
    ['export * from "x";', ["x"]],
    ['const a = await import("x");', ["x"]],
    ["const a = await import(`x`);", ["x"]],
    ['type A = import("x").A;', ["x"]],
    ['const a = require("x");', ["x"]],
    ['import { a } from "x";\nimport { b } from "y";', ["x", "y"]],
    ['// import { a } from "x";', []],
    ['/* import "x"; */', []],
    ["const url = \"https://x\"; import 'y';", ["y"]],
    ['export const from = "x";', []],
  ])("%s", (text, expected) => {
    expect(listImports(text)).toEqual(expected);
  });
});
