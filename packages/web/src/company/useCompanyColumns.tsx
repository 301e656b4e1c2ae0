import { Link } from "@tanstack/react-router";
import { useMemo } from "react";
import { useTranslation } from "react-i18next";
import { parseNumber, useFormat } from "../format/index.ts";
import { useMembers } from "../member/member.data.ts";
import type { GridColumn } from "../ui/grid/index.ts";
import css from "../ui/link.module.css";
import { Tags } from "../ui/Tag.tsx";
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
  const members = useMembers();
  return useMemo<GridColumn<Company>[]>(() => {
    const plain = (id: "domain" | "phone" | "industry", width: number, ltr = false): GridColumn<Company> => ({
      id,
      header: t(`company.field.${id}`),
      width,
      text: (company) => company[id] ?? "",
      cell: (company) =>
        ltr ? <span className="ltr">{company[id]}</span> : <span dir="auto">{company[id]}</span>,
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
      plain("domain", 184, true),
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
      plain("phone", 152, true),
      {
        id: "city",
        header: t("company.field.city"),
        width: 144,
        text: (company) => company.address?.city ?? "",
        cell: (company) => <span dir="auto">{company.address?.city}</span>,
      },
      {
        id: "tags",
        header: t("company.field.tags"),
        width: 184,
        text: (company) => company.tags.join(", "),
        cell: (company) => <Tags tags={company.tags} />,
        edit: {
          kind: "text",
          patch: (text) => ({
            tags: text
              .split(/[,،;]/)
              .map((tag) => tag.trim())
              .filter(Boolean),
          }),
        },
      },
      {
        id: "owner",
        header: t("company.field.owner"),
        width: 152,
        text: (company) => members.nameOf(company.ownerId),
        cell: (company) => members.nameOf(company.ownerId),
        edit: {
          kind: "choice",
          options: members.options,
          patch: (ownerId) => ({ ownerId: orNull(ownerId) }),
        },
      },
      {
        id: "createdAt",
        sortable: true,
        header: t("company.field.createdAt"),
        width: 128,
        text: (company) => format.date(company.createdAt),
        cell: (company) => format.date(company.createdAt),
      },
    ];
  }, [t, format, members]);
}
