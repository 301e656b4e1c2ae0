/**
 * `npm run rebuild -- [--compare]`: makes the reports anew from the records, or with `--compare` prints every
 * difference between the two and ends with 1 where there is one. Works on the running stage, else on the stored one.
 */
import { join } from "node:path";
import { parseArgs } from "node:util";
import { built, withBundles } from "./build/index.ts";
import { StageFolder } from "./dev/folder.ts";
import { startStage } from "./stage.ts";

process.env.TZ = "UTC";

const { values } = parseArgs({
  options: { compare: { type: "boolean", default: false }, dir: { type: "string", default: ".stage" } },
});

/** What the function answers: an unfinished answer is sent back as it is. */
type Result = { done?: boolean; differences?: unknown[] } & Record<string, unknown>;

async function whole(ask: (input: object) => Promise<Result>): Promise<Result> {
  let answer = await ask({ compare: values.compare });
  while (answer.done === false) answer = await ask(answer);
  return answer;
}

async function main(): Promise<number> {
  const folder = new StageFolder(join(process.cwd(), values.dir));
  const running = folder.running();
  const awsUrl = running?.awsUrl;
  if (running) await atRest(running.url);
  const result = awsUrl ? await whole((input) => ask(awsUrl, input)) : await stored(folder);
  const { differences = [], ...rest } = result;
  console.log(JSON.stringify(rest, undefined, 2));
  for (const difference of differences) console.log(JSON.stringify(difference));
  if (values.compare)
    console.log(differences.length === 0 ? "no differences" : `${differences.length} differences`);
  return differences.length === 0 ? 0 : 1;
}

/** What is still on its way into the reports would show up as differences. */
async function atRest(url: string): Promise<void> {
  for (let asked = 1; asked <= 9; asked++) {
    const answer = (await (await fetch(`${url}/__local/rest`)).json()) as { atRest: boolean };
    if (answer.atRest) return;
    if (asked === 1) console.error("waiting for the stage to come to rest …");
  }
  console.error("the stage doesn't come to rest: what happens now may show up as differences");
}

async function ask(awsUrl: string, input: object): Promise<Result> {
  const answer = await fetch(`${awsUrl}/2015-03-31/functions/rebuild/invocations`, {
    method: "POST",
    headers: {
      // Only storage checks signatures; here the key says who asks.
      authorization:
        "AWS4-HMAC-SHA256 Credential=person.developer/20250101/us-east-1/lambda/aws4_request, SignedHeaders=host, Signature=0",
    },
    body: JSON.stringify(input),
  });
  const result = (await answer.json()) as Result;
  if (!answer.ok || answer.headers.has("x-amz-function-error"))
    throw new Error(JSON.stringify(result, undefined, 2));
  return result;
}

async function stored(folder: StageFolder): Promise<Result> {
  const root = process.cwd();
  folder.take(false);
  const made = await built(root);
  const stage = await startStage({
    dir: folder.path,
    assembly: made.assembly,
    template: (stacks) => withBundles(stacks, root, made),
    extras: made.extras,
    clock: "real",
    report: (error) => console.error(error),
  });
  try {
    await stage.idle();
    return await whole((input) => stage.invoke<Result>("rebuild", input));
  } finally {
    await stage.stop();
    folder.release();
  }
}

main().then(
  (code) => {
    process.exitCode = code;
  },
  (error: unknown) => {
    console.error(error instanceof Error ? (error.stack ?? error.message) : error);
    process.exitCode = 1;
  },
);
