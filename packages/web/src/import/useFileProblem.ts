import { useTranslation } from "react-i18next";
import type { Problem } from "../api/index.ts";
import type { Refusal } from "../ui/ErrorNotice.tsx";

const known = [
  "not-utf-8",
  "unclosed-quote",
  "unreadable-row",
  "too-many-columns",
  "empty-file",
  "no-file",
  "upload-refused",
] as const;

/** What is wrong with a file, in the reader's words, and what to do; anything else as the server says it. */
export function useFileProblem(): (problem: Problem, size?: number) => Refusal {
  const { t } = useTranslation();
  return (problem, size) => {
    const { status, type, retryAfter } = problem;
    const say = (key: (typeof known)[number] | "too-large" | "not-csv", line = 1): Refusal => ({
      status,
      type,
      title: t(`imports.problem.${key}.title`, { line }),
      message: t(`imports.problem.${key}.next`, { line }),
      issues: [],
      retryAfter,
    });
    if (size === 0) return say("empty-file");
    if (problem.issue("size")) return say("too-large");
    if (problem.issue("fileName")) return say("not-csv");
    const key = known.find((one) => one === type);
    const line = Number(/\bline (\d+)/i.exec(problem.message)?.[1] ?? 1);
    return key ? say(key, line) : problem;
  };
}
