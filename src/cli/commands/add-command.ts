import type { Command } from "commander";
import type { ExitCode } from "../exit-code.ts";
import type { Io } from "../io.ts";

/** Adds one command; what it does is imported only when it runs. */
export type AddCommand = (program: Command, io: Io, end: (code: ExitCode) => void) => void;
