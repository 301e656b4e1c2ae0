import { useQuery } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import { asProblem } from "../api/index.ts";
import { useCountries, useFormat } from "../format/index.ts";
import { ErrorNotice } from "../ui/ErrorNotice.tsx";
import { SkeletonLines } from "../ui/Skeleton.tsx";
import { Dot } from "../ui/Status.tsx";
import { type Import, previewQuery, type Row } from "./import.data.ts";
import css from "./Preview.module.css";
import { useFileProblem } from "./useFileProblem.ts";

/** The first rows of the file as they would come in, each with what was noticed. */
export function Preview({ file }: { file: Import }) {
  const { t } = useTranslation();
  const format = useFormat();
  const { nameOf } = useCountries();
  const query = useQuery(previewQuery(file));
  const problemText = useFileProblem();
  if (query.error)
    return <ErrorNotice problem={problemText(asProblem(query.error))} onRetry={() => void query.refetch()} />;
  if (!query.data) return <SkeletonLines lines={6} />;
  const rows = query.data.items.map((row) => ({ row, values: valuesOf(row, nameOf) }));
  const fields = shown.filter((field) => rows.some(({ values }) => values[field]));
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls is reached by keys too
    <section className={css.scroll} tabIndex={0} aria-label={t("imports.part.preview")}>
      <table className={css.table} aria-busy={query.isPlaceholderData}>
        <thead>
          <tr>
            <th scope="col">{t("imports.line")}</th>
            {fields.map((field) => (
              <th key={field} scope="col">
                {t(`imports.target.${field}`)}
              </th>
            ))}
            <th scope="col">{t("imports.noticed")}</th>
          </tr>
        </thead>
        <tbody>
          {rows.map(({ row, values }) => (
            <tr key={row.line} data-out={row.error ? true : undefined}>
              <td className={css.line}>{format.number(row.line)}</td>
              {fields.map((field) => (
                <td key={field} title={values[field]}>
                  <bdi className={field === "email" || field === "phone" ? "ltr" : undefined}>
                    {values[field]}
                  </bdi>
                </td>
              ))}
              <td className={css.noticed}>
                {row.error && <Noticed tone="danger" text={row.error} />}
                {row.warnings.map((warning) => (
                  <Noticed key={warning} tone="attention" text={warning} />
                ))}
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  );
}

function Noticed(props: { tone: "danger" | "attention"; text: string }) {
  return (
    <p className={css.note}>
      <Dot tone={props.tone} />
      <bdi>{props.text}</bdi>
    </p>
  );
}

const shown = [
  "name",
  "email",
  "phone",
  "company",
  "title",
  "city",
  "country",
  "tags",
  "subscribedAt",
] as const;

function valuesOf(
  row: Row,
  countryOf: (code: string) => string,
): Partial<Record<(typeof shown)[number], string>> {
  const contact = (row.contact ?? {}) as {
    firstName?: string;
    lastName?: string;
    email?: string;
    phone?: string;
    title?: string;
    address?: { city?: string; country?: string };
    tags?: string[];
    consent?: { marketing?: { at?: string } };
  };
  const filled = {
    name: [contact.firstName, contact.lastName].filter(Boolean).join(" "),
    email: contact.email,
    phone: contact.phone,
    company: row.company,
    title: contact.title,
    city: contact.address?.city,
    country: contact.address?.country && countryOf(contact.address.country),
    tags: contact.tags?.join(", "),
    subscribedAt: contact.consent?.marketing?.at?.slice(0, 10),
  };
  return Object.fromEntries(Object.entries(filled).filter(([, value]) => value));
}
