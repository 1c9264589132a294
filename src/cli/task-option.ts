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

/** A task has its own actions and its own path. */
export function refuseBesideTask({
  action,
  via,
}: {
  readonly action?: unknown;
  readonly via?: string;
}): void {
  if (action !== undefined) {
    throw usageError("`--task` and `--action` do not go together: a task has its own actions");
  }
  if (via !== undefined && via !== "none") {
    throw usageError(
      "`--task` and `--via` do not go together: an AWS service's calls pass none of the account's VPC endpoints",
    );
  }
}
