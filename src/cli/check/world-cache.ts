import { createHash } from "node:crypto";
import type { RequestError } from "../../access/decide/request.ts";
import { parseSnapshot } from "../../account/parse/parse-snapshot.ts";
import { createCompiler } from "../../kms/compiler.ts";
import { compileWorld, type World } from "../../kms/world/world.ts";
import { inFile } from "../input/read-accounts.ts";
import type { Reporter } from "../reporter.ts";

/** Accounts that requests bring along are kept compiled, the last few of them. */
const mostWorlds = 16;

/** Gives the world of an account that a request brings along. */
export type WorldOf = (account: unknown, file: string, line: number) => World | RequestError;

/** Compiles each account once, as long as it is among the last few; its remarks are told once. */
export function cacheWorlds(reporter: Reporter): WorldOf {
  const cached = new Map<string, World | RequestError>();
  return (account, file, line) => {
    const key = createHash("sha256").update(JSON.stringify(account)).digest("base64");
    const world = cached.get(key) ?? read(account, file, line, reporter);
    cached.delete(key);
    cached.set(key, world);
    const [oldest] = cached.keys();
    if (cached.size > mostWorlds && oldest !== undefined) cached.delete(oldest);
    return world;
  };
}

function read(
  account: unknown,
  file: string,
  line: number,
  reporter: Reporter,
): World | RequestError {
  const result = parseSnapshot(account, "account");
  if (!result.ok) {
    const [first] = result.problems;
    const path = first === undefined || first.path === "" ? "" : `\`account.${first.path}\`: `;
    return {
      code: first?.code ?? "E_SNAPSHOT_INVALID",
      message: `${path}${first?.message ?? "the account is not a snapshot"}`,
    };
  }
  for (const remark of result.remarks) {
    reporter.remark({ ...inFile(remark, file), line, path: `account.${remark.path}` });
  }
  return compileWorld([result.snapshot], createCompiler());
}
