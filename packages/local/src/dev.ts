/**
 * `npm run dev [-- --port N --fresh --no-demo --built --verbose --dir FOLDER --faults FILE]`: a whole stage on this machine, with
 * state and log in `.stage/`. The last line it prints at start is `Rapport is ready: URL`.
 */
import { join } from "node:path";
import { parseArgs } from "node:util";
import { built, withBundles } from "./build/index.ts";
import { builtClient } from "./build/web.ts";
import { PASSWORD, SIGN_INS, seedDemo } from "./dev/demo.ts";
import { StageFolder } from "./dev/folder.ts";
import { Terminal } from "./dev/terminal.ts";
import { Watcher } from "./dev/watch.ts";
import { described } from "./fault/describe.ts";
import { readFaults } from "./fault/index.ts";
import { startStage } from "./stage.ts";
import { freePort } from "./wiring/address.ts";
import { lagOf } from "./wiring/faulting.ts";

// Lambda's clock is UTC; the engine, the inbox and the functions share this process's.
process.env.TZ = "UTC";

const { values } = parseArgs({
  options: {
    port: { type: "string", default: "4000" },
    fresh: { type: "boolean", default: false },
    "no-demo": { type: "boolean", default: false },
    verbose: { type: "boolean", default: false },
    built: { type: "boolean", default: false },
    dir: { type: "string", default: ".stage" },
    faults: { type: "string" },
  },
});

const root = process.cwd();
const terminal = new Terminal(values.verbose);
const { say } = terminal;

async function main(): Promise<void> {
  const started = performance.now();
  const seconds = () => `${((performance.now() - started) / 1000).toFixed(1)} s`;
  // Read first: a mistake in it shouldn't wait for the build.
  const faults = values.faults === undefined ? undefined : readFaults(values.faults);
  const folder = new StageFolder(join(root, values.dir));
  folder.take(values.fresh);
  terminal.logTo(join(folder.path, "stage.log"));
  say("building functions and templates …");
  const made = await built(root, say);
  for (const problem of made.problems) say(`! ${problem}`);
  const client = values.built ? await builtClient(root, say) : undefined;
  const stage = await startStage({
    dir: folder.path,
    port: await freePort(Number(values.port)),
    assembly: made.assembly,
    template: (stacks) => withBundles(stacks, root, made),
    clock: "real",
    web: client ? "built" : "dev",
    ...(client ? { webDist: client } : {}),
    extras: made.extras,
    lag: lagOf(faults, { indexMs: 30, staleRate: 0.02, staleMs: 50 }),
    smtp: 0,
    print: terminal.print,
    report: terminal.report,
  });
  folder.announce({ pid: process.pid, url: stage.url, awsUrl: stage.awsUrl });
  say(`stage started (${seconds()})`);
  const watcher = new Watcher(
    root,
    join(folder.path, "bundles"),
    stage,
    new Map(made.inputs.map(([name, files]) => [name, new Set(files)])),
    say,
  );
  const watching = watcher.start();
  const stop = once(async () => {
    watcher.stop();
    await stage.stop();
    folder.release();
    process.exit(0);
  });
  for (const signal of ["SIGINT", "SIGTERM"] as const) process.on(signal, stop);
  const demo = !values["no-demo"] && (await seedDemo(stage, folder, started, say));
  void watcher.warm();
  // A change that is made from now on is seen.
  await watching;
  // After the demo is there: what is seeded must be whole.
  if (faults) stage.inject(faults);
  say("");
  say(`app         ${stage.url}`);
  say(`open host   ${stage.openUrl}`);
  say(`inbox       ${stage.url}/__local/inbox`);
  say(`mail in     smtp://127.0.0.1:${stage.smtpPort}`);
  say(`AWS         ${stage.awsUrl}`);
  for (const line of faults ? described(faults) : []) say(`fault       ${line}`);
  if (demo) say(`sign in as  ${SIGN_INS.join(", ")} with the password ${PASSWORD}`);
  say("");
  say(`Rapport is ready: ${stage.url}`);
}

function once(work: () => Promise<void>): () => void {
  let begun = false;
  return () => {
    if (begun) return;
    begun = true;
    work().catch((error: unknown) => {
      terminal.report(error);
      process.exit(1);
    });
  };
}

main().catch((error: unknown) => {
  terminal.report(error);
  process.exit(1);
});
