import { posix } from "node:path";

/** A source file by its path in the repository, with `/` between folders. */
export interface SourceFile {
  readonly path: string;
  readonly text: string;
}

/** What a folder of `src`, or `handlers`, may import: folders of ours, and packages. */
interface FolderRule {
  readonly folders: readonly string[];
  /** Absent: any package, and Node's own modules; the folder does input and output. */
  readonly packages?: readonly string[];
}

const decisions = ["access", "kms", "policy", "account"];
const pure = ["guardrail", "perimeter", ...decisions, "cloudtrail"];
const ports = ["remediation", "alerts", ...pure];

export const folderRules: Readonly<Record<string, FolderRule>> = {
  account: { folders: [], packages: ["zod"] },
  policy: { folders: ["account"], packages: ["ipaddr.js"] },
  kms: { folders: ["policy", "account"], packages: [] },
  access: { folders: ["kms", "policy", "account"], packages: [] },
  perimeter: { folders: decisions, packages: [] },
  cloudtrail: { folders: ["account"], packages: ["zod"] },
  guardrail: { folders: ["perimeter", ...decisions, "cloudtrail"], packages: ["zod"] },
  remediation: { folders: pure, packages: [] },
  alerts: { folders: pure, packages: ["diff"] },
  aws: { folders: ports },
  embedded: { folders: ports },
  slack: { folders: ports },
  webhooks: { folders: ports },
  cli: { folders: ["aws", "embedded", ...ports] },
  handlers: { folders: ["aws", "embedded", "slack", "webhooks", ...ports] },
};

/** The rooms of large folders: each imports files beside the rooms, and the rooms before it. */
export const roomsOf: Readonly<Record<string, readonly string[]>> = {
  alerts: ["words", "records", "terminal", "channels"],
  aws: ["read", "store", "state", "publish", "functions", "snapshot", "doctor", "alerts", "ports"],
  access: ["decide", "explain", "who-can", "compare", "usages"],
  account: ["parse", "apply", "attributes"],
  cloudtrail: ["unwrap", "kms", "ec2", "iam", "control"],
  kms: ["key", "directory", "request", "world", "layers", "evaluate"],
  guardrail: ["finding", "config", "state", "judge", "handle", "sweep", "watch"],
  remediation: ["plan", "check", "decision", "revert"],
};

const maxLines = 300;

// Strings are matched first, so that a comment sign inside one is not taken for a comment.
const stringOrComment =
  /("(?:\\.|[^"\\\n])*"|'(?:\\.|[^'\\\n])*'|`(?:\\.|[^`\\])*`)|\/\/[^\n]*|\/\*[\s\S]*?\*\//g;
const specifiers = [
  /\b(?:import|export)\b[^"'`;=()]*?\bfrom\s*["']([^"'\n]+)["']/g,
  /\bimport\s*["']([^"'\n]+)["']/g,
  /\b(?:import|require)\s*\(\s*["'`]([^"'`\n]+)["'`]/g,
];
const ambient =
  /(?<![.\w])(?:process\.\w+|Date\.now\(|new Date\(\)|performance\.now\(|Math\.random\(|crypto\.(?:subtle|random\w+|get\w+)|fetch\(|set(?:Timeout|Interval)\()/;

function withoutComments(text: string): string {
  return text.replace(stringOrComment, (_, string: string | undefined) => string ?? " ");
}

function withoutStrings(code: string): string {
  return code.replace(stringOrComment, '""');
}

/** Every module that the code names: static, type-only, re-exported and dynamic. */
export function listImports(text: string): readonly string[] {
  const code = withoutComments(text);
  return specifiers.flatMap((pattern) =>
    [...code.matchAll(pattern)].map((match) => match[1] ?? ""),
  );
}

/** `policy` for `src/policy/glob.ts`, `handlers` for `handlers/kms-key.ts`; null outside both. */
function folderOf(path: string): string | null {
  const [top = "", second = "", third] = path.split("/");
  if (top === "handlers") return "handlers";
  return top === "src" && third !== undefined ? second : null;
}

function roomOf(path: string): string | null {
  const [, , room = "", file] = path.split("/");
  return file === undefined ? null : room;
}

function checkRooms(path: string, target: string, folder: string): string[] {
  const rooms = roomsOf[folder];
  const from = roomOf(path);
  const to = roomOf(target);
  if (rooms === undefined || from === null || to === null) return [];
  if (!rooms.includes(from)) return [`${path}: a room that docs/architecture.md does not name`];
  if (rooms.indexOf(to) <= rooms.indexOf(from)) return [];
  return [`${path}: \`${folder}/${from}\` imports \`${folder}/${to}\``];
}

const packageOf = (specifier: string): string =>
  specifier.split("/", specifier.startsWith("@") ? 2 : 1).join("/");

function checkImport(
  file: SourceFile,
  folder: string,
  rule: FolderRule,
  specifier: string,
): string[] {
  if (!specifier.startsWith(".")) {
    const allowed = rule.packages === undefined || rule.packages.includes(packageOf(specifier));
    return allowed ? [] : [`${file.path}: \`${folder}\` imports \`${specifier}\``];
  }
  if (!/\.(?:ts|json)$/.test(specifier)) {
    return [`${file.path}: import without its extension: \`${specifier}\``];
  }
  const target = posix.join(posix.dirname(file.path), specifier);
  const targetFolder = folderOf(target);
  if (targetFolder === folder) return checkRooms(file.path, target, folder);
  if (rule.folders.includes(targetFolder ?? "")) return [];
  return [`${file.path}: \`${folder}\` imports \`${targetFolder ?? target}\``];
}

function checkNaming(file: SourceFile, code: string): string[] {
  const problems: string[] = [];
  if (file.path.split("/").some((part) => /(?:^|-)utils?(?:$|[-.])/.test(part))) {
    problems.push(`${file.path}: named \`utils\`: name it after what it holds`);
  }
  if (/\bexport\s+default\b|\bexport\s*\{[^}]*\bas\s+default\b/.test(code)) {
    problems.push(`${file.path}: default export`);
  }
  const lines = file.text.split("\n").length - (file.text.endsWith("\n") ? 1 : 0);
  if (lines > maxLines) problems.push(`${file.path}: ${lines} lines, at most ${maxLines}`);
  return problems;
}

/** What in the file breaks docs/architecture.md, one line each. */
export function checkArchitecture(file: SourceFile): readonly string[] {
  const folder = folderOf(file.path);
  const rule = folder === null ? undefined : folderRules[folder];
  if (folder === null || rule === undefined) {
    return [`${file.path}: outside the folders of docs/architecture.md`];
  }
  const code = withoutStrings(withoutComments(file.text));
  const problems = listImports(file.text).flatMap((specifier) =>
    checkImport(file, folder, rule, specifier),
  );
  const reach = rule.packages === undefined ? null : ambient.exec(code);
  if (reach !== null) problems.push(`${file.path}: pure code reaches for \`${reach[0]}\``);
  return [...problems, ...checkNaming(file, code)];
}
