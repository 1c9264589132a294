import { partitionOfRegion } from "../../account/partition-of-region.ts";
import { isUnreadable } from "../../account/snapshot.ts";
import type { LiveRead } from "../handle/reconcile.ts";
import type { JudgeOptions } from "../judge/judge-record.ts";
import type { LiveReader } from "../ports.ts";
import { type SweepMessage, type SweepStep, withStep } from "../state/sweep-state.ts";
import { endSweep } from "./end-sweep.ts";
import { recordSwept } from "./record-sweep.ts";
import { sweepPage } from "./sweep-page.ts";
import { isRunning, type SweepPorts, type SweptMessage, superseded } from "./sweep-ports.ts";

/** Handles one message of a sweep: a page of keys, the endpoints, the IAM inventory, or the end. */
export async function handleSweep(
  message: SweepMessage,
  ports: SweepPorts,
  options: JudgeOptions,
): Promise<SweptMessage> {
  const { sweep } = await ports.store.load();
  if (!isRunning(sweep, message)) return superseded;
  switch (message.kind) {
    case "keys":
      return sweepPage(message, sweep, ports, options);
    case "endpoints":
    case "inventory":
      return sweepStep(message.kind, message, ports, options);
    case "end":
      return endSweep(message, ports, options);
  }
}

async function sweepStep(
  step: SweepStep,
  message: SweepMessage,
  ports: SweepPorts,
  options: JudgeOptions,
): Promise<SweptMessage> {
  const { live, refused } = await readStep(step, ports.reader);
  const { account, region } = ports.home;
  const partition = partitionOfRegion(region);
  const resource = {
    ...(step === "endpoints"
      ? {
          type: "AWS::EC2::VPCEndpoint",
          arn: `arn:${partition}:ec2:${region}:${account}:vpc-endpoint/*`,
        }
      : { type: "AWS::::Account", arn: `arn:${partition}:iam::${account}:root` }),
    unread: refused === null ? {} : { [step]: refused },
  };
  return recordSwept(
    {
      ...{ message, read: live, tried: [resource] },
      progress: (sweep, now) => withStep(sweep, step, now),
    },
    ports,
    options,
  );
}

async function readStep(
  step: SweepStep,
  reader: LiveReader,
): Promise<{ readonly live: LiveRead; readonly refused: string | null }> {
  if (step === "endpoints") {
    const endpoints = await reader.readEndpoints();
    return isUnreadable(endpoints)
      ? { live: {}, refused: endpoints.unreadable }
      : { live: { endpoints }, refused: null };
  }
  const details = await reader.readAuthorizationDetails();
  return isUnreadable(details)
    ? { live: {}, refused: details.unreadable }
    : { live: { details }, refused: null };
}
