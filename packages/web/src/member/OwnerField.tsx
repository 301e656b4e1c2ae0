import { NativeSelect } from "@mantine/core";
import { useTranslation } from "react-i18next";
import { useMembers } from "./member.data.ts";

/** Whose something is: an active colleague, or nobody where that may be. */
export function OwnerField(props: {
  label: string;
  value: string | undefined;
  onChange: (memberId: string) => void;
  /** Somebody's it must be. */
  required?: boolean;
  description?: string;
  disabled?: boolean;
}) {
  const { t } = useTranslation();
  const members = useMembers();
  const nobody = props.required ? [] : [{ value: "", label: t("ui.none") }];
  return (
    <NativeSelect
      label={props.label}
      description={props.description}
      disabled={props.disabled ?? false}
      value={props.value ?? ""}
      data={[...nobody, ...members.options]}
      onChange={(event) => props.onChange(event.currentTarget.value)}
    />
  );
}
