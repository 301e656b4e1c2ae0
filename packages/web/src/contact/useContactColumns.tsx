import { useQueryClient } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { useMemo } from "react";
import { useTranslation } from "react-i18next";
import { CompanyName, companyNameOf } from "../company/CompanyName.tsx";
import { Phone, useFormat } from "../format/index.ts";
import { useSharedColumns } from "../shell/sharedColumns.tsx";
import type { GridColumn } from "../ui/grid/index.ts";
import css from "../ui/link.module.css";
import type { Contact } from "./contact.data.ts";
import { LifecycleStatus, useLifecycleOptions } from "./lifecycle.tsx";

const orNull = (text: string) => text || null;

/** The columns of every list of contacts. */
export function useContactColumns(): GridColumn<Contact>[] {
  const { t } = useTranslation();
  const format = useFormat();
  const client = useQueryClient();
  const shared = useSharedColumns("contact");
  const lifecycleOptions = useLifecycleOptions();
  return useMemo<GridColumn<Contact>[]>(
    () => [
      {
        id: "name",
        header: t("contact.field.name"),
        width: 220,
        text: (contact) => contact.name,
        cell: (contact) => (
          <Link to="/contacts/$id" params={{ id: contact.id }} className={css.name} tabIndex={-1} dir="auto">
            {contact.name}
          </Link>
        ),
      },
      {
        id: "email",
        header: t("contact.field.email"),
        width: 232,
        text: (contact) => contact.email ?? "",
        cell: (contact) => <span className="ltr">{contact.email}</span>,
        edit: { kind: "text", patch: (text) => ({ email: orNull(text) }) },
      },
      {
        id: "phone",
        header: t("contact.field.phone"),
        width: 152,
        text: (contact) => contact.phone ?? "",
        cell: (contact) => <Phone text={contact.phone} />,
        edit: { kind: "text", patch: (text) => ({ phone: orNull(text) }) },
      },
      {
        id: "lifecycle",
        header: t("contact.field.lifecycle"),
        width: 176,
        text: (contact) => t(`contact.lifecycle.${contact.lifecycle}`),
        cell: (contact) => <LifecycleStatus lifecycle={contact.lifecycle} />,
        edit: {
          kind: "choice",
          options: lifecycleOptions,
          patch: (lifecycle) => (lifecycle ? { lifecycle } : undefined),
        },
      },
      {
        id: "company",
        header: t("company.one"),
        width: 176,
        text: (contact) => companyNameOf(client, contact.companyId),
        cell: (contact) => contact.companyId && <CompanyName id={contact.companyId} />,
      },
      {
        id: "title",
        header: t("contact.field.title"),
        width: 184,
        text: (contact) => contact.title ?? "",
        cell: (contact) => <span dir="auto">{contact.title}</span>,
        edit: { kind: "text", patch: (text) => ({ title: orNull(text) }) },
      },
      shared.tags,
      shared.owner,
      {
        id: "city",
        header: t("contact.field.city"),
        width: 144,
        text: (contact) => contact.address?.city ?? "",
        cell: (contact) => <span dir="auto">{contact.address?.city}</span>,
        edit: {
          kind: "text",
          patch: (city, contact) => ({ address: { ...contact.address, city: city || undefined } }),
        },
      },
      {
        id: "lastActivityAt",
        header: t("contact.field.lastActivityAt"),
        width: 136,
        text: (contact) => (contact.lastActivityAt ? format.relative(contact.lastActivityAt) : ""),
        cell: (contact) => contact.lastActivityAt && format.relative(contact.lastActivityAt),
      },
      shared.createdAt,
      {
        id: "source",
        header: t("contact.field.source"),
        width: 112,
        hidden: true,
        text: (contact) => t(`contact.source.${contact.source}`),
        cell: (contact) => t(`contact.source.${contact.source}`),
      },
    ],
    [t, format, client, shared, lifecycleOptions],
  );
}
