import { Button, Popover } from "@mantine/core";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { TextAct } from "./TextAct.tsx";
import { splitWords } from "./words.ts";

/** Asks for tags, beside the button, for all that is selected. */
export function AddTags({ onAdd }: { onAdd: (tags: string[]) => void }) {
  const { t } = useTranslation();
  const [opened, setOpened] = useState(false);

  function add(text: string): void {
    const tags = splitWords(text);
    setOpened(false);
    if (tags.length > 0) onAdd(tags);
  }
  return (
    <Popover opened={opened} onChange={setOpened} position="bottom-start" width={272} trapFocus returnFocus>
      <Popover.Target>
        <Button size="xs" variant="default" onClick={() => setOpened(!opened)}>
          {t("ui.bulk.tag")}
        </Button>
      </Popover.Target>
      <Popover.Dropdown p={8} aria-label={t("ui.bulk.tag")}>
        <TextAct
          label={t("ui.bulk.tags")}
          hint={t("ui.bulk.tagsHint")}
          most={200}
          act={t("ui.bulk.add")}
          isPrimary
          isFirst
          onAct={add}
        />
      </Popover.Dropdown>
    </Popover>
  );
}
