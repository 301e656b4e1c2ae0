import { Button } from "@mantine/core";
import { IconAlertTriangle } from "@tabler/icons-react";
import { useTranslation } from "react-i18next";
import css from "./ErrorNotice.module.css";

/** The parts of a refusal (RFC 9457) that a person needs. */
export type Refusal = {
  status: number;
  type: string;
  title: string;
  message: string;
  issues?: { path: string; message: string }[];
  retryAfter?: number | undefined;
};

/** What went wrong and what to do next. `onRetry` offers to try again where that can help. */
export function ErrorNotice(props: {
  problem: Refusal;
  onRetry?: (() => void) | undefined;
  compact?: boolean;
}) {
  const { t } = useTranslation();
  const { problem } = props;
  const known = problem.type === "unreachable" || problem.type === "fault" || problem.status >= 500;
  const title = known
    ? t(problem.type === "unreachable" ? "ui.error.unreachable" : "ui.error.fault")
    : problem.title;
  const detail = known
    ? t(problem.type === "unreachable" ? "ui.error.unreachableNext" : "ui.error.faultNext")
    : (problem.issues?.length ?? 0) === 0
      ? problem.message
      : undefined;
  const helps = known || problem.status === 429 || problem.status === 412;
  return (
    <div role="alert" className={css.notice} data-compact={props.compact || undefined}>
      <IconAlertTriangle size={16} className={css.icon} aria-hidden />
      <div className={css.words}>
        <p className={css.title}>{title}</p>
        {detail && detail !== title && <p>{detail}</p>}
        {problem.issues && problem.issues.length > 0 && (
          <ul>
            {problem.issues.map((issue) => (
              <li key={`${issue.path}:${issue.message}`}>
                {issue.path && <code>{issue.path}</code>} {issue.message}
              </li>
            ))}
          </ul>
        )}
      </div>
      {props.onRetry && helps && (
        <Button size="xs" variant="default" onClick={props.onRetry}>
          {t("ui.error.retry")}
        </Button>
      )}
    </div>
  );
}
