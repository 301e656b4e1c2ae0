import { useInfiniteQuery, useQuery } from "@tanstack/react-query";
import { useNavigate } from "@tanstack/react-router";
import { useTranslation } from "react-i18next";
import { MarketingPage } from "../marketing/MarketingPage.tsx";
import { Status } from "../ui/Status.tsx";
import { type Segment, segments, sizeQuery } from "./segment.data.ts";
import { useFilterWords } from "./words.ts";

export function SegmentsPage() {
  const { t } = useTranslation();
  const navigate = useNavigate();
  const list = useInfiniteQuery(segments.list());
  const words = useFilterWords(
    list.data?.pages.flatMap(({ items }) => items.map(({ filter }) => filter)) ?? [],
  );
  return (
    <MarketingPage
      tab="segments"
      list={segments.list() as never}
      to="/segments/$id"
      row={(segment: Segment) => ({
        detail: segment.filter ? words(segment.filter) : t("segment.static"),
        facts: [
          t(`segment.kind.${segment.kind}`),
          segment.state === "filling" ? (
            <Status key="filling" tone="attention">
              {t("segment.filling")}
            </Status>
          ) : (
            <Size key="size" id={segment.id} />
          ),
        ],
      })}
      create={{
        label: t("segment.new"),
        needs: "segment:write",
        run: () => void navigate({ to: "/segments/new" }),
      }}
      empty={{ title: t("segment.empty.title"), text: t("segment.empty.text") }}
    />
  );
}

/** How many are in it. */
export function Size({ id }: { id: string }) {
  const { t } = useTranslation();
  const { data } = useQuery(sizeQuery(id));
  return <>{data ? t("segment.people", { count: data.count }) : "…"}</>;
}
