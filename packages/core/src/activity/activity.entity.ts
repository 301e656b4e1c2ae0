import { keep, type Stored } from "../aws/record.ts";
import type { RecordInfo } from "../kernel/record.ts";
import { type Info, isPlanned } from "./activity.schema.ts";

export type Fields = Omit<Info, "id" | keyof RecordInfo>;
export type Activity = Stored<Fields>;

/** Indexes: gsi1–gsi3 by workspace, owner, team; gsi4 `agenda`: what an owner still has to do, by time. */
export const activities = keep<Fields>({
  noun: "activity",
  attributes: [
    "kind",
    "title",
    "body",
    "at",
    "state",
    "direction",
    "outcome",
    "durationMinutes",
    "about",
    "mail",
  ],
  keyed: ["at", "state", "about", "title", "body"],
  keys: (activity, at) => ({
    gsi4:
      isPlanned(activity.state) && activity.ownerId
        ? [at("activity", "agenda", activity.ownerId), `${activity.at}#${activity.id}`]
        : undefined,
  }),
});

/** What a deal still has before it: one row a planned activity, by time. */
export const agendaKey = (dealId: string, at: string, id: string) => ({
  pk: activities.at("agenda", dealId),
  sk: `${at}#${id}`,
});
