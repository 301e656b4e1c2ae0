import { formMarkup } from "@rapport/core/form/markup";
import { useTranslation } from "react-i18next";
import { CopyField } from "../ui/CopyField.tsx";
import css from "./FormPlaces.module.css";
import type { Form } from "./form.data.ts";

/** Where the form stands: at an address of its own, and as plain HTML in a site. */
export function FormPlaces({ form }: { form: Form | undefined }) {
  const { t } = useTranslation();
  return (
    <div className={css.places}>
      <h2>{t("form.places.title")}</h2>
      {form ? (
        <>
          {!form.open && <p className={css.text}>{t("form.places.closed")}</p>}
          <CopyField label={t("form.places.address")} text={form.url} />
          <CopyField
            label={t("form.places.html")}
            description={t("form.places.htmlText")}
            text={formMarkup(form, { action: form.url, send: t("form.places.send"), between: "\n" })}
            lines
          />
        </>
      ) : (
        <p className={css.text}>{t("form.places.later")}</p>
      )}
      <h2>{t("form.answered.title")}</h2>
      <p className={css.text}>{t("form.answered.text")}</p>
    </div>
  );
}
