import { connect, createServer } from "node:net";
import { expect, it } from "vitest";

it("fails a test that prints", () => {
  expect(() => console.log("x")).toThrow("test prints with console.log: x");
  // The call above was meant: the check after each test must not see it.
  const printed = console.log as unknown as { mockClear: () => void };
  printed.mockClear();
});

it("refuses to connect beyond loopback", () => {
  expect(() => connect({ host: "192.0.2.1", port: 443 })).toThrow("test reaches the network");
  expect(() => connect(443, "example.com")).toThrow("`example.com`");
});

it("refuses fetch beyond loopback", async () => {
  await expect(fetch("https://192.0.2.1/")).rejects.toThrow();
});

it("connects to loopback", async () => {
  const server = createServer((socket) => socket.end());
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { port } = server.address() as { port: number };
  await new Promise<void>((resolve, reject) => {
    connect(port, "127.0.0.1").on("connect", resolve).on("error", reject);
  });
  await new Promise((resolve) => server.close(resolve));
});
