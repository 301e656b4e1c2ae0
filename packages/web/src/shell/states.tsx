import { Button } from "@mantine/core";
import { type ErrorComponentProps, Link } from "@tanstack/react-router";
import { useTranslation } from "react-i18next";
import { asProblem } from "../api/index.ts";
import { Empty } from "../ui/Empty.tsx";
import { ErrorNotice } from "../ui/ErrorNotice.tsx";
import { Skeleton, SkeletonLines } from "../ui/Skeleton.tsx";
import css from "./states.module.css";

/** A page that has not come yet, in a page's geometry. */
export function PageSkeleton() {
  return (
    <div aria-busy="true">
      <div className={css.header}>
        <Skeleton width={120} height={12} />
      </div>
      <div className={css.body}>
        <SkeletonLines lines={8} />
      </div>
    </div>
  );
}

export function PageError({ error, reset }: ErrorComponentProps) {
  return (
    <div className={css.body}>
      <ErrorNotice problem={asProblem(error)} onRetry={reset} />
    </div>
  );
}

export function NotFound() {
  const { t } = useTranslation();
  return (
    <Empty
      title={t("shell.notFound.title")}
      text={t("shell.notFound.text")}
      action={
        <Button component={Link} to="/">
          {t("shell.notFound.home")}
        </Button>
      }
    />
  );
}
