import {
  IconCalendarEvent,
  IconChecklist,
  IconMail,
  IconNote,
  IconPhone,
  IconPoint,
  IconSpeakerphone,
} from "@tabler/icons-react";
import type { ReactNode } from "react";
import type { TimelineEntry } from "./activity.data.ts";

/** Channels differ by the shape of their icon, not by colour. */
export const kindIcons: Record<TimelineEntry["kind"], ReactNode> = {
  note: <IconNote size={16} stroke={1.6} />,
  call: <IconPhone size={16} stroke={1.6} />,
  meeting: <IconCalendarEvent size={16} stroke={1.6} />,
  mail: <IconMail size={16} stroke={1.6} />,
  task: <IconChecklist size={16} stroke={1.6} />,
  campaign: <IconSpeakerphone size={16} stroke={1.6} />,
  system: <IconPoint size={16} stroke={1.6} />,
};
