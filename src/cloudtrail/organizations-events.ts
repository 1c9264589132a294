import { type CallParser, noChange, untold } from "./reading.ts";

const policiesMove: CallParser = () => untold("organization policies must be read again");
const unattached: CallParser = () => noChange("a policy that is attached nowhere decides nothing");

/**
 * Organizations: what a policy is attached to, and where an account stands, can be far from the
 * account that asks, so the policies have to be read again. CreatePolicy attaches nothing, and
 * DeletePolicy takes only a policy that is attached nowhere.
 * https://docs.aws.amazon.com/organizations/latest/APIReference/API_AttachPolicy.html
 * https://docs.aws.amazon.com/organizations/latest/APIReference/API_DeletePolicy.html
 */
export const organizationsEvents: ReadonlyMap<string, CallParser> = new Map([
  ["AttachPolicy", policiesMove],
  ["DetachPolicy", policiesMove],
  ["UpdatePolicy", policiesMove],
  ["EnablePolicyType", policiesMove],
  ["DisablePolicyType", policiesMove],
  ["EnableAllFeatures", policiesMove],
  ["MoveAccount", policiesMove],
  ["AcceptHandshake", policiesMove],
  ["CreateOrganization", policiesMove],
  ["DeleteOrganization", policiesMove],
  ["LeaveOrganization", policiesMove],
  ["RemoveAccountFromOrganization", policiesMove],
  ["CreatePolicy", unattached],
  ["DeletePolicy", unattached],
]);
