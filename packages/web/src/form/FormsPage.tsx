import { useNavigate } from "@tanstack/react-router";
import { useTranslation } from "react-i18next";
import { useFormat } from "../format/index.ts";
import { MarketingPage } from "../marketing/MarketingPage.tsx";
import { Status } from "../ui/Status.tsx";
import { type Form, forms } from "./form.data.ts";

export function FormsPage() {
  const { t } = useTranslation();
  const format = useFormat();
  const navigate = useNavigate();
  return (
    <MarketingPage
      tab="forms"
      list={forms.list() as never}
      to="/forms/$id"
      row={(form: Form) => ({
        detail: [
          form.title,
          t("form.asksFor", { what: format.list(form.questions.map(({ label }) => label)) }),
        ].join(" · "),
        facts: [
          form.welcome && t("form.welcomes"),
          form.open ? (
            <Status key="open" tone="positive">
              {t("form.isOpen")}
            </Status>
          ) : (
            <Status key="closed" hollow>
              {t("form.isClosed")}
            </Status>
          ),
        ],
      })}
      create={{
        label: t("form.new"),
        needs: "form:write",
        run: () => void navigate({ to: "/forms/new" }),
      }}
      empty={{ title: t("form.empty.title"), text: t("form.empty.text") }}
    />
  );
}
