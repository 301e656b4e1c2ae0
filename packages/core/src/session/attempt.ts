import { createHash } from "node:crypto";
import { DeleteCommand } from "@aws-sdk/lib-dynamodb";
import { update } from "../aws/statement.ts";
import { documents, records } from "../aws/table.ts";
import * as Context from "../kernel/context.ts";
import { TooMany } from "../kernel/error.ts";

/** How often something may be tried within some minutes, for one subject and from one address. An office shares an address. */
export type Door = { name: string; minutes: number; subject: number; ip: number };
export const doors = {
  signIn: { name: "sign-in", minutes: 15, subject: 10, ip: 200 },
  signUp: { name: "sign-up", minutes: 60, subject: 10, ip: 60 },
  forgot: { name: "forgot", minutes: 60, subject: 5, ip: 60 },
  ticket: { name: "ticket", minutes: 15, subject: 10, ip: 100 },
  confirm: { name: "confirm", minutes: 15, subject: 10, ip: 200 },
  form: { name: "form", minutes: 15, subject: 5_000, ip: 60 },
} as const satisfies Record<string, Door>;

/** Account-wide counters, one item a window: `attempt#DOOR#SUBJECT#WINDOW`, gone by TTL. Subjects are hashed. */
function counter(door: Door, kind: "subject" | "ip", value: string, now: number) {
  const length = door.minutes * 60_000;
  const window = Math.floor(now / length);
  const hash = createHash("sha256").update(value.trim().toLowerCase()).digest("base64url").slice(0, 22);
  const key = { pk: `attempt#${door.name}#${kind}#${hash}#${window}`, sk: "attempt" };
  return { key, endsAt: (window + 1) * length };
}

async function count(door: Door, kind: "subject" | "ip", value: string, now: number): Promise<void> {
  const { key, endsAt } = counter(door, kind, value, now);
  const set = { _ttl: Math.ceil(endsAt / 1000) + 60 };
  const outcome = await update(key, { set, add: { attempts: 1 }, upsert: true }).run();
  const attempts = outcome.ok ? Number(outcome.item.attempts) : 0;
  if (attempts > door[kind])
    throw new TooMany(
      Math.max(1, Math.ceil((endsAt - now) / 1000)),
      "Too many attempts. Wait until then, or reset your password.",
    );
}

/** Counts first and then tells, so that attempts side by side are counted, too. @throws {TooMany} */
export async function attempt(door: Door, subject: string): Promise<void> {
  const now = Context.now().getTime();
  const ip = Context.use().client?.ip;
  await Promise.all([count(door, "subject", subject, now), ...(ip ? [count(door, "ip", ip, now)] : [])]);
}

/** After a success the subject starts anew; the address does not, or one good login would cover for many tries. */
export async function forgive(door: Door, subject: string): Promise<void> {
  const { key } = counter(door, "subject", subject, Context.now().getTime());
  await documents.send(new DeleteCommand({ TableName: records(), Key: key }));
}
