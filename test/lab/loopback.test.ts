import { existsSync, readdirSync, readFileSync, readlinkSync } from "node:fs";
import { expect, it } from "vitest";
import { describeInLab } from "./support/describe-in-lab.ts";

const loopback = /^(?:0100007F|00000000000000000000000001000000|0000000000000000FFFF00000100007F):/;
const listening = "0A";

/** Which processes belong to a group. https://man7.org/linux/man-pages/man5/proc_pid_stat.5.html */
function processesOf(groups: readonly number[]): string[] {
  return readdirSync("/proc").filter((id) => {
    if (!/^\d+$/.test(id)) return false;
    try {
      const stat = readFileSync(`/proc/${id}/stat`, "utf8");
      const [, , group] = stat.slice(stat.lastIndexOf(")") + 2).split(" ");
      return groups.includes(Number(group));
    } catch {
      return false;
    }
  });
}

/** The sockets that a process has open, by their inodes. */
function socketsOf(id: string): string[] {
  const folder = `/proc/${id}/fd`;
  return readdirSync(folder).flatMap((name) => {
    try {
      return /^socket:\[(\d+)\]$/.exec(readlinkSync(`${folder}/${name}`))?.[1] ?? [];
    } catch {
      return [];
    }
  });
}

/** The local addresses that the sockets listen on. https://man7.org/linux/man-pages/man5/proc_net.5.html */
function addressesOf(sockets: ReadonlySet<string>): string[] {
  return ["/proc/net/tcp", "/proc/net/tcp6"].flatMap((file) =>
    readFileSync(file, "utf8")
      .split("\n")
      .map((line) => line.trim().split(/\s+/))
      .filter((fields) => fields[3] === listening && sockets.has(fields[9] ?? ""))
      .map((fields) => fields[1] ?? ""),
  );
}

describeInLab("the lab", (lab) => {
  it.runIf(existsSync("/proc/net/tcp"))("listens on loopback only", () => {
    const sockets = new Set(processesOf(lab().processGroups).flatMap(socketsOf));
    const addresses = addressesOf(sockets);
    expect(addresses.length).toBeGreaterThanOrEqual(2);
    expect(addresses.filter((address) => !loopback.test(address))).toEqual([]);
    expect(new URL(lab().endpoint).hostname).toBe("127.0.0.1");
  });
});
