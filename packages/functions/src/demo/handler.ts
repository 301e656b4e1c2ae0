import * as Session from "@rapport/core/session";
import { cast, DAY, OWNER } from "./cast.ts";
import { Random } from "./random.ts";
import { type Scale, story, whole } from "./story.ts";

/** What the local stage asks for: how much, and as of when; both have defaults. */
export type Asked = { scale?: Partial<Scale>; now?: string };
export type Seeded = { seeded: boolean; workspaceId?: string };

/**
 * Fills an empty stage with a company's year, through core's own verbs and alike each time. On a local stage only: no
 * template deploys this function. Asked again, it finds the owner's sign-in and does nothing.
 */
export async function handler(asked: Asked = {}): Promise<Seeded> {
  if (await Session.findLogin(OWNER)) return { seeded: false };
  const now = asked.now ? Date.parse(asked.now) : Date.now();
  const scale = { ...whole, ...asked.scale };
  const random = new Random(2_026);
  const people = await cast(new Date(now - 366 * DAY));
  await story(people, random, now, scale);
  return { seeded: true, workspaceId: people.workspace.id };
}
