/** A command of a `console` block, as it is typed, and what is shown to be printed. */
export interface ShownCommand {
  readonly command: string;
  readonly shown: readonly string[];
}

/** The commands in the `console` blocks of a Markdown text. */
export function shownCommands(markdown: string): readonly ShownCommand[] {
  const blocks = [...markdown.matchAll(/^```console\n([\s\S]*?)^```$/gm)].map(
    ([, text = ""]) => text,
  );
  return blocks.flatMap((block) =>
    block
      .split(/^\$ /m)
      .slice(1)
      .map((part) => {
        const lines = part.trimEnd().split("\n");
        const end = lines.findIndex((line) => !/(\\|\|)$/.test(line));
        const command = lines.slice(0, end + 1).map((line) => line.replace(/\\$/, "").trim());
        return { command: command.join(" "), shown: lines.slice(end + 1) };
      }),
  );
}

/** The words of a command as a POSIX shell reads them: bare, or in single quotes. */
export function shellWords(line: string): readonly string[] {
  const words = line.match(/(?:'[^']*'|\\.|[^\s'\\])+/g) ?? [];
  return words.map((word) =>
    word.replace(/'([^']*)'|\\(.)/g, (_, quoted, escaped) => quoted ?? escaped),
  );
}

/** A pattern of what is shown: `…` stands for whatever was left out, on a line of its own for lines. */
export function shownPattern(shown: readonly string[]): RegExp {
  const lines = shown.map((line) =>
    line === "…" ? "(?:.*\\n)*?" : `${line.split("…").map(escaped).join(".*")}\\n`,
  );
  return new RegExp(`^${lines.join("")}\\n*$`);
}

function escaped(text: string): string {
  return text.replace(/[\\^$.*+?()[\]{}|]/g, "\\$&");
}
