import { Button } from "@mantine/core";
import { useDebouncedValue } from "@mantine/hooks";
import { useInfiniteQuery, useQuery } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { useTranslation } from "react-i18next";
import { asProblem } from "../api/index.ts";
import { useFormat } from "../format/index.ts";
import css from "../marketing/marketing.module.css";
import { ErrorNotice } from "../ui/ErrorNotice.tsx";
import { SkeletonLines } from "../ui/Skeleton.tsx";
import { countQuery, type Filter, membersOf, type Segment, sizeQuery } from "./segment.data.ts";

/** How many a filter matches now, exactly, and ten of them. */
export function Matches({ filter, said }: { filter: Filter | undefined; said: string }) {
  const { t } = useTranslation();
  const format = useFormat();
  const [settled] = useDebouncedValue(filter, 400);
  const count = useQuery(countQuery(settled));
  if (!settled) return <p className={css.summary}>{t("segment.incomplete")}</p>;
  if (count.error)
    return <ErrorNotice problem={asProblem(count.error)} onRetry={() => void count.refetch()} />;
  if (!count.data) return <SkeletonLines lines={4} />;
  return (
    <section aria-live="polite">
      <p className={css.big}>
        {t("segment.matches", { count: count.data.count, of: format.number(count.data.of) })}
      </p>
      <p className={css.said} dir="auto">
        {said}
      </p>
      {count.data.count > 0 && <People items={count.data.sample} />}
      {count.data.count > count.data.sample.length && (
        <p className={css.said}>
          {t("segment.andMore", { count: count.data.count - count.data.sample.length })}
        </p>
      )}
    </section>
  );
}

/** Who is in a segment that is kept, page by page. */
export function Members({ segment, said }: { segment: Segment; said: string }) {
  const { t } = useTranslation();
  const size = useQuery(sizeQuery(segment.id));
  const state = size.data?.state ?? segment.state;
  const members = useInfiniteQuery(membersOf(segment.id, state));
  if (members.error)
    return <ErrorNotice problem={asProblem(members.error)} onRetry={() => void members.refetch()} />;
  return (
    <section aria-live="polite">
      <p className={css.big}>
        {state === "filling" ? t("segment.filling") : t("segment.members", { count: size.data?.count ?? 0 })}
      </p>
      <p className={css.said} dir="auto">
        {said}
      </p>
      {members.data ? (
        <People items={members.data.pages.flatMap((page) => page.items)} />
      ) : (
        <SkeletonLines lines={8} />
      )}
      {members.hasNextPage && (
        <Button
          size="xs"
          variant="default"
          loading={members.isFetchingNextPage}
          onClick={() => void members.fetchNextPage()}
        >
          {t("marketing.more")}
        </Button>
      )}
    </section>
  );
}

function People({ items }: { items: readonly { id: string; name: string; email?: string | undefined }[] }) {
  return (
    <ul className={css.people}>
      {items.map((contact) => (
        <li key={contact.id}>
          <Link to="/contacts/$id" params={{ id: contact.id }} dir="auto">
            {contact.name}
          </Link>
          <span className="ltr">{contact.email}</span>
        </li>
      ))}
    </ul>
  );
}
