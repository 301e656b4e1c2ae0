import { Link } from "@tanstack/react-router";
import { type ReactNode, useEffect, useRef } from "react";
import css from "./Page.module.css";
import { SamplesNote } from "./Samples.tsx";

export type PageTab = {
  key: string;
  label: string;
  active: boolean;
  search?: Record<string, unknown>;
  to?: string;
  count?: ReactNode;
};

/** A page of the shell: title, view tabs and one primary action share one line of 48 px; there is no other top bar. */
export function Page(props: {
  title: string;
  heading?: ReactNode;
  tabs?: PageTab[];
  action?: ReactNode;
  tools?: ReactNode;
  children: ReactNode;
  scroll?: boolean;
}) {
  useEffect(() => {
    document.title = `${props.title} · Rapport`;
  }, [props.title]);
  const tabs = useRef<HTMLElement>(null);
  const active = props.tabs?.find((tab) => tab.active)?.key;
  // Where there is no room for all tabs, the one that is open is in sight.
  useEffect(() => {
    if (active)
      tabs.current?.querySelector("[aria-current]")?.scrollIntoView({ inline: "nearest", block: "nearest" });
  }, [active]);
  return (
    <div className={css.page}>
      <header className={css.header}>
        {props.heading ? (
          <div className={css.title}>{props.heading}</div>
        ) : (
          <h1 className={css.title}>{props.title}</h1>
        )}
        {props.tabs && props.tabs.length > 0 && (
          <nav ref={tabs} className={css.tabs} aria-label={props.title}>
            {props.tabs.map((tab) => (
              <Link
                key={tab.key}
                to={tab.to ?? "."}
                search={(tab.search ?? {}) as never}
                className={css.tab}
                aria-current={tab.active ? "page" : undefined}
                // Tabs differ by their search: the page knows which one it shows.
                activeOptions={{ exact: true }}
                activeProps={{}}
              >
                {tab.label}
                {tab.count !== undefined && <span className={css.count}>{tab.count}</span>}
              </Link>
            ))}
          </nav>
        )}
        <div className={css.end}>
          {props.tools}
          {props.action}
        </div>
      </header>
      <SamplesNote />
      <div className={css.content} data-scroll={props.scroll || undefined}>
        {props.children}
      </div>
    </div>
  );
}
