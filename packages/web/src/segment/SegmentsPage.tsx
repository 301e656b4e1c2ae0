import { useQuery } from "@tanstack/react-query";
import { useNavigate } from "@tanstack/react-router";
import { useTranslation } from "react-i18next";
import { useMe } from "../api/index.ts";
import { useFormat } from "../format/index.ts";
import { MarketingPage } from "../marketing/MarketingPage.tsx";
import { Status } from "../ui/Status.tsx";
import { segments, sizeQuery } from "./segment.data.ts";

export function SegmentsPage() {
  const { t } = useTranslation();
  const me = useMe();
  const navigate = useNavigate();
  return (
    <MarketingPage
      tab="segments"
      list={segments.list() as never}
      to="/segments/$id"
      row={(segment: {
        id: string;
        name: string;
        sentence: string;
        kind: "static" | "live";
        state: string;
      }) => ({
        detail: segment.sentence,
        meta: t(`segment.kind.${segment.kind}`),
        end:
          segment.state === "filling" ? (
            <Status tone="attention">{t("segment.filling")}</Status>
          ) : (
            <Size id={segment.id} />
          ),
      })}
      create={
        me.may("segment:write")
          ? { label: t("segment.new"), run: () => void navigate({ to: "/segments/new" }) }
          : undefined
      }
      empty={{ title: t("segment.empty.title"), text: t("segment.empty.text") }}
    />
  );
}

export function Size({ id }: { id: string }) {
  const format = useFormat();
  const { data } = useQuery(sizeQuery(id));
  return <>{data ? format.number(data.count) : "…"}</>;
}
