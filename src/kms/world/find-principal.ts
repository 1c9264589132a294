import { parseArn } from "../../account/arn.ts";
import type { PrincipalProfile } from "../request/principal-profile.ts";
import { federated, sessionProfile, userOrRole } from "./iam-principals.ts";
import { anyone, root, service } from "./other-principals.ts";
import type { World } from "./world.ts";

/** The profile of a principal named by ARN, service name or `*`; null when the text names none. */
export function findPrincipal(world: World, id: string): PrincipalProfile | null {
  if (id === "*") return anyone(world);
  const arn = parseArn(id);
  if (arn === null) return /^[a-z0-9-]+(\.[a-z0-9-]+)+$/i.test(id) ? service(id) : null;
  if (!/^\d{12}$/.test(arn.account) || (arn.service !== "iam" && arn.service !== "sts"))
    return null;
  const account = world.accounts.get(arn.account);
  if (arn.resource === "root") return root(world, id, arn.account, arn.partition, account);
  // Stryker disable next-line StringLiteral: nothing else is empty
  const [type = "", name = "", session = ""] = arn.resource.split("/");
  if (arn.service === "sts" && type === "assumed-role" && session !== "") {
    return sessionProfile(
      id,
      arn.account,
      arn.partition,
      name,
      arn.resource.slice(type.length + name.length + 2),
      account,
    );
  }
  if (arn.service === "sts" && type === "federated-user")
    return federated(id, arn.account, account);
  if (arn.service === "iam" && (type === "user" || type === "role")) {
    return userOrRole(id, arn.account, type, account, world.compiler);
  }
  return null;
}
