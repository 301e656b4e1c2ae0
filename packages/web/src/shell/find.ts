import type { Info as Activity } from "@rapport/core/activity/schema";
import type { Hit, Result } from "@rapport/core/search/schema";
import type { TFunction } from "i18next";
import { partyPage } from "../activity/party.ts";
import { api, asProblem } from "../api/index.ts";
import type { Command } from "../ui/palette/CommandPalette.tsx";
import { toast } from "../ui/Toasts.tsx";

type Page = (id: string) => string | Promise<string>;

/** Where a hit of each noun leads. An activity stands on the timeline of whom it is about; one about nobody is a task. */
const pages: Record<Hit["noun"], Page> = {
  contact: (id) => `/contacts/${id}`,
  company: (id) => `/companies/${id}`,
  deal: (id) => `/deals/${id}`,
  campaign: (id) => `/campaigns/${id}`,
  segment: (id) => `/segments/${id}`,
  template: (id) => `/templates/${id}`,
  activity: async (id) => {
    const { about } = await api.get<Activity>(`/activities/${id}`);
    return about[0] ? partyPage(about[0]).replace("$id", about[0]) : "/tasks";
  },
};

const kinds = ["note", "call", "meeting", "mail", "task"] as const;

/** Which kind of thing was found, and what tells it from others of its name. */
function detailOf(hit: Hit, t: TFunction): string {
  const kind = kinds.find((one) => one === hit.subtitle);
  if (hit.noun === "activity") return t(kind ? `activity.kind.${kind}` : "activity.timeline");
  const more = hit.noun === "contact" || hit.noun === "company" ? hit.subtitle : undefined;
  return [t(`${hit.noun}.one`), more].filter(Boolean).join(" · ");
}

/** Records whose words begin with what was typed. */
export async function find(
  text: string,
  signal: AbortSignal,
  t: TFunction,
  go: (address: string) => void,
): Promise<Command[]> {
  const { items } = await api.get<Result>("/search", { query: { q: text }, signal });
  const open = async (hit: Hit) => {
    try {
      go(await pages[hit.noun](hit.id));
    } catch (error) {
      toast({ text: asProblem(error).message, tone: "danger" });
    }
  };
  return items.map((hit) => ({
    id: hit.id,
    label: hit.title,
    detail: detailOf(hit, t),
    group: t("shell.found"),
    run: () => void open(hit),
  }));
}
