import { useTranslation } from "react-i18next";
import { useFormat } from "../format/index.ts";
import { useMembers } from "../member/member.data.ts";
import type { PropertyItem } from "../ui/record/index.ts";
import { Tags } from "../ui/Tag.tsx";
import type { Contact } from "./contact.data.ts";
import { LifecycleStatus, useLifecycleOptions } from "./lifecycle.tsx";

type Patch = Record<string, unknown>;
type PlainField =
  | "firstName"
  | "lastName"
  | "email"
  | "phone"
  | "phone2"
  | "title"
  | "website"
  | "language"
  | "timeZone"
  | "about";
type Part = "street" | "city" | "region" | "postcode" | "country";

/** A contact's fields in reading order, each saved by itself. */
export function useContactProperties(contact: Contact, save: (patch: Patch) => void): PropertyItem[] {
  const { t } = useTranslation();
  const format = useFormat();
  const members = useMembers();
  const lifecycleOptions = useLifecycleOptions();

  const plain = (key: PlainField, more: Partial<PropertyItem> = {}): PropertyItem => ({
    key,
    label: t(`contact.field.${key}`),
    value: contact[key] ?? "",
    edit: { kind: key === "about" ? "lines" : "text", save: (text) => save({ [key]: text || null }) },
    ...more,
  });
  const place = (key: Part): PropertyItem => ({
    key,
    label: t(`contact.field.${key}`),
    value: contact.address?.[key] ?? "",
    edit: {
      kind: "text",
      save: (text) => {
        const { [key]: _, ...rest } = contact.address ?? {};
        const address = text ? { ...rest, [key]: text } : rest;
        save({ address: Object.keys(address).length > 0 ? address : null });
      },
    },
  });

  return [
    plain("email", { ltr: true, href: `mailto:${contact.email}` }),
    plain("phone", { ltr: true, href: `tel:${contact.phone}` }),
    {
      key: "lifecycle",
      label: t("contact.field.lifecycle"),
      value: t(`contact.lifecycle.${contact.lifecycle}`),
      show: <LifecycleStatus lifecycle={contact.lifecycle} />,
      edit: {
        kind: "choice",
        options: lifecycleOptions,
        save: (lifecycle) => lifecycle && save({ lifecycle }),
      },
    },
    {
      key: "owner",
      label: t("contact.field.owner"),
      value: members.nameOf(contact.ownerId),
      edit: {
        kind: "choice",
        options: members.options,
        save: (ownerId) => save({ ownerId: ownerId || null }),
      },
    },
    {
      key: "tags",
      label: t("contact.field.tags"),
      value: contact.tags.join(", "),
      show: <Tags tags={contact.tags} max={12} />,
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
    plain("title"),
    plain("firstName"),
    plain("lastName"),
    plain("phone2", { ltr: true }),
    plain("website", { ltr: true, href: contact.website }),
    place("street"),
    place("city"),
    place("region"),
    place("postcode"),
    place("country"),
    plain("language"),
    plain("timeZone", { ltr: true }),
    plain("about"),
    { key: "source", label: t("contact.field.source"), value: t(`contact.source.${contact.source}`) },
    { key: "createdAt", label: t("contact.field.createdAt"), value: format.dateTime(contact.createdAt) },
  ];
}
