import { useTranslation } from "react-i18next";
import { type Activity, activities } from "../activity/activity.data.ts";
import { asProblem } from "../api/index.ts";
import { useFormat } from "../format/index.ts";
import { toast } from "../ui/Toasts.tsx";
import { onDay } from "./agenda.ts";
import { type Change, useChange } from "./task.data.ts";

/** Completes, moves, changes and removes what is to be done: at once, said in one line, taken back by Z. */
export function useTaskActs() {
  const { t } = useTranslation();
  const format = useFormat();
  const { mutateAsync: change } = useChange();
  const { mutateAsync: remove } = activities.useRemove();
  const { mutateAsync: restore } = activities.useRestore();
  const onError = (error: unknown) => toast({ text: asProblem(error).message, tone: "danger", stay: 8_000 });

  async function edit(activity: Activity, next: Change, text: string): Promise<void> {
    try {
      const changed = await change({ activity, change: next });
      const back = Object.fromEntries(
        (Object.keys(next) as (keyof Change)[]).map((field) => [field, activity[field]]),
      );
      toast({ text, undo: () => change({ activity: changed, change: back }).catch(onError) });
    } catch (error) {
      onError(error);
    }
  }
  return {
    complete: (activity: Activity) =>
      edit(
        activity,
        { state: activity.kind === "task" ? "completed" : "held" },
        t("task.completed", { title: activity.title }),
      ),
    move: (activity: Activity, day: string) =>
      edit(
        activity,
        { at: onDay(activity.at, day, format) },
        t("task.moved", { title: activity.title, day: format.day(day) }),
      ),
    edit: (activity: Activity, next: Change) => edit(activity, next, t("ui.changed", { count: 1 })),
    async remove(activity: Activity): Promise<void> {
      try {
        await remove([activity]);
        toast({
          text: t("ui.removed", { count: 1 }),
          undo: () => restore([activity.id]).catch(onError),
        });
      } catch (error) {
        onError(error);
      }
    },
  };
}
