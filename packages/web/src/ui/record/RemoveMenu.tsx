import { Menu } from "@mantine/core";
import { IconDots, IconTrash } from "@tabler/icons-react";
import { useTranslation } from "react-i18next";
import menu from "./menu.module.css";

/** The rarer acts on a record: to remove it. */
export function RemoveMenu(props: { onRemove: () => void }) {
  const { t } = useTranslation();
  return (
    <Menu position="bottom-end">
      <Menu.Target>
        <button type="button" className={menu.dots} aria-label={t("ui.more")}>
          <IconDots size={16} />
        </button>
      </Menu.Target>
      <Menu.Dropdown>
        <Menu.Item color="danger" leftSection={<IconTrash size={16} />} onClick={props.onRemove}>
          {t("ui.remove")}
        </Menu.Item>
      </Menu.Dropdown>
    </Menu>
  );
}
