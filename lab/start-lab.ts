import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { delimiter, join } from "node:path";
import { fileURLToPath } from "node:url";
import { deployService, readStackOutputs } from "./deploy/deploy-service.ts";
import { stageService } from "./deploy/stage-service.ts";
import {
  answers,
  chooseAddresses,
  startMinistack,
  startMoto,
} from "./emulators/start-emulators.ts";
import type { ServerProcess } from "./processes/server-process.ts";
import { ensureEnvironment } from "./python/ensure-environment.ts";
import { seedAdministrator } from "./seed-administrator.ts";
import type { MotoClient } from "./tap/moto-client.ts";
import { startTap } from "./tap/start-tap.ts";

const labFolder = fileURLToPath(new URL(".", import.meta.url));
const root = fileURLToPath(new URL("..", import.meta.url));
const upMilliseconds = 60_000;

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

/** Starts both emulators and the tap, deploys the service, and leaves nothing behind when any of this fails. */
export async function startLab(options: LabOptions): Promise<RunningLab> {
  const ended: (() => Promise<void>)[] = [];
  const stop = async () => {
    for (const end of ended.splice(0).reverse()) await end();
  };
  try {
    return { ...(await start(options, ended)), stop };
  } catch (error) {
    await stop();
    throw error;
  }
}

async function start(
  { region = "us-west-2", tell, signal, seed }: LabOptions,
  ended: (() => Promise<void>)[],
): Promise<Omit<RunningLab, "stop">> {
  const accountId = "123456789012";
  const stage = "lab";
  const stackName = `kms-guardrail-${stage}`;
  const python = await ensureEnvironment({ labFolder, tell, signal });
  const folder = await mkdtemp(join(tmpdir(), "kms-guardrail-lab-"));
  ended.push(() => rm(folder, { recursive: true, force: true }));

  const addresses = await chooseAddresses();
  const servers: ServerProcess[] = [];
  const logs = () => servers.map((server) => server.tail()).join("\n\n");
  const facts: { lab?: Lab } = {};
  const tap = await startTap({
    ...{ accountId, region, ...addresses },
    status: () => ({ ...facts.lab, logs: logs() }),
    onFailure: (error) => tell(`tap: ${error instanceof Error ? error.message : String(error)}`),
  });
  ended.push(tap.stop);

  const env = {
    // The pinned Node first: MiniStack runs functions on the one that it finds.
    PATH: [join(root, "node_modules", ".bin"), process.env["PATH"]].join(delimiter),
    HOME: folder,
    TMPDIR: folder,
    AWS_ENDPOINT_URL: tap.url,
    AWS_REGION: region,
    AWS_ACCESS_KEY_ID: accountId,
    AWS_SECRET_ACCESS_KEY: "lab",
  };
  tell("starting moto and MiniStack");
  const launch = { python, labFolder, addresses, accountId, region, env };
  const moto = startMoto(launch);
  const ministack = startMinistack(launch);
  servers.push(moto, ministack);
  ended.push(async () => {
    await Promise.all([moto.stop(), ministack.stop()]);
  });
  const [service] = await Promise.all([
    stageService(root, folder),
    moto.waitUntil(() => answers(`${addresses.motoUrl}/moto-api/`), upMilliseconds),
    ministack.waitUntil(
      () => answers(`${addresses.ministackUrl}/_ministack/health`),
      upMilliseconds,
    ),
  ]);
  signal?.throwIfAborted();
  const { identity, secretAccessKey } = await seedAdministrator(tap.moto, accountId);
  tap.identities.useAdministrator(identity);
  const seeded = await seed?.(tap.moto, region);

  tell("deploying serverless.yml");
  const { accessKeyId } = identity;
  await deployService({
    ...{ root, service, region, stage, signal },
    env: { ...env, AWS_ACCESS_KEY_ID: accessKeyId, AWS_SECRET_ACCESS_KEY: secretAccessKey },
  });
  const stackOutputs = await readStackOutputs(addresses.ministackUrl, region, stackName);
  const lab = {
    ...{ region, accountId, accessKeyId, secretAccessKey, stackName, stackOutputs, seeded },
    endpoint: tap.url,
    processGroups: servers.map((server) => server.processGroup),
  };
  facts.lab = lab;
  return { ...lab, logs };
}
