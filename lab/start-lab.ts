import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { delimiter, join } from "node:path";
import { fileURLToPath } from "node:url";
import { deployService, readStackOutputs } from "./deploy/deploy-service.ts";
import { stageService } from "./deploy/stage-service.ts";
import { chooseAddresses, startEmulators } from "./emulators/start-emulators.ts";
import type { ServerProcess } from "./processes/server-process.ts";
import { ensureEnvironment } from "./python/ensure-environment.ts";
import { seedAdministrator } from "./seed-administrator.ts";
import type { MotoClient } from "./tap/moto-client.ts";
import { startTap } from "./tap/start-tap.ts";

const labFolder = fileURLToPath(new URL(".", import.meta.url));
const root = fileURLToPath(new URL("..", import.meta.url));
const accountId = "123456789012";
const stage = "lab";

/** A running lab: everything that a client of it must know. */
export interface Lab {
  /** Stands for AWS. */
  readonly endpoint: string;
  readonly region: string;
  readonly accountId: string;
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
  readonly stackName: string;
  readonly stackOutputs: Readonly<Record<string, string>>;
  /** The process groups of the emulators. */
  readonly processGroups: readonly number[];
  /** What `seed` returned. */
  readonly seeded?: unknown;
}

export interface LabOptions {
  readonly region?: string;
  readonly tell: (text: string) => void;
  /** Aborting stops a start that is under way. */
  readonly signal?: AbortSignal;
  /** Fills the account before anybody watches it. */
  readonly seed?: (moto: MotoClient, region: string) => Promise<unknown>;
}

export interface RunningLab extends Lab {
  /** The last lines of both emulators. */
  readonly logs: () => string;
  stop(): Promise<void>;
}

/** What is started, to be ended in reverse. */
interface Ends {
  add(end: () => Promise<void>): void;
  readonly isStopping: () => boolean;
}

/** Starts both emulators and the tap, deploys the service, and leaves nothing behind when any of this fails. */
export async function startLab(options: LabOptions): Promise<RunningLab> {
  const ended: (() => Promise<void>)[] = [];
  let isStopping = false;
  const stop = async () => {
    isStopping = true;
    for (const end of ended.splice(0).reverse()) await end();
  };
  try {
    const ends: Ends = { add: (end) => ended.push(end), isStopping: () => isStopping };
    return { ...(await start(options, ends)), stop };
  } catch (error) {
    await stop();
    throw error;
  }
}

async function start(options: LabOptions, ends: Ends): Promise<Omit<RunningLab, "stop">> {
  const { region = "us-west-2", tell, signal, seed } = options;
  const stackName = `kms-guardrail-${stage}`;
  const python = await ensureEnvironment({ labFolder, tell, signal });
  const folder = await mkdtemp(join(tmpdir(), "kms-guardrail-lab-"));
  ends.add(() => rm(folder, { recursive: true, force: true }));

  tell("starting moto and MiniStack");
  const addresses = await chooseAddresses();
  const servers: ServerProcess[] = [];
  const logs = () => servers.map((server) => server.tail()).join("\n\n");
  const tap = await startTap({
    ...{ accountId, region, ...addresses },
    status: () => ({ logs: logs() }),
    onFailure: (error) => {
      if (!ends.isStopping()) tell(`tap: ${error instanceof Error ? error.message : error}`);
    },
  });
  ends.add(tap.stop);
  const env = clientEnvironment(folder, region, tap.url);
  servers.push(...startEmulators({ python, labFolder, addresses, accountId, region, env }));
  ends.add(async () => {
    await Promise.all(servers.map((server) => server.stop()));
  });
  const service = await stageService(root, folder);
  await Promise.all(servers.map((server) => server.waitUntilUp(signal)));
  const { identity, secretAccessKey } = await seedAdministrator(tap.moto, accountId);
  tap.identities.useAdministrator(identity);
  const seeded = await seed?.(tap.moto, region);

  tell("deploying serverless.yml");
  const { accessKeyId } = identity;
  const credentials = { AWS_ACCESS_KEY_ID: accessKeyId, AWS_SECRET_ACCESS_KEY: secretAccessKey };
  await deployService({ root, service, region, stage, signal, env: { ...env, ...credentials } });
  const stackOutputs = await readStackOutputs(addresses.ministackUrl, region, stackName);
  return {
    ...{ region, accountId, accessKeyId, secretAccessKey, stackName, stackOutputs, seeded, logs },
    endpoint: tap.url,
    processGroups: servers.map((server) => server.processGroup),
  };
}

/** What the emulators, and with them the deployed functions, find in their environment: nothing of the user's AWS. */
function clientEnvironment(folder: string, region: string, endpoint: string): NodeJS.ProcessEnv {
  return {
    // The pinned Node first: MiniStack runs functions on the one that it finds.
    PATH: [join(root, "node_modules", ".bin"), process.env["PATH"]].join(delimiter),
    HOME: folder,
    TMPDIR: folder,
    AWS_ENDPOINT_URL: endpoint,
    AWS_REGION: region,
    AWS_ACCESS_KEY_ID: accountId,
    AWS_SECRET_ACCESS_KEY: "lab",
  };
}
