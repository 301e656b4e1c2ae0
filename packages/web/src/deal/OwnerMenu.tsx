import { Button, Menu } from "@mantine/core";
import { useTranslation } from "react-i18next";
import type { Option } from "../ui/grid/index.ts";

/** Gives the chosen deals to a colleague. */
export function OwnerMenu(props: { members: readonly Option[]; onChoose: (id: string) => void }) {
  const { t } = useTranslation();
  return (
    <Menu>
      <Menu.Target>
        <Button size="xs" variant="default">
          {t("deal.assign")}
        </Button>
      </Menu.Target>
      <Menu.Dropdown>
        {props.members.map((member) => (
          <Menu.Item key={member.value} onClick={() => props.onChoose(member.value)}>
            {member.label}
          </Menu.Item>
        ))}
      </Menu.Dropdown>
    </Menu>
  );
}
