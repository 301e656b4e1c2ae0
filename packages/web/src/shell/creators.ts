import type { Permission } from "@rapport/core/kernel/role";
import { IconBuilding, IconChecklist, IconTargetArrow, IconUser } from "@tabler/icons-react";
import { type ComponentType, type LazyExoticComponent, lazy } from "react";

/** What a new record starts with, e.g. the company it belongs to. */
export type Preset = Record<string, unknown>;
export type CreatorProps = { opened: boolean; onClose: () => void; preset: Preset };

export type Creator = {
  noun: "contact" | "company" | "deal" | "task";
  icon: ComponentType<{ size?: number; stroke?: number }>;
  permission: Permission;
  Form: LazyExoticComponent<ComponentType<CreatorProps>>;
};

/** What `C` can create, from anywhere. */
export const creators: Creator[] = [
  {
    noun: "contact",
    icon: IconUser,
    permission: "contact:write",
    Form: lazy(() => import("../contact/NewContact.tsx")),
  },
  {
    noun: "company",
    icon: IconBuilding,
    permission: "company:write",
    Form: lazy(() => import("../company/NewCompany.tsx")),
  },
  {
    noun: "deal",
    icon: IconTargetArrow,
    permission: "deal:write",
    Form: lazy(() => import("../deal/NewDeal.tsx")),
  },
  {
    noun: "task",
    icon: IconChecklist,
    permission: "activity:write",
    Form: lazy(() => import("../task/NewTask.tsx")),
  },
];
