import { type ReactNode, useEffect, useRef, useState } from "react";
import { useTranslation } from "react-i18next";
import { useFormat } from "../../format/index.ts";
import { SkeletonLines } from "../Skeleton.tsx";
import css from "./Timeline.module.css";

export type TimelineItem = {
  id: string;
  at: string;
  /** System events are one grey line. */
  system?: boolean;
  icon: ReactNode;
  title: ReactNode;
  by?: string | undefined;
  status?: ReactNode;
  body?: string | undefined;
  /** In place of the body once it is opened, where that is only the beginning. */
  whole?: ReactNode;
  /** What went wrong with it. */
  note?: string | undefined;
  act?: ReactNode;
  /** Entries of one conversation are one: its newest, with the earlier ones behind it. */
  thread?: string | undefined;
};

type Folded = TimelineItem & { earlier: TimelineItem[] };

function folded(items: readonly TimelineItem[]): Folded[] {
  const newest = new Map<string, Folded>();
  return items.flatMap((item) => {
    const head = item.thread === undefined ? undefined : newest.get(item.thread);
    head?.earlier.push(item);
    if (head) return [];
    const one = { ...item, earlier: [] };
    if (item.thread !== undefined) newest.set(item.thread, one);
    return [one];
  });
}

/** What happened, newest first, a heading for each day, conversations folded; the composer stands on top. */
export function Timeline(props: {
  label: string;
  composer?: ReactNode;
  filter?: ReactNode;
  items: readonly TimelineItem[];
  loading: boolean;
  hasMore: boolean;
  loadMore: () => void;
  empty: ReactNode;
}) {
  const format = useFormat();
  const days = Map.groupBy(folded(props.items), (item) => format.dayOf(item.at));
  return (
    <section aria-label={props.label} className={css.timeline}>
      {props.composer}
      {props.filter}
      {props.loading && props.items.length === 0 && <SkeletonLines lines={6} />}
      {!props.loading && props.items.length === 0 && <p className={css.empty}>{props.empty}</p>}
      {[...days].map(([day, items]) => (
        <section key={day}>
          <h3 className={css.day}>{format.day(day)}</h3>
          <ol>
            {items.map((item) =>
              item.system ? (
                <SystemLine key={item.id} item={item} />
              ) : (
                <Entry key={item.thread ?? item.id} item={item} earlier={item.earlier} />
              ),
            )}
          </ol>
        </section>
      ))}
      {props.hasMore && <More key={props.items.length} onSeen={props.loadMore} />}
    </section>
  );
}

function SystemLine({ item }: { item: TimelineItem }) {
  const format = useFormat();
  return (
    <li className={css.system}>
      <span className={css.systemText}>{item.title}</span>
      <time dateTime={item.at}>{format.time(item.at)}</time>
    </li>
  );
}

const LONG = 320;

/** `earlier` is what stands behind it; one of those shows its day, too. */
function Entry({ item, earlier }: { item: TimelineItem; earlier?: readonly TimelineItem[] }) {
  const { t } = useTranslation();
  const format = useFormat();
  const [open, setOpen] = useState(false);
  const long =
    item.whole !== undefined || (item.body?.length ?? 0) > LONG || (item.body?.split("\n").length ?? 0) > 5;
  return (
    <li className={css.entry}>
      <span className={css.icon} aria-hidden>
        {item.icon}
      </span>
      <div className={css.words}>
        <div className={css.line}>
          <span className={css.title}>{item.title}</span>
          {item.status}
          <span className={css.meta}>
            {item.by && <span>{item.by}</span>}
            <time dateTime={item.at} title={format.dateTime(item.at)}>
              {earlier ? format.time(item.at) : format.dateTime(item.at)}
            </time>
          </span>
        </div>
        {item.note && <p className={css.note}>{item.note}</p>}
        {item.body && (
          <p className={css.body} dir="auto" data-folded={(long && !open) || undefined}>
            {(open && item.whole) || item.body}
          </p>
        )}
        {long && (
          <button type="button" className={css.more} aria-expanded={open} onClick={() => setOpen(!open)}>
            {open ? t("ui.timeline.less") : t("ui.timeline.more")}
          </button>
        )}
        {item.act}
        {earlier && earlier.length > 0 && <Earlier items={earlier} />}
      </div>
    </li>
  );
}

function Earlier({ items }: { items: readonly TimelineItem[] }) {
  const { t } = useTranslation();
  const [open, setOpen] = useState(false);
  return (
    <>
      <button type="button" className={css.more} aria-expanded={open} onClick={() => setOpen(!open)}>
        {t("ui.timeline.thread", { count: items.length })}
      </button>
      {open && (
        <ol className={css.thread}>
          {items.map((item) => (
            <Entry key={item.id} item={item} />
          ))}
        </ol>
      )}
    </>
  );
}

/** Asks for the next page when it comes into sight. */
function More(props: { onSeen: () => void }) {
  const { t } = useTranslation();
  const end = useRef<HTMLButtonElement>(null);
  const { onSeen } = props;
  useEffect(() => {
    const element = end.current;
    if (!element) return;
    const watch = new IntersectionObserver(
      (entries) => entries.some((entry) => entry.isIntersecting) && onSeen(),
    );
    watch.observe(element);
    return () => watch.disconnect();
  }, [onSeen]);
  return (
    <button ref={end} type="button" className={css.more} onClick={onSeen}>
      {t("ui.timeline.earlier")}
    </button>
  );
}
