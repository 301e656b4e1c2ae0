import { useTranslation } from "react-i18next";
import type { Kept, Patch } from "../api/index.ts";
import { useMembers } from "../member/member.data.ts";
import { AddTags } from "../ui/AddTags.tsx";
import { ChoiceMenu } from "../ui/ChoiceMenu.tsx";

type Tagged = Kept & { tags?: readonly string[] | undefined };

/** What every noun's selected records can be given: an owner, tags. `change` makes one change of all of them. */
export function BulkChanges(props: { change: (patchOf: (record: Tagged) => Patch) => void }) {
  const { t } = useTranslation();
  const members = useMembers();
  return (
    <>
      <ChoiceMenu
        label={t("ui.bulk.assign")}
        options={members.options}
        onChoose={(ownerId) => props.change(() => ({ ownerId }))}
      />
      <AddTags
        onAdd={(tags) =>
          props.change((record) => ({ tags: [...new Set([...(record.tags ?? []), ...tags])] }))
        }
      />
    </>
  );
}
