import { execFile, spawn } from "node:child_process";
import { mkdtempSync, readFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import { afterAll, beforeAll, expect, test } from "vitest";
import { ROOT } from "../../infra/path.ts";
import { type Stage, startStage } from "../../packages/local/src/stage.ts";
import { synth, type Template } from "./synth.ts";

let stage: Stage;

beforeAll(async () => {
  const assembly = mkdtempSync(join(tmpdir(), "rapport-assembly-"));
  const run = promisify(execFile);
  await run(process.execPath, ["infra/app.ts", "--stage", "local", "--out", assembly], { cwd: ROOT });
  stage = await startStage({ assembly });
});

afterAll(() => stage?.stop());

test("sst build --stage test makes the very templates that the stage is tested with", async () => {
  // The first run fetches SST, about a minute; later ones take seconds.
  const done = await stageCommand("build", "test");
  expect(done.output).toContain("Built:");
  expect(done.code).toBe(0);

  const ours = await synth("test");
  for (const [stack, template] of [["Data", ours.data] as const, ["App", ours.app] as const]) {
    const file = join(ROOT, `.sst/dist/rapport-test-${stack}.template.json`);
    expect(comparable(JSON.parse(readFileSync(file, "utf8")) as Template)).toEqual(comparable(template));
  }
});

test("a stage's name that can't be one is refused before anything runs", async () => {
  const done = await stageCommand("build", "My_Stage");
  expect(done.code).toBe(1);
  expect(done.output).toContain("lower-case letters");
});

test("a production stage isn't removed, nor is the account's", async () => {
  expect((await stageCommand("remove", "production")).output).toContain("production stage");
  expect((await stageCommand("remove", "account")).output).toContain("it stays");
});

async function stageCommand(command: string, name: string): Promise<{ code: number | null; output: string }> {
  const { accessKeyId, secretAccessKey, sessionToken } = stage.credentials;
  const child = spawn(process.execPath, ["scripts/stage.ts", command, "--stage", name], {
    cwd: ROOT,
    env: {
      ...process.env,
      // SST leaves out its bootstrap where it believes to be tested itself.
      NODE_ENV: "production",
      CI: "1",
      AWS_ENDPOINT_URL: stage.awsUrl,
      AWS_ACCESS_KEY_ID: accessKeyId,
      AWS_SECRET_ACCESS_KEY: secretAccessKey,
      AWS_SESSION_TOKEN: sessionToken,
      AWS_REGION: "us-east-1",
    },
  });
  let output = "";
  for (const stream of [child.stdout, child.stderr])
    stream.on("data", (chunk) => {
      output += chunk;
    });
  const code = await new Promise<number | null>((closed) => child.on("close", closed));
  return { code, output };
}

/** A template without what the account and the code decide: SST's tags, asset locations, version ids. */
function comparable(template: Template): unknown {
  const text = JSON.stringify(template.Resources, (key, value: unknown) => {
    if (key === "Metadata" || key === "S3Bucket" || key === "S3Key") return undefined;
    if (key === "Tags" && Array.isArray(value))
      return value.filter((tag) => !String((tag as { Key: string }).Key).startsWith("sst:"));
    if (key === "Tags" && value && typeof value === "object")
      return Object.fromEntries(Object.entries(value).filter(([name]) => !name.startsWith("sst:")));
    return value;
  });
  return JSON.parse(text.replace(/CurrentVersion[0-9A-F]{8}[0-9a-f]{32}/g, "CurrentVersion"));
}
