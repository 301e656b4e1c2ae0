import { NativeSelect } from "@mantine/core";
import { useInfiniteQuery } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import { asProblem } from "../api/index.ts";
import { type Filled, templates, useFill } from "../template/template.data.ts";
import { toast } from "../ui/Toasts.tsx";

/** Puts a template's words into the mail, as this contact reads them. Nothing where the workspace has no templates. */
export function MailTemplate(props: { contactId: string; onFill: (filled: Filled) => void }) {
  const { t } = useTranslation();
  const list = useInfiniteQuery(templates.list());
  const fill = useFill();
  const items = list.data?.pages.flatMap((page) => page.items) ?? [];
  if (items.length === 0) return null;
  const choose = (id: string) =>
    fill.mutate(
      { id, contactId: props.contactId },
      {
        onSuccess: props.onFill,
        onError: (error) => toast({ text: asProblem(error).message, tone: "danger" }),
      },
    );
  return (
    <NativeSelect
      size="xs"
      aria-label={t("activity.mail.template")}
      data={[
        { value: "", label: t("activity.mail.template") },
        ...items.map(({ id, name }) => ({ value: id, label: name })),
      ]}
      value=""
      disabled={fill.isPending}
      onChange={(event) => choose(event.currentTarget.value)}
    />
  );
}
