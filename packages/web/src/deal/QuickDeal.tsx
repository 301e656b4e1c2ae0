import { IconPlus } from "@tabler/icons-react";
import { useQueryClient } from "@tanstack/react-query";
import { type KeyboardEvent, useEffect, useRef, useState } from "react";
import { useTranslation } from "react-i18next";
import { asProblem } from "../api/index.ts";
import { useFormat } from "../format/index.ts";
import { toast } from "../ui/Toasts.tsx";
import { boardQuery, deals, type Pipeline, type Stage } from "./deal.data.ts";
import css from "./QuickDeal.module.css";

/** A deal made where it will stand: its name, an amount behind it if one is known ("Ten machines 42 000"). */
export function QuickDeal(props: { pipeline: Pipeline; stage: Stage }) {
  const { t } = useTranslation();
  const format = useFormat();
  const client = useQueryClient();
  const create = deals.useCreate();
  const { mutateAsync: remove } = deals.useRemove();
  const [open, setOpen] = useState(false);
  const [text, setText] = useState("");
  const field = useRef<HTMLInputElement>(null);
  const { pipeline, stage } = props;

  useEffect(() => {
    if (open) field.current?.focus();
  }, [open]);

  function save(): void {
    if (create.isPending) return;
    const { name, money } = split(text.trim());
    if (!name) return;
    create.mutate(
      {
        name,
        pipelineId: pipeline.id,
        stageId: stage.id,
        ...(money ? { amount: format.parseMoney(money, pipeline.currency) } : {}),
      },
      {
        onSuccess: (deal) => {
          setText("");
          client.setQueryData(boardQuery(pipeline.id).queryKey, (board) =>
            board && !board.items.some((one) => one.id === deal.id)
              ? { ...board, items: [...board.items, deal] }
              : board,
          );
          toast({ text: t("deal.created", { name: deal.name }), undo: () => remove([deal]) });
        },
        onError: (error) => toast({ text: asProblem(error).message, tone: "danger", stay: 8_000 }),
      },
    );
  }
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.key === "Enter") save();
    else if (event.key === "Escape") setOpen(false);
    else return;
    event.preventDefault();
    event.stopPropagation();
  };
  if (!open)
    return (
      <button
        type="button"
        className={css.add}
        aria-label={t("deal.quick.in", { stage: stage.name })}
        onClick={() => setOpen(true)}
      >
        <IconPlus size={14} /> {t("deal.new")}
      </button>
    );
  return (
    <input
      ref={field}
      className={css.field}
      dir="auto"
      maxLength={200}
      aria-label={t("deal.quick.in", { stage: stage.name })}
      placeholder={t("deal.quick.hint")}
      value={text}
      onChange={(event) => setText(event.currentTarget.value)}
      onKeyDown={onKeyDown}
      onBlur={() => text.trim() === "" && setOpen(false)}
    />
  );
}

/** A number of at least three digits at the end is the amount: "Hall 7" stays a name. */
export function split(text: string): { name: string; money?: string } {
  const match =
    /^(.*\S)\s+([^\s\d\u06f0-\u06f9]{0,3}[\d\u06f0-\u06f9][\d\u06f0-\u06f9.,\u066b\u066c\s]*)$/u.exec(text);
  const money = match?.[2];
  if (!match?.[1] || !money || (money.match(/[\d\u06f0-\u06f9]/g)?.length ?? 0) < 3) return { name: text };
  // Groups of digits before the last one belong to it: "42 000".
  const words = text.split(/\s+/);
  let from = words.length - 1;
  while (from > 1 && /^\d{3}$/.test(words[from] ?? "") && /^\D{0,3}\d{1,3}$/.test(words[from - 1] ?? ""))
    from--;
  return { name: words.slice(0, from).join(" "), money: words.slice(from).join(" ") };
}
