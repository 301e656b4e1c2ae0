import { Button, NativeSelect, Textarea, TextInput } from "@mantine/core";
import { useMutation, useQuery } from "@tanstack/react-query";
import { Link, useNavigate, useParams } from "@tanstack/react-router";
import { useRef, useState } from "react";
import { useTranslation } from "react-i18next";
import { asProblem, useMe } from "../api/index.ts";
import css from "../marketing/marketing.module.css";
import { Page } from "../shell/Page.tsx";
import { ErrorNotice } from "../ui/ErrorNotice.tsx";
import { SkeletonLines } from "../ui/Skeleton.tsx";
import { toast } from "../ui/Toasts.tsx";
import { MailPreview } from "./MailPreview.tsx";
import { starter } from "./starter.ts";
import { sendTest, type Template, templates, variablesQuery } from "./template.data.ts";

export function NewTemplatePage() {
  return <Editor />;
}

export function TemplatePage() {
  const { t } = useTranslation();
  const { id } = useParams({ from: "/app/templates/$id" });
  const template = useQuery(templates.record(id));
  if (template.data) return <Editor key={id} template={template.data} />;
  return (
    <Page title={t("template.one")}>
      {template.error ? (
        <ErrorNotice problem={asProblem(template.error)} onRetry={() => void template.refetch()} />
      ) : (
        <SkeletonLines lines={8} />
      )}
    </Page>
  );
}

function Editor({ template }: { template?: Template }) {
  const { t } = useTranslation();
  const navigate = useNavigate();
  const mayWrite = useMe().may("template:write");
  const create = templates.useCreate();
  const edit = templates.useEdit();
  const remove = templates.useRemove();
  const restore = templates.useRestore();
  const html = useRef<HTMLTextAreaElement>(null);
  const variables = useQuery(variablesQuery);
  const [input, setInput] = useState({
    name: template?.name ?? "",
    subject: template?.subject ?? starter.subject,
    preheader: template?.preheader ?? "",
    html: template?.html ?? starter.html,
    text: template?.text ?? "",
  });
  const [person, setPerson] = useState<string>();
  const test = useMutation({
    mutationFn: () => sendTest(template?.id as string, person),
    onSuccess: ({ sent }) => toast({ text: t("template.tested", { to: sent.join(", ") }) }),
    onError: (error) => toast({ text: asProblem(error).message, tone: "danger" }),
  });
  const field = (name: keyof typeof input) => ({
    label: t(`template.field.${name}`),
    value: input[name],
    disabled: !mayWrite,
    onChange: (event: { currentTarget: { value: string } }) =>
      setInput({ ...input, [name]: event.currentTarget.value }),
  });
  const insert = (name: string) => {
    const area = html.current;
    const at = area?.selectionStart ?? input.html.length;
    setInput({ ...input, html: `${input.html.slice(0, at)}{{ ${name} }}${input.html.slice(at)}` });
    area?.focus();
  };
  const optional = (value: string, cleared: null | undefined) => (value.trim() === "" ? cleared : value);
  const save = () => {
    const { name, subject, html: body } = input;
    if (template) {
      const patch = {
        name,
        subject,
        html: body,
        preheader: optional(input.preheader, null),
        text: optional(input.text, null),
      };
      edit.mutate([{ record: template, patch }], { onSuccess: () => toast({ text: t("template.saved") }) });
      return;
    }
    const fields = {
      name,
      subject,
      html: body,
      preheader: optional(input.preheader, undefined),
      text: optional(input.text, undefined),
    };
    create.mutate(fields as never, {
      onSuccess: ({ id }) => void navigate({ to: "/templates/$id", params: { id } }),
    });
  };
  const drop = () => {
    if (!template) return;
    remove.mutate([template], {
      onSuccess: () => {
        toast({
          text: t("template.removed", { name: template.name }),
          undo: () => restore.mutateAsync([template.id]),
        });
        void navigate({ to: "/templates" });
      },
    });
  };
  const problem = create.error ?? edit.error;
  const source = {
    subject: input.subject,
    html: input.html,
    ...(input.preheader ? { preheader: input.preheader } : {}),
    ...(input.text ? { text: input.text } : {}),
  };
  return (
    <Page
      title={template?.name ?? t("template.new")}
      heading={<Link to="/templates">{t("marketing.templates")}</Link>}
      scroll
      tools={
        template && mayWrite ? (
          <>
            <Button variant="subtle" color="red" onClick={drop}>
              {t("ui.remove")}
            </Button>
            <Button variant="default" loading={test.isPending} onClick={() => test.mutate()}>
              {t("template.test")}
            </Button>
          </>
        ) : undefined
      }
      action={
        mayWrite && (
          <Button
            disabled={input.name.trim() === ""}
            loading={create.isPending || edit.isPending}
            onClick={save}
          >
            {t("template.save")}
          </Button>
        )
      }
    >
      <div className={`${css.two} ${css.wide}`}>
        <div className={css.form}>
          {problem && <ErrorNotice problem={asProblem(problem)} />}
          <TextInput {...field("name")} maxLength={120} />
          <TextInput {...field("subject")} maxLength={250} />
          <TextInput {...field("preheader")} maxLength={250} description={t("template.preheaderHint")} />
          <NativeSelect
            label={t("template.insert")}
            value=""
            disabled={!mayWrite}
            data={[
              { value: "", label: t("template.choose") },
              ...(variables.data?.items ?? []).map(({ name, label }) => ({ value: name, label })),
            ]}
            onChange={(event) => event.currentTarget.value && insert(event.currentTarget.value)}
          />
          <Textarea
            {...field("html")}
            ref={html}
            className={css.code}
            autosize
            minRows={14}
            maxRows={36}
            dir="ltr"
          />
          <Textarea
            {...field("text")}
            className={css.code}
            autosize
            minRows={3}
            maxRows={16}
            description={t("template.textHint")}
          />
        </div>
        <aside className={css.side}>
          <MailPreview source={source} onPerson={setPerson} />
        </aside>
      </div>
    </Page>
  );
}
