import { useTranslation } from "react-i18next";
import type { Contact } from "./contact.data.ts";

/** Each of them: a new one is missed by the compiler. */
const sources: Record<Contact["source"], true> = {
  manual: true,
  import: true,
  form: true,
  api: true,
  email: true,
  demo: true,
};

export function useSourceOptions() {
  const { t } = useTranslation();
  return (Object.keys(sources) as Contact["source"][]).map((value) => ({
    value,
    label: t(`contact.source.${value}`),
  }));
}
