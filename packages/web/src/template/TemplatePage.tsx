import { Button, NativeSelect, Textarea, TextInput } from "@mantine/core";
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { Link, useNavigate, useParams, useSearch } from "@tanstack/react-router";
import { useRef, useState } from "react";
import { useTranslation } from "react-i18next";
import { asProblem, useMe } from "../api/index.ts";
import { giveTo } from "../campaign/campaign.data.ts";
import css from "../marketing/marketing.module.css";
import { Page } from "../shell/Page.tsx";
import { ErrorNotice } from "../ui/ErrorNotice.tsx";
import { SkeletonLines } from "../ui/Skeleton.tsx";
import { toast } from "../ui/Toasts.tsx";
import { MailPreview } from "./MailPreview.tsx";
import { readersQuery } from "./person.ts";
import { starter } from "./starter.ts";
import { sendTest, type Template, templates, variablesQuery } from "./template.data.ts";

export function NewTemplatePage() {
  const { campaign } = useSearch({ from: "/app/templates/new" });
  return <Editor campaignId={campaign} />;
}

export function TemplatePage() {
  const { t } = useTranslation();
  const { id } = useParams({ from: "/app/templates/$id" });
  const { campaign } = useSearch({ from: "/app/templates/$id" });
  const template = useQuery(templates.record(id));
  if (template.data) return <Editor key={id} template={template.data} campaignId={campaign} />;
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

type Input = Record<"name" | "subject" | "preheader" | "html" | "text", string>;
type Fields = {
  name: string;
  subject: string;
  html: string;
  preheader?: string | null;
  text?: string | null;
};

/** `campaignId`: the campaign that waits for this mail; saving leads back to it. */
function Editor({ template, campaignId }: { template?: Template; campaignId?: string | undefined }) {
  const { t } = useTranslation();
  const mayWrite = useMe().may("template:write");
  const html = useRef<HTMLTextAreaElement>(null);
  const variables = useQuery(variablesQuery);
  const readers = useQuery(readersQuery());
  const [input, setInput] = useState<Input>({
    name: template?.name ?? "",
    subject: template?.subject ?? starter.subject,
    preheader: template?.preheader ?? "",
    html: template?.html ?? starter.html,
    text: template?.text ?? "",
  });
  /** Undefined: the first reader. Null: nobody, the sample. */
  const [person, setPerson] = useState<string | null>();
  // Without a name of its own a template bears its subject, without what differs from reader to reader.
  const plain = input.subject.replaceAll(/\{\{.*?\}\}|\{%.*?%\}/g, "…").trim();
  const name = input.name.trim() || plain.slice(0, 120);
  const fields: Fields = {
    name,
    subject: input.subject,
    html: input.html,
    preheader: input.preheader.trim() || null,
    text: input.text.trim() ? input.text : null,
  };
  const changed =
    !template ||
    Object.entries(fields).some(([key, value]) => value !== (template[key as keyof Fields] ?? null));
  const { save, keep, saving, problem } = useSave({ template, campaignId });
  const test = useMutation({
    mutationFn: async (saved: Template) => {
      if (changed) await keep(fields);
      return sendTest(saved.id, (person === undefined ? readers.data?.[0]?.value : person) ?? undefined);
    },
    onSuccess: ({ sent }) => toast({ text: t("template.tested", { to: sent.join(", ") }) }),
    onError: (error) => toast({ text: asProblem(error).message, tone: "danger" }),
  });
  const field = (key: keyof Input) => ({
    label: t(`template.field.${key}`),
    value: input[key],
    disabled: !mayWrite,
    onChange: (event: { currentTarget: { value: string } }) =>
      setInput({ ...input, [key]: event.currentTarget.value }),
  });
  const insert = (variable: string) => {
    const area = html.current;
    const at = area?.selectionStart ?? input.html.length;
    setInput({ ...input, html: `${input.html.slice(0, at)}{{ ${variable} }}${input.html.slice(at)}` });
    area?.focus();
  };
  return (
    <Page
      title={template?.name ?? t("template.new")}
      heading={<Link to="/templates">{t("marketing.templates")}</Link>}
      scroll
      tools={
        template && mayWrite ? (
          <>
            <Remove template={template} />
            <Button variant="default" loading={test.isPending} onClick={() => test.mutate(template)}>
              {t("template.test")}
            </Button>
          </>
        ) : undefined
      }
      action={
        mayWrite && (
          <Button
            disabled={name === "" || (!changed && !campaignId)}
            loading={saving}
            onClick={() => save(fields)}
          >
            {t("template.save")}
          </Button>
        )
      }
    >
      <div className={`${css.two} ${css.wide}`}>
        <div className={css.form}>
          {problem && <ErrorNotice problem={asProblem(problem)} />}
          <TextInput {...field("name")} maxLength={120} placeholder={plain} />
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
          <MailPreview
            source={{
              subject: input.subject,
              html: input.html,
              ...(fields.preheader ? { preheader: fields.preheader } : {}),
              ...(fields.text ? { text: fields.text } : {}),
            }}
            readers={readers.data}
            onPerson={(id) => setPerson(id ?? null)}
          />
        </aside>
      </div>
    </Page>
  );
}

/** Saves where it is; for a campaign that waits for its mail, back there. */
function useSave({
  template,
  campaignId,
}: {
  template?: Template | undefined;
  campaignId: string | undefined;
}) {
  const { t } = useTranslation();
  const navigate = useNavigate();
  const client = useQueryClient();
  const create = templates.useCreate();
  const edit = templates.useEdit();
  const give = useMutation({
    mutationFn: (templateId: string) => giveTo(client, campaignId as string, { templateId }),
    onSuccess: ({ id }) => navigate({ to: "/campaigns/$id", params: { id } }),
  });
  const keep = (fields: Fields) =>
    template ? edit.mutateAsync([{ record: template, patch: fields }]) : Promise.resolve();
  function save(fields: Fields): void {
    if (template) {
      const onSuccess = () =>
        campaignId ? give.mutate(template.id) : void toast({ text: t("template.saved") });
      edit.mutate([{ record: template, patch: fields }], { onSuccess });
      return;
    }
    const { preheader, text, ...rest } = fields;
    create.mutate(
      { ...rest, ...(preheader ? { preheader } : {}), ...(text ? { text } : {}) },
      {
        onSuccess: ({ id }) =>
          campaignId ? give.mutate(id) : void navigate({ to: "/templates/$id", params: { id } }),
      },
    );
  }
  return {
    save,
    keep,
    saving: create.isPending || edit.isPending || give.isPending,
    problem: create.error ?? edit.error ?? give.error,
  };
}

function Remove({ template }: { template: Template }) {
  const { t } = useTranslation();
  const navigate = useNavigate();
  const remove = templates.useRemove();
  const restore = templates.useRestore();
  const drop = () =>
    remove.mutate([template], {
      onError: (error) => toast({ text: asProblem(error).message, tone: "danger" }),
      onSuccess: () => {
        toast({
          text: t("template.removed", { name: template.name }),
          undo: () => restore.mutateAsync([template.id]),
        });
        void navigate({ to: "/templates" });
      },
    });
  return (
    <Button variant="subtle" color="danger" onClick={drop}>
      {t("ui.remove")}
    </Button>
  );
}
