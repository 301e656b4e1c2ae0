import { Button, NativeSelect, TextInput } from "@mantine/core";
import { includes } from "@rapport/core/kernel/role";
import { type FormEvent, useId, useState } from "react";
import { useTranslation } from "react-i18next";
import { asProblem, useMe } from "../api/index.ts";
import { useFormat } from "../format/index.ts";
import { CopyField } from "../ui/CopyField.tsx";
import { ErrorNotice } from "../ui/ErrorNotice.tsx";
import { Sheet } from "../ui/Sheet.tsx";
import { roles } from "./roles.ts";
import { useMakeKey } from "./settings.data.ts";

const spans = [7, 30, 90, 180, 366];

/** Makes a key and shows it, this once: only its hash is kept. */
export function NewKey(props: { onClose: () => void }) {
  const { t } = useTranslation();
  const me = useMe();
  const format = useFormat();
  const form = useId();
  const make = useMakeKey();
  const mine = roles.filter((role) => includes(me.member.role, role));
  const [name, setName] = useState("");
  const [role, setRole] = useState(mine.at(-1) ?? me.member.role);
  const [days, setDays] = useState(90);
  const problem = make.error ? asProblem(make.error) : undefined;
  const submit = (event: FormEvent) => {
    event.preventDefault();
    make.mutate({ name: name.trim(), role, days });
  };
  const made = make.data;
  return (
    <Sheet
      title={t("settings.keys.new")}
      opened
      onClose={props.onClose}
      footer={
        made ? (
          <Button onClick={props.onClose}>{t("settings.keys.done")}</Button>
        ) : (
          <>
            <Button variant="default" onClick={props.onClose}>
              {t("ui.cancel")}
            </Button>
            <Button type="submit" form={form} loading={make.isPending} disabled={name.trim() === ""}>
              {t("settings.keys.create")}
            </Button>
          </>
        )
      }
    >
      {made ? (
        <div className="form">
          <p>{t("settings.keys.once")}</p>
          <CopyField label={made.name} text={made.key} />
          <CopyField
            label={t("settings.keys.try")}
            text={`curl -H "Authorization: Bearer ${made.key}" ${location.origin}/api/v1/me`}
            lines
          />
        </div>
      ) : (
        <form id={form} onSubmit={submit} noValidate className="form">
          {problem && <ErrorNotice problem={problem} />}
          <TextInput
            label={t("settings.keys.name")}
            description={t("settings.keys.nameText")}
            data-autofocus
            value={name}
            maxLength={80}
            dir="auto"
            error={problem?.issue("name")}
            onChange={(event) => setName(event.currentTarget.value)}
          />
          <NativeSelect
            label={t("settings.keys.role")}
            description={t("settings.keys.roleText")}
            value={role}
            data={mine.map((value) => ({ value, label: t(`settings.role.${value}`) }))}
            onChange={(event) => setRole(event.currentTarget.value as typeof role)}
          />
          <NativeSelect
            label={t("settings.keys.days")}
            value={days}
            data={spans.map((value) => ({
              value: String(value),
              label: t("settings.keys.forDays", {
                count: value,
                date: format.date(new Date(Date.now() + value * 86_400_000)),
              }),
            }))}
            onChange={(event) => setDays(Number(event.currentTarget.value))}
          />
        </form>
      )}
    </Sheet>
  );
}
