/** Makes every `osls package` and `osls deploy` bundle the handlers first. */
export default class BundlePlugin {
  hooks = {
    "before:package:createDeploymentArtifacts": async () => {
      // Imported here: osls loads plugins with require(), which refuses a top-level await.
      const { bundleHandlers } = await import("./build.mjs");
      await bundleHandlers();
    },
  };
}
