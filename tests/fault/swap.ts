/**
 * Two versions of the stream's readers as real bundles, swapped while they read what both versions write: what a version
 * doesn't know it parks, nothing else waits, and the newer one heals it by a replay.
 */
import { LambdaClient } from "@aws-sdk/client-lambda";
import { S3Client } from "@aws-sdk/client-s3";
import { unmarshall } from "@aws-sdk/util-dynamodb";
import { expect } from "vitest";
import { Chance } from "../../packages/local/src/fault/chance.ts";
import { type GivenUp, replayFrom } from "../../scripts/replay.ts";
import { type Owner, signUp } from "../journey/client.ts";
import { differences } from "../journey/mailing.ts";
import { freshStage, type Stage } from "../stage/helper.ts";
import { newerBundles } from "./newer/bundle.ts";

const READERS = ["relay", "project"] as const;
const SWAPPED = [...READERS, "rebuild"];
const PEOPLE = 5;
/** How often a reader changes its version, and after how many calls of its own at most. */
const SWAPS = { least: 2, most: 4, between: 12 };

type Item = Record<string, unknown>;
type Versions = Record<"older" | "newer", Record<string, string>>;
type Parked = { reader: string; images: Item[] };

export async function startSwapping(): Promise<(seed: number) => Promise<void>> {
  const newer = await newerBundles(SWAPPED);
  return async (seed) => {
    const stage = await freshStage({ extras: [{ name: "writer", file: newer.writer!, like: "api" }] });
    const files = SWAPPED.map((name): [string, string] => [name, fileOf(stage, name)]);
    try {
      await swapping(stage, { older: Object.fromEntries(files), newer }, new Chance(seed));
    } finally {
      await stage.stop();
    }
  };
}

async function swapping(stage: Stage, versions: Versions, chance: Chance): Promise<void> {
  const owner = await signUp(stage, "ada@swap.example");
  await stage.idle();
  deploy(stage, versions.newer);
  const over = swapAmid(stage, versions, chance);
  await Promise.all([byOlder(owner), byNewer(stage, owner)]);
  await stage.idle();
  over();
  // The last of it meets the older version in any case.
  deploy(stage, versions.older);
  await byNewer(stage, owner, "Late");
  await owner.post("/contacts", { firstName: "Last" });
  await stage.idle();

  const parked = await parkedOf(stage);
  for (const { reader, images } of parked)
    expect(
      images.map(({ _schema }) => _schema),
      `${reader} parks what it doesn't know, alone`,
    ).toEqual([2]);
  for (const reader of READERS)
    expect(parked.filter((one) => one.reader === reader).length).toBeGreaterThanOrEqual(3);
  const kept = stage.faults.splice(0).map((fault) => (fault as Error).name);
  expect(kept).toEqual(parked.map(() => "GivenUp"));

  // Nothing else waits: all other people are counted, and stand in History.
  const contacts = await items(stage, "Records", "contact");
  const unknown = (reader: string) =>
    parked.filter((one) => one.reader === reader && one.images[0]?.__edb_e__ === "contact").length;
  expect(contacts).toHaveLength(2 * PEOPLE + 2);
  expect(await counted(stage)).toBe(contacts.length - unknown("project"));
  expect(await told(stage, "contact")).toBe(contacts.length - unknown("relay"));
  expect(await told(stage, "patron")).toBeLessThan(PEOPLE + 1);

  deploy(stage, versions.newer);
  expect(await replayed(stage)).toEqual({ done: parked.length, all: parked.length });
  await stage.idle();
  expect(await counted(stage)).toBe(contacts.length);
  expect(await told(stage, "contact")).toBe(contacts.length);
  expect(await told(stage, "patron")).toBe(PEOPLE + 1);
  expect(await differences(stage)).toEqual([]);
  expect(stage.faults).toEqual([]);
}

/** People of today's API. */
async function byOlder(owner: Owner): Promise<void> {
  for (let n = 0; n < PEOPLE; n++)
    await owner.post("/contacts", { firstName: `Old${n}`, email: `old${n}@swap.example` });
}

