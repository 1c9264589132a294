import { findServiceTask, SERVICE_TASKS, type ServiceTask } from "../kms/service-tasks.ts";
import { CliError, usageError } from "./cli-error.ts";
import { closestWord } from "./closest-word.ts";

/** The task that `--task` names. */
export function parseTask(text: string): ServiceTask {
  const task = findServiceTask(text);
  if (task !== undefined) return task;
  const names = SERVICE_TASKS.map(({ name }) => name);
  const closest = closestWord(text, names);
  throw new CliError([
    {
      code: "E_TASK_UNKNOWN",
      message: `no task is called \`${text}\``,
      help:
        closest === null
          ? `the tasks are ${names.join(", ")}`
          : `did you mean \`${closest}\`? The tasks are ${names.join(", ")}`,
    },
  ]);
}

/** Options that a task leaves no room for, and why. */
const besideTask = {
  action: { option: "--action", why: "a task has its own actions" },
  via: {
    option: "--via",
    why: "an AWS service's calls pass none of the account's VPC endpoints",
  },
  alias: { option: "--alias", why: "no task is an alias operation" },
  grant: { option: "--grant", why: "no task retires or revokes a grant" },
  contextComplete: {
    option: "--context-complete",
    why: "the service sets context keys of its own",
  },
} as const;

/** Refuses the options that do not go with `--task`; outside any endpoint is where a task is asked anyway. */
export function refuseBesideTask(
  options: Readonly<Partial<Record<keyof typeof besideTask, unknown>>>,
): void {
  const given = { ...options, via: options.via === "none" ? undefined : options.via };
  for (const [name, { option, why }] of Object.entries(besideTask)) {
    if (given[name as keyof typeof besideTask] !== undefined) {
      throw usageError(`\`--task\` and \`${option}\` do not go together: ${why}`);
    }
  }
}
