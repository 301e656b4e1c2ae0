import { Button, Group, Popover, TextInput } from "@mantine/core";
import { type FormEvent, useState } from "react";
import { useTranslation } from "react-i18next";
import { splitWords } from "./words.ts";

/** Asks for tags, beside the button, for all that is selected. */
export function AddTags({ onAdd }: { onAdd: (tags: string[]) => void }) {
  const { t } = useTranslation();
  const [opened, setOpened] = useState(false);
  const [text, setText] = useState("");
  const tags = splitWords(text);

  function add(event: FormEvent): void {
    event.preventDefault();
    if (tags.length === 0) return;
    setOpened(false);
    setText("");
    onAdd(tags);
  }
  return (
    <Popover opened={opened} onChange={setOpened} position="bottom-start" width={272} trapFocus returnFocus>
      <Popover.Target>
        <Button size="xs" variant="default" onClick={() => setOpened(!opened)}>
          {t("ui.bulk.tag")}
        </Button>
      </Popover.Target>
      <Popover.Dropdown p={8} aria-label={t("ui.bulk.tag")}>
        <form onSubmit={add}>
          <Group gap={8} wrap="nowrap">
            <TextInput
              aria-label={t("ui.bulk.tags")}
              placeholder={t("ui.bulk.tagsHint")}
              value={text}
              maxLength={200}
              dir="auto"
              flex={1}
              data-autofocus
              onChange={(event) => setText(event.currentTarget.value)}
            />
            <Button type="submit" disabled={tags.length === 0}>
              {t("ui.bulk.add")}
            </Button>
          </Group>
        </form>
      </Popover.Dropdown>
    </Popover>
  );
}
