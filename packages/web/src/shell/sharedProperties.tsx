import type { Address } from "@rapport/core/kernel/record";
import { useTranslation } from "react-i18next";
import { useCountries, useFormat } from "../format/index.ts";
import { useMembers } from "../member/member.data.ts";
import type { PropertyItem } from "../ui/record/index.ts";
import { Tags } from "../ui/Tag.tsx";
import { joinWords, splitWords } from "../ui/words.ts";

type Shared = { ownerId?: string | undefined; tags: readonly string[]; createdAt: string };

/** The properties that every noun has: whose it is, its tags, since when it is here. Each is saved by itself. */
export function useSharedProperties(
  noun: "contact" | "company" | "deal",
  record: Shared,
  save: (patch: Record<string, unknown>) => void,
) {
  const { t } = useTranslation();
  const format = useFormat();
  const members = useMembers();
  return {
    owner: {
      key: "owner",
      label: t(`${noun}.field.owner`),
      value: members.nameOf(record.ownerId),
      edit: {
        kind: "choice",
        options: members.options,
        save: (ownerId) => save({ ownerId: ownerId || null }),
      },
    },
    tags: {
      key: "tags",
      label: t(`${noun}.field.tags`),
      value: joinWords(record.tags),
      show: <Tags tags={record.tags} max={12} />,
      edit: { kind: "text", save: (text) => save({ tags: splitWords(text) }) },
    },
    createdAt: {
      key: "createdAt",
      label: t(`${noun}.field.createdAt`),
      value: format.dateTime(record.createdAt),
    },
  } satisfies Record<string, PropertyItem>;
}

const parts = ["street", "city", "region", "postcode", "country"] as const;

/** An address, part by part; without any part there is none. */
export function useAddressProperties(
  noun: "contact" | "company",
  address: Address | undefined,
  save: (patch: Record<string, unknown>) => void,
): PropertyItem[] {
  const { t } = useTranslation();
  const countries = useCountries();
  const saving = (part: (typeof parts)[number]) => (text: string) => {
    const { [part]: _, ...rest } = address ?? {};
    const next = text ? { ...rest, [part]: text } : rest;
    save({ address: Object.keys(next).length > 0 ? next : null });
  };
  return parts.map((part) => ({
    key: part,
    label: t(`${noun}.field.${part}`),
    ...(part === "country"
      ? {
          value: countries.nameOf(address?.country ?? ""),
          edit: { kind: "choice", options: countries.options, save: saving(part) },
        }
      : { value: address?.[part] ?? "", edit: { kind: "text", save: saving(part) } }),
  }));
}
