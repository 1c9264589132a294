import { LabError } from "../lab-error.ts";
import { runCommand } from "../processes/run-command.ts";

const program =
  "import sys, venv, ensurepip; print(sys.version_info >= (3, 11), sys.implementation.cache_tag)";

interface Python {
  readonly python: string;
  /** Tells versions apart whose packages differ, as in `cpython-311`. */
  readonly version: string;
}

/** The first Python on the path that the emulators run on. */
export async function findPython(candidates = ["python3", "python"]): Promise<Python> {
  for (const python of candidates) {
    const answer = await runCommand(python, ["-c", program]).catch(() => "");
    const [isNewEnough, version] = answer.trim().split(" ");
    if (isNewEnough === "True" && version !== undefined) return { python, version };
  }
  throw new LabError("no Python 3.11 or newer with `venv` and `ensurepip` is on the path", {
    code: "E_LAB_UNAVAILABLE",
  });
}
