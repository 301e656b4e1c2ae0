import { useTranslation } from "react-i18next";
import { Phone, useFormat } from "../format/index.ts";
import { useAddressProperties, useSharedProperties } from "../shell/sharedProperties.tsx";
import type { PropertyItem } from "../ui/record/index.ts";
import type { Company } from "./company.data.ts";
import { sizePatch } from "./useCompanyColumns.tsx";

type Patch = Record<string, unknown>;
type PlainField = "domain" | "website" | "phone" | "industry" | "about";
/** A company's fields in reading order, each saved by itself. */
export function useCompanyProperties(company: Company, save: (patch: Patch) => void): PropertyItem[] {
  const { t } = useTranslation();
  const format = useFormat();

  const plain = (key: PlainField, more: Partial<PropertyItem> = {}): PropertyItem => ({
    key,
    label: t(`company.field.${key}`),
    value: company[key] ?? "",
    edit: { kind: key === "about" ? "lines" : "text", save: (text) => save({ [key]: text || null }) },
    ...more,
  });
  const shared = useSharedProperties("company", company, save);
  const address = useAddressProperties("company", company.address, save);
  return [
    {
      key: "name",
      label: t("company.field.name"),
      value: company.name,
      edit: { kind: "text", save: (name) => name && save({ name }) },
    },
    plain("domain", { ltr: true }),
    plain("website", { ltr: true, href: company.website }),
    plain("phone", { ltr: true, show: <Phone text={company.phone} />, href: `tel:${company.phone}` }),
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
    shared.owner,
    shared.tags,
    ...address,
    plain("about"),
    shared.createdAt,
  ];
}
