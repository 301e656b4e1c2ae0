import { Button, Menu } from "@mantine/core";
import type { Option } from "./grid/index.ts";

/** One choice for all that is selected. */
export function ChoiceMenu(props: {
  label: string;
  options: readonly Option[];
  onChoose: (value: string) => void;
}) {
  return (
    <Menu>
      <Menu.Target>
        <Button size="xs" variant="default">
          {props.label}
        </Button>
      </Menu.Target>
      <Menu.Dropdown mah={360} style={{ overflowY: "auto" }}>
        {props.options.map((option) => (
          <Menu.Item key={option.value} onClick={() => props.onChoose(option.value)}>
            <bdi>{option.label}</bdi>
          </Menu.Item>
        ))}
      </Menu.Dropdown>
    </Menu>
  );
}
