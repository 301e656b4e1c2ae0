import { useTranslation } from "react-i18next";
import { Status } from "../ui/Status.tsx";
import type { Lifecycle } from "./contact.data.ts";

type Look = { step?: 1 | 2 | 3 | 4 | 5; hollow?: boolean };

/** In order; the path to a customer is a ramp, and who left is hollow. */
export const lifecycles: Record<Lifecycle, Look> = {
  subscriber: { step: 1 },
  lead: { step: 2 },
  "marketing-qualified": { step: 3 },
  "sales-qualified": { step: 3 },
  opportunity: { step: 4 },
  customer: { step: 5 },
  evangelist: { step: 5 },
  former: { hollow: true },
};

export function LifecycleStatus(props: { lifecycle: Lifecycle }) {
  const { t } = useTranslation();
  return <Status {...lifecycles[props.lifecycle]}>{t(`contact.lifecycle.${props.lifecycle}`)}</Status>;
}

export function useLifecycleOptions() {
  const { t } = useTranslation();
  return (Object.keys(lifecycles) as Lifecycle[]).map((value) => ({
    value,
    label: t(`contact.lifecycle.${value}`),
  }));
}
