import { useNavigate } from "@tanstack/react-router";
import { useTranslation } from "react-i18next";
import { useMe } from "../api/index.ts";
import { useFormat } from "../format/index.ts";
import { MarketingPage } from "../marketing/MarketingPage.tsx";
import { type Template, templates } from "./template.data.ts";

export function TemplatesPage() {
  const { t } = useTranslation();
  const me = useMe();
  const format = useFormat();
  const navigate = useNavigate();
  return (
    <MarketingPage
      tab="templates"
      list={templates.list() as never}
      to="/templates/$id"
      row={(template: Template) => ({
        detail: template.subject,
        facts: [format.relative(template.updatedAt)],
      })}
      create={
        me.may("template:write")
          ? { label: t("template.new"), run: () => void navigate({ to: "/templates/new" }) }
          : undefined
      }
      empty={{ title: t("template.empty.title"), text: t("template.empty.text") }}
    />
  );
}
