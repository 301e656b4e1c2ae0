import type { startStage } from "../../packages/local/src/stage.ts";
import { person } from "../numbers/workspace.ts";

type Stage = Awaited<ReturnType<typeof startStage>>;
export type Ask = <T = Record<string, unknown>>(method: string, path: string, body?: object) => Promise<T>;

/** Signs up and asks as the owner. */
export async function owner(stage: Stage): Promise<Ask> {
  let cookie = "";
  const ask: Ask = async (method, path, body) => {
    const answer = await fetch(`${stage.url}/api/v1${path}`, {
      method,
      headers: { cookie, "content-type": "application/json" },
      ...(body ? { body: JSON.stringify(body) } : {}),
    });
    cookie ||= answer.headers.getSetCookie()[0]?.split(";")[0] ?? "";
    const text = await answer.text();
    if (!answer.ok) throw new Error(`${method} ${path}: ${answer.status} ${text.slice(0, 300)}`);
    return JSON.parse(text);
  };
  const person = {
    workspace: "Bench",
    name: "Bea",
    email: "bea@bench.example",
    password: "correct horse battery",
  };
  await ask("POST", "/auth/sign-up", person);
  return ask;
}

const HEADER = "First Name,Last Name,Email,Phone,City,Country,Website,Customer Id";

export const csvOf = (count: number) =>
  [
    HEADER,
    ...Array.from({ length: count }, (_, at) => {
      const { firstName, lastName, email, phone, address, website, externalId } = person(at).contact;
      return [firstName, lastName, email, phone, address.city, address.country, website, externalId].join();
    }),
  ].join("\n");

/** A file imported through S3; answers how long it took. */
export async function imported(stage: Stage, ask: Ask, csv: string): Promise<number> {
  const began = performance.now();
  const body = Buffer.from(csv);
  const file = { fileName: "bench.csv", size: body.length };
  const { id, upload } = await ask<{ id: string; upload: string }>("POST", "/imports", file);
  await fetch(upload, { method: "PUT", body, headers: { "content-type": "text/csv" } });
  await ask("POST", `/imports/${id}/inspect`);
  await ask("PATCH", `/imports/${id}`, { tags: ["bench"] });
  await ask("POST", `/imports/${id}/start`);
  await stage.idle(3_600_000);
  const { state } = await ask("GET", `/imports/${id}`);
  if (state !== "done") throw new Error(`the import is ${String(state)}`);
  return performance.now() - began;
}

/** Requests a second over 16 connections for some seconds. */
export async function throughput(run: (at: number) => Promise<unknown>, ms = 3_000): Promise<number> {
  const began = performance.now();
  let done = 0;
  await Promise.all(
    Array.from({ length: 16 }, async () => {
      while (performance.now() - began < ms) await run(done++);
    }),
  );
  return done / ((performance.now() - began) / 1_000);
}
