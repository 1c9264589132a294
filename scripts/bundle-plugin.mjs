/** Makes every `osls package` and `osls deploy` bundle the handlers first, and the configuration with them. */
export default class BundlePlugin {
  constructor(serverless) {
    this.hooks = {
      "before:package:createDeploymentArtifacts": async () => {
        // Imported here: osls loads plugins with require(), which refuses a top-level await.
        const { bundleHandlers } = await import("./build.mjs");
        const { bundleConfiguration } = await import("./bundle-configuration.mjs");
        await bundleHandlers();
        await bundleConfiguration(serverless.service.custom.configuration);
      },
    };
  }
}
