import type { BuildOptions, Metafile } from "esbuild";

export const functionOptions: BuildOptions & { metafile: true };
export function bundleHandlers(outFolder?: string): Promise<Pick<Metafile, "outputs">>;
