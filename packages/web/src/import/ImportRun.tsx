import { Button } from "@mantine/core";
import { IconArrowBackUp, IconDownload } from "@tabler/icons-react";
import { Link } from "@tanstack/react-router";
import { useEffect, useRef, useState } from "react";
import { useTranslation } from "react-i18next";
import { asProblem } from "../api/index.ts";
import { ErrorNotice } from "../ui/ErrorNotice.tsx";
import { Progress } from "../ui/Progress.tsx";
import { toast } from "../ui/Toasts.tsx";
import css from "./ImportRun.module.css";
import { type Import, problemFile, useAct } from "./import.data.ts";
import { RunAccount } from "./RunAccount.tsx";

const grace = 8_000;

/** How the import goes or went, and what can be done about it. */
export function ImportRun({ file, mayWrite }: { file: Import; mayWrite: boolean }) {
  const { t } = useTranslation();
  const act = useAct(file.id);
  const { run, undo, state } = file;
  const later = useLater();
  const onError = (error: unknown) => toast({ text: asProblem(error).message, tone: "danger", stay: 8_000 });

  // Undoing can't be undone itself: it waits while the message offers to keep the contacts.
  const takeBack = () => {
    const leave = later.start(() => act.mutate({ act: "undo" }, { onError }));
    toast({ text: t("imports.undoSoon"), undo: leave, stay: grace });
  };
  const download = async () => {
    try {
      const { url } = await problemFile(file.id);
      location.assign(url);
    } catch (error) {
      onError(error);
    }
  };
  if (!run) return null;
  return (
    <section className={css.run} aria-label={t("imports.part.run")}>
      {state === "running" && (
        <Progress
          label={t("imports.running")}
          done={run.bytes.done}
          total={run.bytes.total}
          count={t("imports.rows", { count: run.rows })}
          note={t("imports.mayLeave")}
          action={
            mayWrite && (
              <Button size="xs" variant="default" onClick={() => act.mutate({ act: "cancel" }, { onError })}>
                {t("imports.stop")}
              </Button>
            )
          }
        />
      )}
      {state === "undoing" && undo && (
        <Progress
          label={t("imports.undoing")}
          done={undo.removed + undo.restored + undo.kept}
          total={run.created + run.updated}
        />
      )}
      {state === "failed" && (
        <ErrorNotice
          problem={{
            status: 422,
            type: "import-failed",
            title: t("imports.failed"),
            message: run.error ?? t("imports.failedText"),
          }}
        />
      )}
      {state === "cancelled" && <p className={css.note}>{t("imports.cancelled")}</p>}
      {state === "undone" && undo && (
        <p className={css.note}>
          {[
            t("imports.undone.removed", { count: undo.removed }),
            t("imports.undone.restored", { count: undo.restored }),
            undo.kept > 0 && t("imports.undone.kept", { count: undo.kept }),
          ]
            .filter(Boolean)
            .join(" · ")}
        </p>
      )}
      <RunAccount run={run} />
      <div className={css.acts}>
        {state === "done" && (
          <Button component={Link} to="/contacts">
            {t("imports.seeContacts")}
          </Button>
        )}
        {mayWrite && (state === "failed" || state === "cancelled") && (
          <Button loading={act.isPending} onClick={() => act.mutate({ act: "resume" }, { onError })}>
            {t("imports.resume")}
          </Button>
        )}
        {run.failed + run.warned > 0 && state !== "running" && (
          <Button variant="default" leftSection={<IconDownload size={16} />} onClick={() => void download()}>
            {t("imports.problems", { count: run.failed + run.warned })}
          </Button>
        )}
        {mayWrite && (state === "done" || state === "failed" || state === "cancelled") && (
          <Button
            variant="default"
            leftSection={<IconArrowBackUp size={16} className="mirror" />}
            disabled={later.waiting}
            onClick={takeBack}
          >
            {t(later.waiting ? "imports.undoWaiting" : "imports.undo")}
          </Button>
        )}
      </div>
    </section>
  );
}

/** Does something after the grace, unless it is called off or the page is left. */
function useLater() {
  const [waiting, setWaiting] = useState(false);
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined);
  useEffect(() => () => clearTimeout(timer.current), []);
  function start(run: () => void): () => void {
    setWaiting(true);
    timer.current = setTimeout(() => {
      setWaiting(false);
      run();
    }, grace);
    return () => {
      clearTimeout(timer.current);
      setWaiting(false);
    };
  }
  return { waiting, start };
}
