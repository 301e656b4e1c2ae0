import { Checkbox, Menu } from "@mantine/core";
import { IconPlus } from "@tabler/icons-react";
import { useTranslation } from "react-i18next";
import { RowTools, shifted } from "../ui/RowTools.tsx";
import { asks, type Question } from "./form.data.ts";
import css from "./Questions.module.css";

/** What the form asks for, in order, in the words that visitors read. The email is always asked for. */
export function Questions(props: {
  questions: readonly Question[];
  onChange: ((questions: Question[]) => void) | undefined;
}) {
  const { t } = useTranslation();
  const { questions, onChange } = props;
  const free = asks.filter((field) => !questions.some((question) => question.field === field));
  const change = (at: number, patch: Partial<Question>) =>
    onChange?.(questions.map((question, index) => (index === at ? { ...question, ...patch } : question)));
  return (
    <div>
      <ol className={css.questions}>
        {questions.map((question, at) => {
          const name = t(`form.asks.${question.field}`);
          const fixed = question.field === "email";
          return (
            <li key={question.field} className={css.question}>
              <span className={css.name}>{name}</span>
              <input
                className={css.label}
                dir="auto"
                maxLength={80}
                readOnly={!onChange}
                aria-label={t("form.words", { name })}
                aria-invalid={question.label.trim() === "" || undefined}
                value={question.label}
                onChange={(event) => change(at, { label: event.currentTarget.value })}
              />
              <Checkbox
                label={t("form.required")}
                aria-label={t("form.requiredOf", { name })}
                checked={question.required}
                disabled={fixed || !onChange}
                onChange={(event) => change(at, { required: event.currentTarget.checked })}
              />
              {onChange && (
                <div className={css.tools}>
                  <RowTools
                    up={{
                      label: t("form.up", { name }),
                      run: at > 0 ? () => onChange(shifted(questions, at, -1)) : undefined,
                    }}
                    down={{
                      label: t("form.down", { name }),
                      run: at < questions.length - 1 ? () => onChange(shifted(questions, at, 1)) : undefined,
                    }}
                    drop={{
                      label: t("form.drop", { name }),
                      run: fixed ? undefined : () => onChange(questions.filter((_, index) => index !== at)),
                    }}
                  />
                </div>
              )}
            </li>
          );
        })}
      </ol>
      {onChange && free.length > 0 && (
        <Menu>
          <Menu.Target>
            <button type="button" className={css.add}>
              <IconPlus size={14} /> {t("form.ask")}
            </button>
          </Menu.Target>
          <Menu.Dropdown>
            {free.map((field) => (
              <Menu.Item
                key={field}
                onClick={() =>
                  onChange([...questions, { field, label: t(`form.asks.${field}`), required: false }])
                }
              >
                {t(`form.asks.${field}`)}
              </Menu.Item>
            ))}
          </Menu.Dropdown>
        </Menu>
      )}
    </div>
  );
}
