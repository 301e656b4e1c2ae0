import type { Permission } from "@rapport/core/kernel/role";
import {
  IconBuilding,
  IconChecklist,
  IconHome,
  IconSpeakerphone,
  IconTargetArrow,
  IconUsers,
} from "@tabler/icons-react";
import type { ComponentType } from "react";

export type Place = {
  key: "home" | "marketing" | "contacts" | "companies" | "deals" | "tasks";
  to: "/" | "/campaigns" | "/contacts" | "/companies" | "/deals" | "/tasks";
  icon: ComponentType<{ size?: number; stroke?: number; className?: string }>;
  /** The letter after G. */
  letter: string;
  permission: Permission;
  /** Pages that belong to it, though they lie elsewhere. */
  also?: readonly string[];
};

/** The rail, in order. Only pages that exist stand here. */
export const places: Place[] = [
  { key: "home", to: "/", icon: IconHome, letter: "h", permission: "report:read" },
  {
    key: "contacts",
    to: "/contacts",
    icon: IconUsers,
    letter: "c",
    permission: "contact:read",
    also: ["/imports"],
  },
  { key: "companies", to: "/companies", icon: IconBuilding, letter: "o", permission: "company:read" },
  { key: "deals", to: "/deals", icon: IconTargetArrow, letter: "d", permission: "deal:read" },
  { key: "tasks", to: "/tasks", icon: IconChecklist, letter: "t", permission: "activity:read" },
  {
    key: "marketing",
    to: "/campaigns",
    icon: IconSpeakerphone,
    letter: "m",
    permission: "campaign:read",
    also: ["/segments", "/templates", "/forms"],
  },
];
