import { enableCompileCache, flushCompileCache } from "node:module";
import { parseArgs } from "node:util";

// Fifty files of TypeScript are stripped and compiled once, not at each start; so the rest is imported after this.
enableCompileCache();
const { createEngine, serve } = await import("./index.ts");

const { values } = parseArgs({
  options: {
    port: { type: "string", default: "8000" },
    host: { type: "string", default: "127.0.0.1" },
    file: { type: "string" },
    account: { type: "string", default: "123456789012" },
    shards: { type: "string" },
    synchronous: { type: "string" },
    transitions: { type: "string" },
  },
});

const engine = createEngine({
  file: values.file,
  account: values.account,
  shards: values.shards ? Number(values.shards) : undefined,
  transitionMs: values.transitions ? Number(values.transitions) : undefined,
  synchronous: values.synchronous as "OFF" | "NORMAL" | "FULL" | undefined,
});
const served = await serve(engine, { port: Number(values.port), host: values.host });
console.log(`The table engine is ready: ${served.url}`);

setTimeout(flushCompileCache, 1000).unref();

async function stop(): Promise<void> {
  await served.close();
  engine.close();
  process.exit(0);
}
process.once("SIGINT", () => void stop());
process.once("SIGTERM", () => void stop());
