/** Writes the configuration of a deployment beside the bundled handlers. */
export function bundleConfiguration(
  configuration: { readonly file: string; readonly mode: string },
  outFolder?: string,
): Promise<void>;