/** People, patrons and unique addresses, all of a shape that today's readers don't know. */
async function byNewer(stage: Stage, { workspaceId }: Owner, ...names: string[]): Promise<void> {
  const all = names.length > 0 ? names : Array.from({ length: PEOPLE }, (_, n) => `New${n}`);
  await stage.invoke("writer", { workspaceId, names: all });
}

function deploy(stage: Stage, files: Record<string, string>, names: readonly string[] = SWAPPED): void {
  for (const name of names) stage.restartFunction(name, files[name]);
}

/** Each reader changes its version some times, at calls of its own: the invocation under way ends on the old one. */
function swapAmid(stage: Stage, { older, newer }: Versions, chance: Chance): () => void {
  const plans = READERS.map((reader) => {
    let at = 0;
    const swaps = Array.from({ length: chance.between(SWAPS.least, SWAPS.most) }, () => {
      at += chance.between(1, SWAPS.between);
      return at;
    });
    return { reader, name: nameOf(stage, reader), swaps, calls: 0, now: newer };
  });
  return stage.intercept(({ caller }) => {
    const plan = plans.find(({ name }) => caller.kind === "function" && caller.name === name);
    if (!plan?.swaps.includes(++plan.calls)) return;
    plan.now = plan.now === newer ? older : newer;
    deploy(stage, plan.now, [plan.reader]);
  });
}

const planOf = (stage: Stage, name: string) =>
  stage.plan.functions.find(({ path }) => path.toLowerCase().split("/").includes(name))!;
const nameOf = (stage: Stage, name: string): string => planOf(stage, name).name;
const fileOf = (stage: Stage, name: string): string => planOf(stage, name).file;

async function parkedOf(stage: Stage): Promise<Parked[]> {
  const bucket = stage.buckets.FailureBucket!;
  return Promise.all(
    stage.storage.keys(bucket).map(async (key) => {
      const object = await stage.storage.get(bucket, key);
      const { requestContext, payload } = JSON.parse(String(object?.body)) as GivenUp;
      const { Records } = JSON.parse(payload) as { Records: { dynamodb: { NewImage: never } }[] };
      const reader = READERS.find((name) => requestContext.functionArn.includes(nameOf(stage, name)))!;
      return { reader, images: Records.map(({ dynamodb }) => unmarshall(dynamodb.NewImage)) };
    }),
  );
}

/** `npm run replay`, on this stage. */
function replayed(stage: Stage): Promise<{ done: number; all: number }> {
  const { region, credentials, awsUrl: endpoint } = stage;
  const set = { region, credentials, endpoint };
  return replayFrom(
    stage.buckets.FailureBucket!,
    new S3Client({ ...set, forcePathStyle: true }),
    new LambdaClient(set),
  );
}

async function all(stage: Stage, table: string): Promise<Item[]> {
  const found: Item[] = [];
  let ExclusiveStartKey: unknown;
  do {
    const asked = { TableName: stage.tables[table], ExclusiveStartKey };
    const page = await stage.engine.call<{ Items: never[]; LastEvaluatedKey?: unknown }>("Scan", asked);
    found.push(...page.Items.map((item) => unmarshall(item)));
    ExclusiveStartKey = page.LastEvaluatedKey;
  } while (ExclusiveStartKey);
  return found;
}

const items = async (stage: Stage, table: string, noun: string): Promise<Item[]> =>
  (await all(stage, table)).filter(({ pk, sk }) => String(pk).split("#")[2] === noun && sk === noun);

/** People counted by the reports, whoever sees them. */
async function counted(stage: Stage): Promise<number> {
  const sums = (await all(stage, "Reports")).filter(
    ({ pk, sk }) => String(pk).endsWith("#all") && String(sk).startsWith("2#funnel"),
  );
  return sums.reduce((total, { lead }) => total + Number(lead ?? 0), 0);
}

/** Records of a noun whose beginning stands in History. */
async function told(stage: Stage, noun: string): Promise<number> {
  const lines = (await all(stage, "History")).filter(({ what }) => what === "created");
  return lines.filter(({ pk }) => String(pk).split("#")[2] === noun).length;
}
