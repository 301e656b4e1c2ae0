import { ActionIcon, SegmentedControl } from "@mantine/core";
import { useDebouncedValue, useElementSize } from "@mantine/hooks";
import { IconChevronLeft, IconChevronRight } from "@tabler/icons-react";
import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { asProblem } from "../api/index.ts";
import { ErrorNotice } from "../ui/ErrorNotice.tsx";
import { LookupField } from "../ui/field/LookupField.tsx";
import { SkeletonLines } from "../ui/Skeleton.tsx";
import css from "./MailPreview.module.css";
import { findPeople, type Person } from "./person.ts";
import { previewQuery, type Source } from "./template.data.ts";

const looks = ["desktop", "phone", "dark"] as const;
type Look = (typeof looks)[number];
/** CSS pixels that a mail gets: what does not fit the column is shown smaller, not cut off. */
const widths: Record<Look, number> = { desktop: 680, phone: 375, dark: 680 };
const tall = 560;

type Props = {
  source: Source;
  from?: string | undefined;
  /** Who can be looked at one after another; the first is shown first, where there is one. */
  readers?: readonly Person[] | undefined;
  onPerson?: (id: string | undefined) => void;
};

/** The live mail as a chosen contact, on a desktop, on a phone, in the dark. The frame is sandboxed: nothing in it runs. */
export function MailPreview({ source, from, readers = [], onPerson }: Props) {
  const { t } = useTranslation();
  const [chosen, setChosen] = useState<Person | null>();
  const [look, setLook] = useState<Look>("desktop");
  const person = chosen === undefined ? readers[0] : (chosen ?? undefined);
  const [settled] = useDebouncedValue(source, 400);
  const preview = useQuery(previewQuery(settled, person?.value));
  const choose = (next: Person | undefined) => {
    setChosen(next ?? null);
    onPerson?.(next?.value);
  };
  const at = readers.findIndex(({ value }) => value === person?.value);
  const step = (by: number) => choose(readers[(at + by + readers.length) % readers.length]);
  return (
    <section className={css.preview} aria-label={t("template.preview")}>
      <div className={css.tools}>
        <div className={css.person}>
          <LookupField
            key={person?.value ?? ""}
            bare
            focus={false}
            label={t("template.as")}
            value={person}
            find={findPeople}
            onChange={choose}
            nothing={t("template.nobody")}
            placeholder={t("template.sample")}
          />
        </div>
        {readers.length > 1 && (
          <>
            <ActionIcon
              variant="default"
              size={32}
              aria-label={t("template.before")}
              onClick={() => step(-1)}
            >
              <IconChevronLeft size={16} className="mirror" />
            </ActionIcon>
            <ActionIcon variant="default" size={32} aria-label={t("template.next")} onClick={() => step(1)}>
              <IconChevronRight size={16} className="mirror" />
            </ActionIcon>
          </>
        )}
        <SegmentedControl
          className={css.looks}
          size="xs"
          aria-label={t("template.width")}
          value={look}
          onChange={(value) => setLook(value as Look)}
          data={looks.map((value) => ({ value, label: t(`template.${value}`) }))}
        />
      </div>
      {preview.error ? (
        <ErrorNotice problem={asProblem(preview.error)} compact />
      ) : preview.data ? (
        <article className={css.mail}>
          <header className={css.head}>
            {from && (
              <p className={css.from} dir="auto">
                {from}
              </p>
            )}
            <p className={css.subject} dir="auto">
              {preview.data.subject}
            </p>
            {source.preheader && (
              <p className={css.preheader} dir="auto">
                {source.preheader}
              </p>
            )}
          </header>
          <Frame html={preview.data.html} look={look} />
        </article>
      ) : (
        <SkeletonLines lines={6} />
      )}
      {preview.data && !preview.error && preview.data.empty.length > 0 && (
        <p className={css.missing} role="status">
          {t("template.missing", { names: preview.data.empty.join(", ") })}
        </p>
      )}
    </section>
  );
}

function Frame({ html, look }: { html: string; look: Look }) {
  const { t } = useTranslation();
  const { ref, width } = useElementSize();
  const wide = widths[look];
  const scale = width > 0 ? Math.min(1, width / wide) : 1;
  return (
    <div ref={ref} className={css.frame} data-look={look} style={{ blockSize: tall }}>
      <iframe
        className={css.page}
        title={t("template.preview")}
        sandbox=""
        srcDoc={html}
        style={{
          inlineSize: look === "phone" || scale < 1 ? wide : "100%",
          blockSize: tall / scale,
          transform: `scale(${scale})`,
        }}
      />
    </div>
  );
}
