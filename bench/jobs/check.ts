import { run } from "../../src/cli/run.ts";
import { accountOf } from "../account/account-of.ts";
import type { AccountSize } from "../account/make-account.ts";
import { keyArn, roleArn } from "../account/names.ts";
import { type Cost, costOfAsync, peakMiB } from "../measure/cost.ts";
import { withAccountFile } from "./account-file.ts";
import { capturedIo } from "./captured-io.ts";

export interface CheckJob extends AccountSize {
  readonly measure: "check";
  readonly lines: number;
}

export interface CheckCosts {
  readonly answers: number;
  /** Answers to lines that cannot be decided. */
  readonly refused: number;
  readonly exitCode: number;
  readonly cost: Cost;
  readonly peakMiB: number;
}

/** Every so many lines one is broken. */
const brokenEvery = 100;
const linesOfPiece = 500;

/** Runs the command `check` on lines that are made while they are read. */
export async function measureCheck(job: CheckJob): Promise<CheckCosts> {
  return await withAccountFile(accountOf("usual", job), async (file) => {
    let answers = 0;
    let refused = 0;
    const count = (text: string) => {
      for (const line of text.split("\n")) {
        if (line === "") continue;
        answers++;
        if (line.includes('"error":')) refused++;
      }
    };
    const io = capturedIo(count, () => pieces(job));
    const { value: exitCode, cost } = await costOfAsync(() =>
      run(["check", "--account", file, "--requests", "-"], io),
    );
    return { answers, refused, exitCode, cost, peakMiB: peakMiB() };
  });
}

async function* pieces(job: CheckJob): AsyncGenerator<Uint8Array> {
  for (let from = 0; from < job.lines; from += linesOfPiece) {
    const count = Math.min(linesOfPiece, job.lines - from);
    const lines = Array.from({ length: count }, (_, at) => lineOf(from + at, job));
    yield Buffer.from(`${lines.join("\n")}\n`);
  }
}

const actions = ["kms:Decrypt", "kms:Encrypt", "kms:DescribeKey", "kms:ScheduleKeyDeletion"];

function lineOf(index: number, { keys, roles }: CheckJob): string {
  if (index % brokenEvery === brokenEvery - 1) return '{"principal": "broken';
  return JSON.stringify({
    id: `r${index}`,
    principal: roleArn((index * 7) % roles),
    action: actions[index % actions.length],
    key: keyArn((index * 13) % keys),
    via: index % 2 === 0 ? null : "vpce-0a1b2c3d4e5f60718",
  });
}
