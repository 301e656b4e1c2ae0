import { useTranslation } from "react-i18next";
import { Phone } from "../format/index.ts";
import { useAddressProperties, useSharedProperties } from "../shell/sharedProperties.tsx";
import type { PropertyItem } from "../ui/record/index.ts";
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
/** A contact's fields in reading order, each saved by itself. */
export function useContactProperties(contact: Contact, save: (patch: Patch) => void): PropertyItem[] {
  const { t } = useTranslation();
  const lifecycleOptions = useLifecycleOptions();

  const plain = (key: PlainField, more: Partial<PropertyItem> = {}): PropertyItem => ({
    key,
    label: t(`contact.field.${key}`),
    value: contact[key] ?? "",
    edit: { kind: key === "about" ? "lines" : "text", save: (text) => save({ [key]: text || null }) },
    ...more,
  });
  const shared = useSharedProperties("contact", contact, save);
  const address = useAddressProperties("contact", contact.address, save);
  return [
    plain("email", { ltr: true, href: `mailto:${contact.email}` }),
    plain("phone", { ltr: true, show: <Phone text={contact.phone} />, href: `tel:${contact.phone}` }),
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
    shared.owner,
    shared.tags,
    plain("title"),
    plain("firstName"),
    plain("lastName"),
    plain("phone2", { ltr: true, show: <Phone text={contact.phone2} /> }),
    plain("website", { ltr: true, href: contact.website }),
    ...address,
    plain("language"),
    plain("timeZone", { ltr: true }),
    plain("about"),
    { key: "source", label: t("contact.field.source"), value: t(`contact.source.${contact.source}`) },
    shared.createdAt,
  ];
}
