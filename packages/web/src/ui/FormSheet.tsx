import { Button } from "@mantine/core";
import { type FormEvent, type ReactNode, useId } from "react";
import { useTranslation } from "react-i18next";
import { ErrorNotice, type Refusal } from "./ErrorNotice.tsx";
import { Sheet } from "./Sheet.tsx";

/** A sheet that makes one thing: its fields, what was refused, the way back and the one act. */
export function FormSheet(props: {
  title: string;
  opened: boolean;
  onClose: () => void;
  /** What the button says. */
  act: string;
  busy: boolean;
  disabled?: boolean;
  problem?: Refusal | undefined;
  onSubmit: () => void;
  children: ReactNode;
}) {
  const { t } = useTranslation();
  const form = useId();
  const submit = (event: FormEvent) => {
    event.preventDefault();
    props.onSubmit();
  };
  return (
    <Sheet
      title={props.title}
      opened={props.opened}
      onClose={props.onClose}
      footer={
        <>
          <Button variant="default" onClick={props.onClose}>
            {t("ui.cancel")}
          </Button>
          <Button type="submit" form={form} loading={props.busy} disabled={props.disabled ?? false}>
            {props.act}
          </Button>
        </>
      }
    >
      <form id={form} onSubmit={submit} noValidate className="form">
        {props.problem && <ErrorNotice problem={props.problem} />}
        {props.children}
      </form>
    </Sheet>
  );
}
