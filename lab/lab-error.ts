/** The lab did not start, or broke while it ran. */
export class LabError extends Error {
  /** `E_LAB_UNAVAILABLE`: this machine lacks what the lab needs. */
  readonly code: "E_LAB_UNAVAILABLE" | "E_LAB_FAILED";

  constructor(
    message: string,
    { code = "E_LAB_FAILED" as LabError["code"], cause }: LabErrorDetails = {},
  ) {
    super(message, { cause });
    this.code = code;
  }
}

interface LabErrorDetails {
  readonly code?: LabError["code"];
  readonly cause?: unknown;
}
