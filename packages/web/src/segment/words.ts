import type { Condition, Filter } from "@rapport/core/kernel/filter";
import { conditionsOf } from "@rapport/core/kernel/filter";
import { useQuery } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import { useNames } from "../api/index.ts";
import { useCountries, useFormat } from "../format/index.ts";
import { useMembers } from "../member/member.data.ts";
import { fieldNamed } from "./draft.ts";
import { importsQuery } from "./segment.data.ts";

/** Says filters in the reader's language: “Country is Norway and (Tags include vip or Source is Form)”. */
export function useFilterWords(filters: readonly (Filter | undefined)[]): (filter: Filter) => string {
  const { t } = useTranslation();
  const format = useFormat();
  const countries = useCountries();
  const members = useMembers();
  const asked = filters.flatMap((filter) => (filter ? conditionsOf(filter) : []));
  const idsOf = (name: string) =>
    asked.flatMap(({ field, value }) =>
      field === name ? [value].flat().filter((id) => typeof id === "string") : [],
    );
  const companies = useNames("company", "/companies", idsOf("company"));
  const imports = useQuery({ ...importsQuery, enabled: idsOf("import").length > 0 });

  function named(field: string, value: string | number): string {
    if (typeof value === "number") return format.number(value);
    if (field === "country") return countries.nameOf(value);
    if (field === "owner") return members.nameOf(value) || "…";
    if (field === "company") return companies[value] ?? "…";
    if (field === "import") return imports.data?.items.find(({ id }) => id === value)?.fileName ?? "…";
    if (fieldNamed(field)?.choices) return t(`segment.choices.${value}` as never);
    return fieldNamed(field)?.kind === "date" ? format.date(value) : value;
  }
  function condition({ field, operator, value, unit }: Condition): string {
    const values = value === undefined ? [] : [value].flat().map((one) => `\u2068${named(field, one)}\u2069`);
    return [
      t(`segment.fields.${field}` as never),
      t(`segment.operators.${operator}`),
      ...(values.length > 0 ? [values.join(t("segment.comma"))] : []),
      ...(unit ? [t(`segment.units.${unit as "days"}`)] : []),
    ].join(" ");
  }
  function words(filter: Filter, inner: boolean): string {
    if ("field" in filter) return condition(filter);
    if ("not" in filter) return t("segment.noneOf", { filter: words(filter.not, false) });
    const [parts, join] = "all" in filter ? [filter.all, "and" as const] : [filter.any, "or" as const];
    if (parts.length === 0) return t(join === "and" ? "segment.everybody" : "segment.nobody");
    const joined = parts.map((part) => words(part, parts.length > 1)).join(` ${t(`segment.${join}`)} `);
    return inner && parts.length > 1 ? `(${joined})` : joined;
  }
  return (filter) => words(filter, false);
}
