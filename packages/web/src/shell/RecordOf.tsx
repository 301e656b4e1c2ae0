import type { UseQueryResult } from "@tanstack/react-query";
import { type ReactNode, useEffect } from "react";
import { asProblem } from "../api/index.ts";
import { ErrorNotice } from "../ui/ErrorNotice.tsx";
import menu from "../ui/record/menu.module.css";
import { RecordSkeleton } from "../ui/record/RecordSkeleton.tsx";

/** How a record is shown, as a page or in a panel. */
export type RecordProps = { id: string; narrow?: boolean; onName?: (name: string) => void };

/** A record that was asked for: its skeleton until it is here, why it is not where it can't be, and itself. */
export function RecordOf<Info extends { name: string }>(props: {
  query: Pick<UseQueryResult<Info>, "data" | "error" | "refetch">;
  narrow: boolean | undefined;
  onName?: ((name: string) => void) | undefined;
  children: (record: Info) => ReactNode;
}) {
  const { onName, query } = props;
  const name = query.data?.name;
  useEffect(() => {
    if (name) onName?.(name);
  }, [name, onName]);
  if (query.error)
    return (
      <div className={menu.notice}>
        <ErrorNotice problem={asProblem(query.error)} onRetry={() => void query.refetch()} />
      </div>
    );
  return query.data ? props.children(query.data) : <RecordSkeleton narrow={props.narrow} />;
}
