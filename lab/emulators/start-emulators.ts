import { join } from "node:path";
import { freePort } from "../processes/free-port.ts";
import { type ServerProcess, startServer } from "../processes/server-process.ts";

export interface Emulators {
  readonly motoUrl: string;
  readonly ministackUrl: string;
  readonly motoPort: number;
  readonly ministackPort: number;
}

/** Addresses that are free now; the tap needs them before the emulators run, and they need the tap's. */
export async function chooseAddresses(): Promise<Emulators> {
  const [motoPort, ministackPort] = [await freePort(), await freePort()];
  return {
    motoPort,
    ministackPort,
    motoUrl: `http://127.0.0.1:${motoPort}`,
    ministackUrl: `http://127.0.0.1:${ministackPort}`,
  };
}

interface EmulatorOptions {
  readonly python: string;
  readonly labFolder: string;
  readonly addresses: Emulators;
  readonly accountId: string;
  readonly region: string;
  readonly env: NodeJS.ProcessEnv;
}

/** Both emulators, each with what it needs to stay on loopback. */
export function startEmulators(options: EmulatorOptions): readonly ServerProcess[] {
  return [startMoto(options), startMinistack(options)];
}

/** KMS, IAM, EC2, Organizations and STS: what is audited. */
function startMoto({ python, labFolder, addresses, accountId, env }: EmulatorOptions) {
  return startServer({
    name: "moto",
    command: python,
    args: [join(labFolder, "emulators", "serve.py"), "moto", String(addresses.motoPort)],
    env: { ...env, MOTO_ACCOUNT_ID: accountId, MOTO_IAM_LOAD_MANAGED_POLICIES: "true" },
    healthUrl: `${addresses.motoUrl}/moto-api/`,
  });
}

/** Lambda, EventBridge, SNS, SQS, CloudFormation and whatever else runs the guardrail. */
function startMinistack(options: EmulatorOptions) {
  const { python, labFolder, addresses, accountId, region, env } = options;
  return startServer({
    name: "MiniStack",
    command: python,
    args: [join(labFolder, "emulators", "serve.py"), "ministack", String(addresses.ministackPort)],
    env: {
      ...env,
      // Without these three it listens beyond loopback.
      BIND_HOST: "127.0.0.1",
      IOT_MTLS_ENABLED: "0",
      SFTP_ENABLED: "0",
      LAMBDA_EXECUTOR: "local",
      LAMBDA_ASYNC_RETRY_BASE_SECONDS: "0.2",
      MINISTACK_ACCOUNT_ID: accountId,
      MINISTACK_REGION: region,
      // No containers, whatever the machine has.
      DOCKER_HOST: "unix:///nonexistent",
    },
    healthUrl: `${addresses.ministackUrl}/_ministack/health`,
  });
}
