import { useTranslation } from "react-i18next";
import { useFormat } from "../format/index.ts";
import { useMembers } from "../member/member.data.ts";
import type { PropertyItem } from "../ui/record/index.ts";
import { Tags } from "../ui/Tag.tsx";
import type { Company } from "./company.data.ts";
import { sizePatch } from "./useCompanyColumns.tsx";

type Patch = Record<string, unknown>;
type PlainField = "domain" | "website" | "phone" | "industry" | "about";
type Part = "street" | "city" | "region" | "postcode" | "country";

/** A company's fields in reading order, each saved by itself. */
export function useCompanyProperties(company: Company, save: (patch: Patch) => void): PropertyItem[] {
  const { t } = useTranslation();
  const format = useFormat();
  const members = useMembers();

  const plain = (key: PlainField, more: Partial<PropertyItem> = {}): PropertyItem => ({
    key,
    label: t(`company.field.${key}`),
    value: company[key] ?? "",
    edit: { kind: key === "about" ? "lines" : "text", save: (text) => save({ [key]: text || null }) },
    ...more,
  });
  const place = (key: Part): PropertyItem => ({
    key,
    label: t(`company.field.${key}`),
    value: company.address?.[key] ?? "",
    edit: {
      kind: "text",
      save: (text) => {
        const { [key]: _, ...rest } = company.address ?? {};
        const address = text ? { ...rest, [key]: text } : rest;
        save({ address: Object.keys(address).length > 0 ? address : null });
      },
    },
  });
  return [
    {
      key: "name",
      label: t("company.field.name"),
      value: company.name,
      edit: { kind: "text", save: (name) => name && save({ name }) },
    },
    plain("domain", { ltr: true }),
    plain("website", { ltr: true, href: company.website }),
    plain("phone", { ltr: true, href: `tel:${company.phone}` }),
    plain("industry"),
    {
      key: "size",
      label: t("company.field.size"),
      value: company.size === undefined ? "" : String(company.size),
      show: company.size !== undefined && format.number(company.size),
      edit: {
        kind: "number",
        save: (text) => {
          const patch = sizePatch(text);
          if (patch) save(patch as Patch);
        },
      },
    },
    {
      key: "owner",
      label: t("company.field.owner"),
      value: members.nameOf(company.ownerId),
      edit: {
        kind: "choice",
        options: members.options,
        save: (ownerId) => save({ ownerId: ownerId || null }),
      },
    },
    {
      key: "tags",
      label: t("company.field.tags"),
      value: company.tags.join(", "),
      show: <Tags tags={company.tags} max={12} />,
      edit: {
        kind: "text",
        save: (text) =>
          save({
            tags: text
              .split(/[,،;]/)
              .map((tag) => tag.trim())
              .filter(Boolean),
          }),
      },
    },
    place("street"),
    place("city"),
    place("region"),
    place("postcode"),
    place("country"),
    plain("about"),
    { key: "createdAt", label: t("company.field.createdAt"), value: format.dateTime(company.createdAt) },
  ];
}
