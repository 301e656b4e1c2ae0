import { SegmentedControl } from "@mantine/core";
import { useDebouncedValue } from "@mantine/hooks";
import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { asProblem } from "../api/index.ts";
import css from "../marketing/marketing.module.css";
import { ErrorNotice } from "../ui/ErrorNotice.tsx";
import { LookupField } from "../ui/field/LookupField.tsx";
import { findPeople } from "./person.ts";
import { previewQuery, type Source } from "./template.data.ts";

type Person = { value: string; label: string };

/** The live mail as a chosen contact, on a phone or a desktop. The frame is sandboxed: nothing in it runs. */
export function MailPreview(props: { source: Source; onPerson?: (id: string | undefined) => void }) {
  const { t } = useTranslation();
  const [person, setPerson] = useState<Person>();
  const [width, setWidth] = useState("desktop");
  const [settled] = useDebouncedValue(props.source, 400);
  const preview = useQuery(previewQuery(settled, person?.value));
  const choose = (chosen: Person | undefined) => {
    setPerson(chosen);
    props.onPerson?.(chosen?.value);
  };
  return (
    <section className={css.form} aria-label={t("template.preview")}>
      <div className={css.amount}>
        <LookupField
          label={t("template.as")}
          value={person}
          find={findPeople}
          onChange={choose}
          nothing={t("template.nobody")}
          placeholder={t("template.sample")}
        />
        <SegmentedControl
          size="xs"
          aria-label={t("template.width")}
          value={width}
          onChange={setWidth}
          data={[
            { value: "desktop", label: t("template.desktop") },
            { value: "phone", label: t("template.phone") },
          ]}
        />
      </div>
      {preview.error && <ErrorNotice problem={asProblem(preview.error)} compact />}
      {preview.data && (
        <>
          <p className={css.summary} dir="auto">
            {preview.data.subject}
          </p>
          <div className={css.frame} data-width={width}>
            <iframe
              className={css.preview}
              title={t("template.preview")}
              sandbox=""
              srcDoc={preview.data.html}
            />
          </div>
          {preview.data.empty.length > 0 && (
            <p className={css.summary}>{t("template.missing", { names: preview.data.empty.join(", ") })}</p>
          )}
        </>
      )}
    </section>
  );
}
