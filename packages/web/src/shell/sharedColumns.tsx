import { useMemo } from "react";
import { useTranslation } from "react-i18next";
import { useFormat } from "../format/index.ts";
import { useMembers } from "../member/member.data.ts";
import type { GridColumn } from "../ui/grid/index.ts";
import { Tags } from "../ui/Tag.tsx";
import { joinWords, splitWords } from "../ui/words.ts";

type Shared = { ownerId?: string | undefined; tags: readonly string[]; createdAt: string };

/** The columns that every noun's list has: tags, whose it is, and since when it is here. */
export function useSharedColumns(noun: "contact" | "company" | "deal") {
  const { t } = useTranslation();
  const format = useFormat();
  const members = useMembers();
  return useMemo(
    () =>
      ({
        tags: {
          id: "tags",
          header: t(`${noun}.field.tags`),
          width: 184,
          text: (record) => joinWords(record.tags),
          cell: (record) => <Tags tags={record.tags} />,
          edit: { kind: "text", patch: (text) => ({ tags: splitWords(text) }) },
        },
        owner: {
          id: "owner",
          header: t(`${noun}.field.owner`),
          width: 152,
          text: (record) => members.nameOf(record.ownerId),
          cell: (record) => members.nameOf(record.ownerId),
          edit: {
            kind: "choice",
            options: members.options,
            patch: (ownerId) => ({ ownerId: ownerId || null }),
          },
        },
        createdAt: {
          id: "createdAt",
          header: t(`${noun}.field.createdAt`),
          width: 128,
          sortable: true,
          text: (record) => format.date(record.createdAt),
          cell: (record) => format.date(record.createdAt),
        },
      }) satisfies Record<string, GridColumn<Shared>>,
    [t, format, members, noun],
  );
}
