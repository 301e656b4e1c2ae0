import { Button } from "@mantine/core";
import type { Cleared, Filled } from "@rapport/core/sample/schema";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import { api, asProblem, useMe } from "../api/index.ts";
import { toast } from "../ui/Toasts.tsx";
import css from "./Page.module.css";

/** Fills an empty workspace with sample data, or takes it out again; both can be undone. */
function useSamples() {
  const { t } = useTranslation();
  const client = useQueryClient();
  const change = useMutation({
    mutationFn: async (there: boolean): Promise<void> => {
      if (there) await api.post<Filled>("/samples", {});
      else await api.delete<Cleared>("/samples");
    },
    onSuccess: (_, there) =>
      toast({ text: t(there ? "ui.samples.shown" : "ui.samples.removed"), undo: () => set(!there) }),
    onError: (error) => toast({ text: asProblem(error).message, tone: "danger" }),
    onSettled: () => client.invalidateQueries(),
  });
  function set(there: boolean): Promise<void> {
    return change.mutateAsync(there);
  }
  return change;
}

/** For an empty page: what it looks like in use. Only for who may fill the workspace, and while it has none. */
export function ShowSamples() {
  const { t } = useTranslation();
  const { may, workspace } = useMe();
  const change = useSamples();
  if (!may("workspace:write") || workspace.samples) return null;
  return (
    <Button variant="default" onClick={() => change.mutate(true)} loading={change.isPending}>
      {t("ui.samples.show")}
    </Button>
  );
}

/** While there is sample data every page says so, and how to be rid of it. */
export function SamplesNote() {
  const { t } = useTranslation();
  const { may, workspace } = useMe();
  const change = useSamples();
  if (!workspace.samples) return null;
  return (
    <div className={css.note}>
      <span>{t("ui.samples.there")}</span>
      {may("workspace:write") && (
        <Button
          size="compact-xs"
          variant="default"
          onClick={() => change.mutate(false)}
          loading={change.isPending}
        >
          {t("ui.samples.remove")}
        </Button>
      )}
    </div>
  );
}
