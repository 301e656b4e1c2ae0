import { type ReactNode, useState } from "react";
import { useTranslation } from "react-i18next";
import { useFormat } from "../../format/index.ts";
import { useIsPhone } from "../phone.ts";
import { useShortcut } from "../shortcuts/index.ts";
import { keyLabel } from "../shortcuts/keys.ts";
import css from "./RecordLayout.module.css";

export type RecordAction = {
  key: string;
  label: string;
  icon: ReactNode;
  letter?: string;
  run: () => void;
  href?: string | undefined;
};

export type RecordLayoutProps = {
  /** The record's name. */
  name: ReactNode;
  lead?: ReactNode;
  /** One sentence made from facts. */
  sentence?: ReactNode;
  /** What comes next with this record. */
  next?: ReactNode;
  actions: RecordAction[];
  /** Behind the actions: rarer ones. */
  menu?: ReactNode;
  properties: ReactNode;
  timeline: ReactNode;
  related?: ReactNode;
  /** Inside a preview panel: one column. */
  narrow?: boolean;
};

/** A record: header, properties 320, timeline at most 720, related things 300. On a phone, tabs and a bar at the thumb. */
export function RecordLayout(props: RecordLayoutProps) {
  const phone = useIsPhone();
  const header = (
    <header className={css.header}>
      <div className={css.identity}>
        {props.lead}
        <div className={css.words}>
          <h1 className={css.name}>{props.name}</h1>
          {props.sentence && <p className={css.sentence}>{props.sentence}</p>}
        </div>
      </div>
      {props.next && <div className={css.next}>{props.next}</div>}
      {!phone && <ActionBar actions={props.actions} menu={props.menu} />}
    </header>
  );
  if (phone) return <Phone {...props} header={header} />;
  if (props.narrow) {
    return (
      <div className={css.narrow}>
        {header}
        <div className={css.stack}>
          {props.properties}
          {props.timeline}
          {props.related}
        </div>
      </div>
    );
  }
  return (
    <div className={css.desk} data-related={props.related ? true : undefined}>
      {header}
      <div className={css.columns}>
        <section className={css.left}>{props.properties}</section>
        <section className={css.centre}>
          <div className={css.measure}>{props.timeline}</div>
        </section>
        {props.related && <aside className={css.right}>{props.related}</aside>}
      </div>
    </div>
  );
}

function ActionBar(props: { actions: RecordAction[]; menu?: ReactNode }) {
  const { t } = useTranslation();
  return (
    <div role="toolbar" aria-label={t("ui.record.actions")} className={css.actions}>
      {props.actions.map((action) => (
        <Action key={action.key} action={action} />
      ))}
      {props.menu}
    </div>
  );
}

function Action({ action }: { action: RecordAction }) {
  useShortcut(
    { keys: action.letter ?? "", label: action.label, group: "record", run: action.run },
    !!action.letter,
  );
  const title = action.letter ? `${action.label} (${keyLabel(action.letter)})` : action.label;
  const inside = (
    <>
      {action.icon}
      <span>{action.label}</span>
    </>
  );
  if (action.href)
    return (
      <a className={css.action} href={action.href} title={title} onClick={action.run}>
        {inside}
      </a>
    );
  return (
    <button type="button" className={css.action} title={title} onClick={action.run}>
      {inside}
    </button>
  );
}

function Phone(props: RecordLayoutProps & { header: ReactNode }) {
  const { t } = useTranslation();
  const tabs = [
    { key: "timeline", content: props.timeline },
    { key: "details", content: props.properties },
    ...(props.related ? [{ key: "related", content: props.related }] : []),
  ] as const;
  const [open, setOpen] = useState<string>("timeline");
  return (
    <div className={css.phone}>
      <div className={css.scroll}>
        {props.header}
        <div role="tablist" className={css.tabs}>
          {tabs.map((tab) => (
            <button
              key={tab.key}
              type="button"
              role="tab"
              id={`tab-${tab.key}`}
              aria-selected={open === tab.key}
              aria-controls="tab-content"
              className={css.tab}
              onClick={() => setOpen(tab.key)}
            >
              {t(`ui.record.${tab.key as "timeline" | "details" | "related"}`)}
            </button>
          ))}
        </div>
        <div role="tabpanel" id="tab-content" aria-labelledby={`tab-${open}`} className={css.stack}>
          {tabs.find((tab) => tab.key === open)?.content}
        </div>
      </div>
      <ActionBar actions={props.actions} menu={props.menu} />
    </div>
  );
}

/** A part of the right column: a heading, how many, an act. */
export function Related(props: {
  title: string;
  count?: number | undefined;
  action?: ReactNode;
  children: ReactNode;
}) {
  const format = useFormat();
  return (
    <section className={css.related}>
      <header className={css.relatedHead}>
        <h2>{props.title}</h2>
        {props.count !== undefined && <span className={css.relatedCount}>{format.number(props.count)}</span>}
        <span className={css.relatedAct}>{props.action}</span>
      </header>
      {props.children}
    </section>
  );
}
