import { Button } from "@mantine/core";
import { IconPlus } from "@tabler/icons-react";
import { useQuery } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import { asProblem, useMe } from "../api/index.ts";
import { SettingsPage } from "../settings/SettingsPage.tsx";
import { ErrorNotice } from "../ui/ErrorNotice.tsx";
import { SkeletonLines } from "../ui/Skeleton.tsx";
import { toast } from "../ui/Toasts.tsx";
import { pipelines, pipelinesQuery } from "./deal.data.ts";
import { PipelineForm } from "./PipelineForm.tsx";

/** The ways that deals go: stages with their probability, when they go stale, and reasons for losing. */
export function PipelinesPage() {
  const { t } = useTranslation();
  const me = useMe();
  const known = useQuery(pipelinesQuery);
  const create = pipelines.useCreate();
  const all = known.data?.items ?? [];
  const mayWrite = me.may("pipeline:write");

  function add(): void {
    const like = all.find((one) => one.isDefault) ?? all[0];
    if (!like) return;
    create.mutate(
      {
        name: t("deal.settings.newName"),
        currency: like.currency,
        stages: like.stages.map(({ id: _, ...stage }) => stage),
        lostReasons: like.lostReasons,
      },
      { onError: (error) => toast({ text: asProblem(error).message, tone: "danger", stay: 8_000 }) },
    );
  }
  return (
    <SettingsPage
      action={
        mayWrite && (
          <Button leftSection={<IconPlus size={16} />} loading={create.isPending} onClick={add}>
            {t("deal.settings.add")}
          </Button>
        )
      }
    >
      {known.error && <ErrorNotice problem={asProblem(known.error)} onRetry={() => void known.refetch()} />}
      {known.isPending && <SkeletonLines lines={8} />}
      {all.map((pipeline) => (
        <PipelineForm
          key={pipeline.id}
          pipeline={pipeline}
          others={all.filter((one) => one.id !== pipeline.id)}
          mayWrite={mayWrite}
        />
      ))}
    </SettingsPage>
  );
}
