import {
  type Document,
  isAlias,
  isMap,
  isNode,
  isScalar,
  isSeq,
  LineCounter,
  type Node,
  parseDocument,
} from "yaml";
import { DEFAULT_CONFIG, type GuardrailConfig } from "../../guardrail/config.ts";
import type { Mode } from "../../guardrail/finding.ts";
import type { Message } from "../message.ts";

export const modes: readonly Mode[] = ["observe", "alert", "approve", "enforce"];

/** A configuration, or all that is wrong with it. */
export type ConfigResult =
  | { readonly config: GuardrailConfig }
  | { readonly problems: readonly Message[] };

/** Checks `guardrail.yml`; every problem names its line. */
export function parseConfig(text: string, file: string): ConfigResult {
  const lines = new LineCounter();
  const document = parseDocument(text, { lineCounter: lines, prettyErrors: false });
  const problems: Message[] = [];
  const report: Report = (offset, message, code = "E_CONFIG_INVALID") => {
    const line = offset === null ? null : lines.linePos(offset).line;
    problems.push({ code, file, line, message });
  };
  for (const error of document.errors) {
    report(error.pos[0], `not YAML: ${error.message.split("\n")[0] ?? ""}`, "E_CONFIG_YAML");
  }
  if (problems.length > 0) return { problems };
  const config = readConfig(document, report);
  return problems.length > 0 ? { problems } : { config };
}

type Report = (offset: number | null, message: string, code?: string) => void;
type Members = ReadonlyMap<string, Node | null>;

const known = ["version", "mode", "trustedAccounts", "guardrail", "rules"];

function readConfig(document: Document, report: Report): GuardrailConfig {
  const root = document.contents;
  const members = membersOf(document, root, known, "the configuration", report);
  if (members === null) return DEFAULT_CONFIG;
  const version = members.get("version");
  if (version === undefined) report(0, "`version: 1` is missing");
  else if (textOf(version) !== "1") report(offsetOf(version), "expected `version: 1`");
  const rules = members.get("rules") ?? null;
  if (!isNothing(rules) && !(isSeq(rules) && rules.items.length === 0)) {
    report(offsetOf(rules), "`rules` are not supported by this version", "E_CONFIG_UNSUPPORTED");
  }
  return {
    version: 1,
    mode: readMode(members, report),
    trustedAccounts: readAccountIds(document, members.get("trustedAccounts"), report),
    guardrail: { principal: readPrincipal(document, members.get("guardrail"), report) },
  };
}

function readMode(members: Members, report: Report): Mode {
  const node = members.get("mode");
  if (node === undefined) return DEFAULT_CONFIG.mode;
  const text = textOf(node);
  const mode = modes.find((one) => one === text);
  if (mode === undefined) report(offsetOf(node), `expected \`mode\` to be ${modes.join(", ")}`);
  return mode ?? DEFAULT_CONFIG.mode;
}

function readAccountIds(
  document: Document,
  node: Node | null | undefined,
  report: Report,
): readonly string[] {
  if (node === undefined || isNothing(node)) return [];
  if (!isSeq(node)) {
    report(offsetOf(node), "expected `trustedAccounts` to be a list of account ids");
    return [];
  }
  return node.items.flatMap((item) => {
    const id = resolve(document, item);
    const text = textOf(id);
    if (text !== null && /^\d{12}$/.test(text)) return [text];
    report(offsetOf(id), `expected an account id of twelve digits, found \`${text ?? "no text"}\``);
    return [];
  });
}

function readPrincipal(
  document: Document,
  node: Node | null | undefined,
  report: Report,
): string | null {
  if (node === undefined || isNothing(node)) return null;
  const principal = membersOf(document, node, ["principal"], "`guardrail`", report)?.get(
    "principal",
  );
  if (principal === undefined || isNothing(principal)) return null;
  const text = textOf(principal);
  if (text?.startsWith("arn:")) return text;
  report(offsetOf(principal), "expected `guardrail.principal` to be the ARN of a role or user");
  return null;
}

function membersOf(
  document: Document,
  node: Node | null,
  names: readonly string[],
  owner: string,
  report: Report,
): Members | null {
  if (!isMap(node)) {
    report(offsetOf(node) ?? 0, `expected ${owner} to be a mapping with ${names.join(", ")}`);
    return null;
  }
  const members = new Map<string, Node | null>();
  for (const { key, value } of node.items) {
    const name = isNode(key) ? (textOf(key) ?? "") : "";
    if (names.includes(name)) members.set(name, resolve(document, value));
    else {
      const help = `${owner} has ${names.map((one) => `\`${one}\``).join(", ")}`;
      report(offsetOf(isNode(key) ? key : null), `unknown key \`${name}\`: ${help}`);
    }
  }
  return members;
}

function resolve(document: Document, value: unknown): Node | null {
  if (isAlias(value)) return value.resolve(document) ?? null;
  return isNode(value) ? value : null;
}

/** A key without a value. */
function isNothing(node: Node | null): node is null {
  return node === null || (isScalar(node) && node.value === null);
}

/** A scalar as it was written, so that an account id keeps its leading zero. */
function textOf(node: Node | null): string | null {
  if (!isScalar(node) || node.value === null) return null;
  return node.source ?? String(node.value);
}

function offsetOf(node: Node | null): number | null {
  return node?.range?.[0] ?? null;
}
