import { Button } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { Link, useParams } from "@tanstack/react-router";
import { useTranslation } from "react-i18next";
import { asProblem, useMe } from "../api/index.ts";
import { useFormat } from "../format/index.ts";
import { Page } from "../shell/Page.tsx";
import { ErrorNotice } from "../ui/ErrorNotice.tsx";
import { SkeletonLines } from "../ui/Skeleton.tsx";
import { CheckBar } from "./CheckBar.tsx";
import { ColumnTable } from "./ColumnTable.tsx";
import { ImportOptions } from "./ImportOptions.tsx";
import css from "./ImportPage.module.css";
import { ImportRun } from "./ImportRun.tsx";
import { ImportStatus } from "./ImportStatus.tsx";
import { type Import, importQuery, useAct, useOptions } from "./import.data.ts";
import { Part } from "./Part.tsx";
import { Preview } from "./Preview.tsx";
import { sizeText } from "./size.ts";
import { useFileProblem } from "./useFileProblem.ts";

/** One import on one page: its columns, how rows come in, what that makes of them, and how it went. */
export function ImportPage() {
  const { t } = useTranslation();
  const { id } = useParams({ from: "/app/imports/$id" });
  const query = useQuery(importQuery(id));
  const name = query.data?.fileName ?? t("imports.title");
  return (
    <Page title={name} heading={<Link to="/imports">{t("imports.title")}</Link>}>
      {query.error ? (
        <div className={css.scroll}>
          <div className={css.measure}>
            <ErrorNotice problem={asProblem(query.error)} onRetry={() => void query.refetch()} />
          </div>
        </div>
      ) : query.data ? (
        <Loaded file={query.data} />
      ) : (
        <div className={css.scroll}>
          <div className={css.measure}>
            <SkeletonLines lines={9} />
          </div>
        </div>
      )}
    </Page>
  );
}

function Loaded({ file }: { file: Import }) {
  const { t } = useTranslation();
  const format = useFormat();
  const me = useMe();
  const options = useOptions(file.id);
  const mayWrite = me.may("import:write");
  const settable = file.state === "ready" || file.state === "checking";
  const change = mayWrite && file.state === "ready" ? options.mutate : undefined;
  return (
    <div className={css.page}>
      <div className={css.scroll}>
        <div className={css.measure}>
          <header className={css.head}>
            <h1 className={css.name} dir="auto">
              {file.fileName}
            </h1>
            <p className={css.sentence}>
              <ImportStatus file={file} />
              {[
                "",
                sizeText(file.size, format),
                file.columns && t("imports.columns", { count: file.columns.length }),
                t("imports.added", { when: format.relative(file.createdAt) }),
              ]
                .filter((part) => part !== undefined)
                .map((part) => part && `\u2068${part}\u2069`)
                .join(" · ")}
            </p>
          </header>
          {options.error && <ErrorNotice problem={asProblem(options.error)} />}
          {file.state === "waiting" && <Waiting file={file} />}
          {!settable && file.state !== "waiting" && <ImportRun file={file} mayWrite={mayWrite} />}
          {file.columns && (
            <>
              <Part title={t("imports.part.columns")} text={t("imports.part.columnsText")} folded={!settable}>
                <ColumnTable file={file} onChange={change} />
              </Part>
              <Part title={t("imports.part.how")} text={t("imports.part.howText")} folded={!settable}>
                <ImportOptions file={file} onChange={change} />
              </Part>
              {settable && (
                <Part title={t("imports.part.preview")} text={t("imports.part.previewText")}>
                  <Preview file={file} />
                </Part>
              )}
            </>
          )}
        </div>
      </div>
      {settable && mayWrite && <CheckBar file={file} saving={options.isPending} />}
    </div>
  );
}

/** The file was announced but not read: it did not arrive whole, or could not be read. */
function Waiting({ file }: { file: Import }) {
  const { t } = useTranslation();
  const act = useAct(file.id);
  const problemText = useFileProblem();
  return (
    <div className={css.waiting}>
      {act.error ? (
        <ErrorNotice problem={problemText(asProblem(act.error))} />
      ) : (
        <p>{t("imports.waiting")}</p>
      )}
      <div className={css.acts}>
        <Button loading={act.isPending} onClick={() => act.mutate({ act: "inspect" })}>
          {t("imports.readAgain")}
        </Button>
        <Button variant="default" component={Link} to="/imports">
          {t("imports.drop.other")}
        </Button>
      </div>
    </div>
  );
}
