import { Button } from "@mantine/core";
import { useEffect, useEffectEvent, useState } from "react";
import { useTranslation } from "react-i18next";
import { asProblem } from "../api/index.ts";
import { useFormat } from "../format/index.ts";
import { ErrorNotice } from "../ui/ErrorNotice.tsx";
import { Progress } from "../ui/Progress.tsx";
import { SumBar } from "../ui/Subtraction.tsx";
import css from "./CheckBar.module.css";
import { type Import, useAct } from "./import.data.ts";
import { RunAccount } from "./RunAccount.tsx";
import { useFileProblem } from "./useFileProblem.ts";

/** The bar under the page: what would come in, counted without writing anything, and the start. */
export function CheckBar({ file, saving }: { file: Import; saving: boolean }) {
  const { t } = useTranslation();
  const format = useFormat();
  const act = useAct(file.id);
  const problemText = useFileProblem();
  const [opened, setOpened] = useState(false);
  // Leaving a field keeps it: a press on the button meanwhile is not lost, it follows.
  const [wanted, setWanted] = useState<{ dryRun?: true }>();
  const start = useEffectEvent((body: { dryRun?: true }) => act.mutate({ act: "start", body }));
  useEffect(() => {
    if (saving || !wanted) return;
    setWanted(undefined);
    start(wanted);
  }, [saving, wanted]);
  const { check } = file;
  const checking = file.state === "checking";
  const current = check?.state === "done" && (check.finishedAt ?? "") >= file.updatedAt;
  const coming = check ? check.rows - check.failed : 0;
  const problem = act.error
    ? asProblem(act.error)
    : check?.error
      ? { status: 422, type: "check-failed", title: t("imports.checkFailed"), message: check.error }
      : undefined;

  return (
    <div className={css.foot}>
      {problem && (
        <div className={css.problem}>
          <ErrorNotice problem={"issue" in problem ? problemText(problem) : problem} compact />
        </div>
      )}
      {checking && check && (
        <div className={css.progress}>
          <Progress
            label={t("imports.checking")}
            done={check.bytes.done}
            total={check.bytes.total}
            count={t("imports.rows", { count: check.rows })}
            action={
              <Button size="xs" variant="default" onClick={() => act.mutate({ act: "cancel" })}>
                {t("ui.cancel")}
              </Button>
            }
          />
        </div>
      )}
      {opened && current && check && (
        <div className={css.account}>
          <RunAccount run={check} future />
        </div>
      )}
      <SumBar
        action={
          <span className={css.acts}>
            <Button
              variant={current ? "default" : "filled"}
              disabled={checking}
              loading={(act.isPending || wanted !== undefined) && !checking}
              onClick={() => setWanted({ dryRun: true })}
            >
              {t(check ? "imports.checkAgain" : "imports.check")}
            </Button>
            <Button
              variant={current ? "filled" : "default"}
              disabled={checking || wanted !== undefined || (current && coming === 0)}
              onClick={() => setWanted({})}
            >
              {current ? t("imports.startRows", { count: coming }) : t("imports.start")}
            </Button>
          </span>
        }
      >
        {current && check ? (
          <button
            type="button"
            className={css.sentence}
            aria-expanded={opened}
            onClick={() => setOpened(!opened)}
          >
            {t("imports.willCome", { coming: format.number(coming), count: check.rows })}
          </button>
        ) : check && !checking && check.state === "done" ? (
          t("imports.changedSince")
        ) : (
          t("imports.notChecked")
        )}
      </SumBar>
    </div>
  );
}
