import { Link } from "@tanstack/react-router";
import { type ReactNode, useMemo } from "react";
import { useTranslation } from "react-i18next";
import { Phone, parseNumber, useFormat } from "../format/index.ts";
import { useSharedColumns } from "../shell/sharedColumns.tsx";
import type { GridColumn } from "../ui/grid/index.ts";
import css from "../ui/link.module.css";
import type { Company } from "./company.data.ts";

const orNull = (text: string) => text || null;

export function sizePatch(text: string): object | undefined {
  if (text === "") return { size: null };
  const size = parseNumber(text);
  return size === undefined ? undefined : { size: Math.round(size) };
}

/** The columns of every list of companies. */
export function useCompanyColumns(): GridColumn<Company>[] {
  const { t } = useTranslation();
  const format = useFormat();
  const shared = useSharedColumns("company");
  return useMemo<GridColumn<Company>[]>(() => {
    const plain = (
      id: "domain" | "phone" | "industry",
      width: number,
      show?: (text: string | undefined) => ReactNode,
    ): GridColumn<Company> => ({
      id,
      header: t(`company.field.${id}`),
      width,
      text: (company) => company[id] ?? "",
      cell: (company) => show?.(company[id]) ?? <span dir="auto">{company[id]}</span>,
      edit: { kind: "text", patch: (text) => ({ [id]: orNull(text) }) },
    });
    return [
      {
        id: "name",
        header: t("company.field.name"),
        width: 248,
        text: (company) => company.name,
        cell: (company) => (
          <Link to="/companies/$id" params={{ id: company.id }} className={css.name} tabIndex={-1} dir="auto">
            {company.name}
          </Link>
        ),
        edit: { kind: "text", patch: (name) => (name ? { name } : undefined) },
      },
      plain("domain", 184, (domain) => <span className="ltr">{domain}</span>),
      plain("industry", 168),
      {
        id: "size",
        header: t("company.field.size"),
        width: 104,
        align: "end",
        text: (company) => (company.size === undefined ? "" : String(company.size)),
        cell: (company) => company.size !== undefined && format.number(company.size),
        edit: { kind: "number", patch: sizePatch },
      },
      plain("phone", 152, (phone) => <Phone text={phone} />),
      {
        id: "city",
        header: t("company.field.city"),
        width: 144,
        text: (company) => company.address?.city ?? "",
        cell: (company) => <span dir="auto">{company.address?.city}</span>,
      },
      shared.tags,
      shared.owner,
      shared.createdAt,
    ];
  }, [t, format, shared]);
}
