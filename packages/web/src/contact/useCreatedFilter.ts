import { useTranslation } from "react-i18next";
import { addDays, today, useFormat } from "../format/index.ts";
import type { ListSearch } from "../shell/listSearch.ts";
import type { Filter } from "../ui/grid/index.ts";

const latest = [1, 7, 30, 90] as const;

/** On which days of UTC they were created, as the reports count them. Its value is `SINCE..BEFORE`. */
export function useCreatedFilter(
  { since = "", before = "" }: ListSearch,
  change: (patch: { since: string | undefined; before: string | undefined }) => void,
): Filter {
  const { t } = useTranslation();
  const format = useFormat();
  const options = latest.map((count) => ({
    value: `${addDays(today(), 1 - count)}..`,
    label: count === 1 ? t("contact.filter.today") : t("contact.filter.days", { count }),
  }));
  const value = since || before ? `${since}..${before}` : "";
  const last = before && addDays(before, -1);
  const shown = () => {
    if (!since) return t("contact.filter.until", { day: format.date(last) });
    if (!last) return t("contact.filter.from", { day: format.date(since) });
    return since === last ? format.date(since) : `${format.date(since)} – ${format.date(last)}`;
  };
  const isListed = !value || options.some((option) => option.value === value);
  return {
    key: "created",
    label: t("contact.field.createdAt"),
    value,
    options: isListed ? options : [{ value, label: shown() }, ...options],
    onChange: (chosen) => {
      const [from = "", to = ""] = chosen.split("..");
      change({ since: from || undefined, before: to || undefined });
    },
  };
}
