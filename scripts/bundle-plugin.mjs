import { bundleHandlers } from "./build.mjs";

/** Makes every `osls package` and `osls deploy` bundle the handlers first. */
export default class BundlePlugin {
  hooks = { "before:package:createDeploymentArtifacts": () => bundleHandlers() };
}
