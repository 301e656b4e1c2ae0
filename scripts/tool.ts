import { spawn } from "node:child_process";
import type { Stage } from "../infra/stages.ts";

/** The last line of SST that is built on the CDK. 1,080 packages, which only a deployment needs: so npx brings it. */
const SST = "sst@2.49.8";

export function sst(command: "build" | "deploy" | "diff" | "remove", stage: Stage): Promise<void> {
  const environment = { SST_TELEMETRY_DISABLED: "1", AWS_REGION: stage.region };
  return run("npx", ["--yes", SST, command, "--stage", stage.name], environment);
}

export function npm(...argument: string[]): Promise<void> {
  return run("npm", argument, {});
}

function run(command: string, argument: string[], environment: Record<string, string>): Promise<void> {
  const { promise, resolve, reject } = Promise.withResolvers<void>();
  const child = spawn(command, argument, {
    stdio: "inherit",
    env: { ...process.env, ...environment },
    shell: process.platform === "win32",
  });
  child.on("error", reject);
  child.on("close", (code) =>
    code === 0 ? resolve() : reject(new Error(`${command} ${argument.join(" ")} ended with ${code}.`)),
  );
  return promise;
}
