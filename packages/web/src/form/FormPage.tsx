import { Button } from "@mantine/core";
import { IconExternalLink } from "@tabler/icons-react";
import { useQuery } from "@tanstack/react-query";
import { Link, useNavigate, useParams } from "@tanstack/react-router";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { asProblem, useMe } from "../api/index.ts";
import css from "../marketing/marketing.module.css";
import { Page } from "../shell/Page.tsx";
import { useRecordActs } from "../shell/useRecordActs.ts";
import { ErrorNotice } from "../ui/ErrorNotice.tsx";
import { SkeletonLines } from "../ui/Skeleton.tsx";
import { toast } from "../ui/Toasts.tsx";
import { draftOf, fieldsOf, isWhole } from "./draft.ts";
import { FormFields } from "./FormFields.tsx";
import { FormPlaces } from "./FormPlaces.tsx";
import { type Form, forms } from "./form.data.ts";

export function NewFormPage() {
  return <Editor />;
}

export function FormPage() {
  const { t } = useTranslation();
  const { id } = useParams({ from: "/app/forms/$id" });
  const form = useQuery(forms.record(id));
  if (form.data) return <Editor key={id} form={form.data} />;
  return (
    <Page title={t("form.one")}>
      {form.error ? (
        <ErrorNotice problem={asProblem(form.error)} onRetry={() => void form.refetch()} />
      ) : (
        <SkeletonLines lines={8} />
      )}
    </Page>
  );
}

function Editor({ form }: { form?: Form }) {
  const { t } = useTranslation();
  const me = useMe();
  const navigate = useNavigate();
  const create = forms.useCreate();
  const edit = forms.useEdit();
  const acts = useRecordActs(forms);
  const [draft, setDraft] = useState(() => draftOf(form, t));
  const mayWrite = me.may("form:write") && !form?.removedAt;
  const error = create.error ?? edit.error;
  const save = () => {
    if (form)
      edit.mutate([{ record: form, patch: fieldsOf(draft, null) }], {
        onSuccess: () => toast({ text: t("form.saved") }),
      });
    else
      create.mutate(fieldsOf(draft, undefined), {
        onSuccess: ({ id }) => {
          toast({ text: t("form.created") });
          void navigate({ to: "/forms/$id", params: { id } });
        },
      });
  };
  const drop = () => {
    if (form) acts.remove([form], () => void navigate({ to: "/forms" }));
  };
  return (
    <Page
      title={form?.name ?? t("form.new")}
      heading={<Link to="/forms">{t("marketing.forms")}</Link>}
      scroll
      tools={
        form && (
          <>
            {me.may("form:remove") && !form.removedAt && (
              <Button variant="subtle" color="danger" onClick={drop}>
                {t("ui.remove")}
              </Button>
            )}
            <Button
              variant="default"
              component="a"
              href={form.url}
              target="_blank"
              rel="noreferrer"
              leftSection={<IconExternalLink size={16} className="mirror" />}
            >
              {t("form.openPage")}
            </Button>
          </>
        )
      }
      action={
        mayWrite && (
          <Button disabled={!isWhole(draft)} loading={create.isPending || edit.isPending} onClick={save}>
            {t(form ? "ui.save" : "form.create")}
          </Button>
        )
      }
    >
      <div className={css.two}>
        <div className={css.form}>
          {error && <ErrorNotice problem={asProblem(error)} />}
          <FormFields
            draft={draft}
            onChange={mayWrite ? (patch) => setDraft({ ...draft, ...patch }) : undefined}
            problem={error ? asProblem(error) : undefined}
          />
        </div>
        <aside className={css.side} aria-label={t("form.places.title")}>
          <FormPlaces form={form} />
        </aside>
      </div>
    </Page>
  );
}
