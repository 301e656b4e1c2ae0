import { Button } from "@mantine/core";
import { useInfiniteQuery } from "@tanstack/react-query";
import { Link, useNavigate } from "@tanstack/react-router";
import { useTranslation } from "react-i18next";
import { asProblem, useMe } from "../api/index.ts";
import { useFormat } from "../format/index.ts";
import { useMembers } from "../member/member.data.ts";
import { Page } from "../shell/Page.tsx";
import { ErrorNotice } from "../ui/ErrorNotice.tsx";
import { SkeletonLines } from "../ui/Skeleton.tsx";
import { DropZone } from "./DropZone.tsx";
import { ImportStatus } from "./ImportStatus.tsx";
import css from "./ImportsPage.module.css";
import { type Import, imports } from "./import.data.ts";
import { useUpload } from "./useUpload.ts";

/** A file comes in here; what came in before stands beneath. */
export function ImportsPage() {
  const { t } = useTranslation();
  const me = useMe();
  const navigate = useNavigate();
  const uploading = useUpload((id) => void navigate({ to: "/imports/$id", params: { id } }));
  const list = useInfiniteQuery(imports.list({ limit: 20 }));
  const files = list.data?.pages.flatMap((page) => page.items) ?? [];
  return (
    <Page title={t("imports.title")} heading={<Heading />} scroll>
      <div className={css.measure}>
        {me.may("import:write") && <DropZone {...uploading} />}
        {list.error ? (
          <ErrorNotice problem={asProblem(list.error)} onRetry={() => void list.refetch()} />
        ) : list.isPending ? (
          <SkeletonLines lines={4} />
        ) : files.length === 0 ? (
          <Teach />
        ) : (
          <section aria-labelledby="earlier">
            <h2 id="earlier" className={css.title}>
              {t("imports.earlier")}
            </h2>
            <ul>
              {files.map((file) => (
                <Line key={file.id} file={file} />
              ))}
            </ul>
            {list.hasNextPage && (
              <Button variant="default" onClick={() => void list.fetchNextPage()}>
                {t("ui.more")}
              </Button>
            )}
          </section>
        )}
      </div>
    </Page>
  );
}

function Heading() {
  const { t } = useTranslation();
  return (
    <div className={css.heading}>
      <Link to="/contacts">{t("contact.plural")}</Link>
      <span aria-hidden>/</span>
      <h1>{t("imports.title")}</h1>
    </div>
  );
}

function Line({ file }: { file: Import }) {
  const { t } = useTranslation();
  const format = useFormat();
  const members = useMembers();
  const { run } = file;
  return (
    <li className={css.line}>
      <Link to="/imports/$id" params={{ id: file.id }} className={css.file} dir="auto">
        {file.fileName}
      </Link>
      <ImportStatus file={file} />
      <span className={css.counts}>
        {run &&
          [
            t("imports.counts.created", { count: run.created }),
            run.updated > 0 && t("imports.counts.updated", { count: run.updated }),
            run.failed > 0 && t("imports.counts.failed", { count: run.failed }),
          ]
            .filter(Boolean)
            .join(" · ")}
      </span>
      <span className={css.meta}>
        {[members.nameOf(file.createdBy), format.relative(file.createdAt)].filter(Boolean).join(" · ")}
      </span>
    </li>
  );
}

/** Before the first file: what a file needs, by an example. */
function Teach() {
  const { t } = useTranslation();
  const columns = ["name", "email", "phone", "company", "country"] as const;
  return (
    <section className={css.teach} aria-labelledby="teach">
      <h2 id="teach" className={css.title}>
        {t("imports.teach.title")}
      </h2>
      <div className={css.sheet} aria-hidden>
        <table>
          <thead>
            <tr>
              {columns.map((column) => (
                <th key={column}>{t(`imports.target.${column}`)}</th>
              ))}
            </tr>
          </thead>
          <tbody>
            {["ada", "omar", "saruul"].map((who) => (
              <tr key={who}>
                {columns.map((column) => (
                  <td key={column}>
                    <span className={css.ghost} />
                  </td>
                ))}
              </tr>
            ))}
          </tbody>
        </table>
      </div>
      <ul className={css.points}>
        <li>{t("imports.teach.one")}</li>
        <li>{t("imports.teach.two")}</li>
        <li>{t("imports.teach.three")}</li>
      </ul>
    </section>
  );
}
