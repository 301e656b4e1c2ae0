import { useNavigate } from "@tanstack/react-router";
import { useTranslation } from "react-i18next";
import { useFormat } from "../format/index.ts";
import { MarketingPage } from "../marketing/MarketingPage.tsx";
import { type Template, templates } from "./template.data.ts";

export function TemplatesPage() {
  const { t } = useTranslation();
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
      create={{
        label: t("template.new"),
        needs: "template:write",
        run: () => void navigate({ to: "/templates/new" }),
      }}
      empty={{ title: t("template.empty.title"), text: t("template.empty.text") }}
    />
  );
}
