import type { Info as Activity } from "@rapport/core/activity/schema";
import type { Hit, Result } from "@rapport/core/search/schema";
import {
  IconBuilding,
  IconFileTypeCsv,
  IconFilter,
  IconForms,
  IconMail,
  IconSpeakerphone,
  IconTargetArrow,
  IconTimeline,
  IconUser,
} from "@tabler/icons-react";
import type { TFunction } from "i18next";
import { kindIcons } from "../activity/kinds.tsx";
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
  form: (id) => `/forms/${id}`,
  import: (id) => `/imports/${id}`,
  activity: async (id) => {
    const { about } = await api.get<Activity>(`/activities/${id}`);
    return about[0] ? partyPage(about[0]).replace("$id", about[0]) : "/tasks";
  },
};

const icons = {
  contact: IconUser,
  company: IconBuilding,
  deal: IconTargetArrow,
  campaign: IconSpeakerphone,
  segment: IconFilter,
  template: IconMail,
  form: IconForms,
  import: IconFileTypeCsv,
  activity: IconTimeline,
} as const satisfies Record<Hit["noun"], unknown>;

const kinds = ["note", "call", "meeting", "mail", "task"] as const;

/** Which kind of thing was found, and what tells it from others of its name. */
function shownOf(hit: Hit, t: TFunction): Pick<Command, "detail" | "icon"> {
  const kind = hit.noun === "activity" ? kinds.find((one) => one === hit.subtitle) : undefined;
  if (kind) return { detail: t(`activity.kind.${kind}`), icon: kindIcons[kind] };
  const Icon = icons[hit.noun];
  const icon = <Icon size={16} stroke={1.6} />;
  if (hit.noun === "activity") return { detail: t("activity.timeline"), icon };
  const more = hit.noun === "contact" || hit.noun === "company" ? hit.subtitle : undefined;
  if (hit.noun === "import") return { detail: t("imports.one"), icon };
  return { detail: [t(`${hit.noun}.one`), more].filter(Boolean).join(" · "), icon };
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
    ...shownOf(hit, t),
    group: t("shell.found"),
    run: () => void open(hit),
  }));
}
