// `npm run load`: over the embedded adapters, or with `--lab` through the deployed functions of a lab.
const [first, count] = process.argv.slice(2);
if (first === "--lab") {
  const { runLabLoad } = await import("./run-lab-load.ts");
  const isWhole = await runLabLoad(Number(count ?? 500), (text) =>
    process.stdout.write(`${text}\n`),
  );
  // Keep-alive connections of the clients would hold the process for some seconds more.
  process.exit(isWhole ? 0 : 1);
} else {
  await import("./run-load.ts");
}
