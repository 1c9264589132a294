import { execFile } from "node:child_process";
import type { Lab } from "../../../lab/start-lab.ts";

/** What a run of the command line printed on standard output, and how it ended. */
export interface CliRun {
  readonly stdout: string;
  readonly exitCode: number;
}

/** Runs the command line on the lab as a user would on AWS; `home` stands for the user's folder. */
export function runLabCli(
  { endpoint, region, accessKeyId, secretAccessKey }: Lab,
  home: string,
  args: readonly string[],
): Promise<CliRun> {
  const options = {
    maxBuffer: 64 * 1024 * 1024,
    env: {
      HOME: home,
      AWS_ENDPOINT_URL: endpoint,
      AWS_REGION: region,
      AWS_ACCESS_KEY_ID: accessKeyId,
      AWS_SECRET_ACCESS_KEY: secretAccessKey,
    },
  };
  return new Promise((resolve, reject) => {
    execFile(process.execPath, ["src/cli/main.ts", ...args], options, (error, stdout, stderr) => {
      if (error === null) resolve({ stdout, exitCode: 0 });
      else if (typeof error.code === "number") resolve({ stdout, exitCode: error.code });
      else reject(new Error(`${error.message}\n${stderr}`, { cause: error }));
    });
  });
}
