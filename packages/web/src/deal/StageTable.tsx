import { IconPlus } from "@tabler/icons-react";
import { useEffect, useRef, useState } from "react";
import { useTranslation } from "react-i18next";
import { parseNumber, useFormat } from "../format/index.ts";
import { RowTools, shifted } from "../ui/RowTools.tsx";
import { Dot } from "../ui/Status.tsx";
import type { Pipeline, Stage } from "./deal.data.ts";
import css from "./StageTable.module.css";
import { stepOf } from "./state.ts";

/** Named here, so that the row on the screen stays the same one when the server has it. */
function newStageId(): string {
  const alphabet = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";
  const random = crypto.getRandomValues(new Uint8Array(25));
  return `stg_0${Array.from(random, (byte) => alphabet[byte % 32]).join("")}`;
}

/** The stages in order, each cell edited in its place; won and lost stand last and always exist. */
export function StageTable(props: { pipeline: Pipeline; onSave: ((stages: Stage[]) => void) | undefined }) {
  const { t } = useTranslation();
  const format = useFormat();
  const table = useRef<HTMLTableElement>(null);
  const added = useRef(0);
  const { pipeline, onSave } = props;
  const { stages } = pipeline;
  const open = stages.filter((stage) => stage.type === "open");
  const closed = stages.filter((stage) => stage.type !== "open");
  const readOnly = !onSave;

  useEffect(() => {
    if (added.current !== 0 && open.length === added.current) {
      added.current = 0;
      table.current?.querySelector<HTMLInputElement>(`[data-stage="${open.at(-1)?.id}"]`)?.select();
    }
  }, [open]);

  const change = (stage: Stage, patch: Partial<Stage>) =>
    onSave?.(stages.map((one) => (one.id === stage.id ? { ...one, ...patch } : one)));
  const shift = (index: number, by: 1 | -1) => onSave?.([...shifted(open, index, by), ...closed]);
  const add = () => {
    added.current = open.length + 1;
    const probability = Math.min(95, (open.at(-1)?.probability ?? 0) + 5);
    onSave?.([
      ...open,
      { id: newStageId(), name: t("deal.settings.newStage"), probability, type: "open" },
      ...closed,
    ]);
  };
  return (
    <div className={css.scroll}>
      <table ref={table} className={css.table}>
        <thead>
          <tr>
            <th scope="col">{t("deal.settings.stage")}</th>
            <th scope="col" className={css.number}>
              {t("deal.settings.probability")}
            </th>
            <th scope="col" className={css.number}>
              {t("deal.settings.stale")}
            </th>
            <th>
              <span className="visually-hidden">{t("deal.settings.order")}</span>
            </th>
          </tr>
        </thead>
        <tbody>
          {[...open, ...closed].map((stage, index) => {
            const isOpen = stage.type === "open";
            return (
              <tr key={stage.id}>
                <td>
                  <span className={css.name}>
                    {isOpen ? (
                      <Dot step={stepOf(pipeline, stage.id)} />
                    ) : (
                      <Dot tone={stage.type === "won" ? "positive" : "danger"} />
                    )}
                    <Cell
                      value={stage.name}
                      label={t("deal.settings.nameOf", { stage: stage.name })}
                      readOnly={readOnly}
                      stageId={stage.id}
                      onSave={(name) => name && change(stage, { name })}
                    />
                  </span>
                </td>
                <td className={css.number}>
                  {isOpen ? (
                    <Cell
                      value={format.number(stage.probability)}
                      label={t("deal.settings.probabilityOf", { stage: stage.name })}
                      readOnly={readOnly}
                      number
                      onSave={(text) => {
                        const value = parseNumber(text);
                        if (value !== undefined && Number.isInteger(value) && value >= 0 && value <= 100)
                          change(stage, { probability: value });
                      }}
                    />
                  ) : (
                    <span className={css.fixed}>{format.number(stage.probability)}</span>
                  )}
                </td>
                <td className={css.number}>
                  {isOpen && (
                    <Cell
                      value={stage.staleAfterDays === undefined ? "" : format.number(stage.staleAfterDays)}
                      label={t("deal.settings.staleOf", { stage: stage.name })}
                      readOnly={readOnly}
                      number
                      onSave={(text) => {
                        const { staleAfterDays: _, ...rest } = stage;
                        const value = parseNumber(text);
                        const fits =
                          value !== undefined && Number.isInteger(value) && value >= 1 && value <= 365;
                        if (text && !fits) return;
                        const next = fits ? { ...rest, staleAfterDays: value } : rest;
                        onSave?.(stages.map((one) => (one.id === stage.id ? next : one)));
                      }}
                    />
                  )}
                </td>
                <td>
                  {!readOnly && isOpen && (
                    <RowTools
                      up={{
                        label: t("deal.settings.up", { stage: stage.name }),
                        run: index > 0 ? () => shift(index, -1) : undefined,
                      }}
                      down={{
                        label: t("deal.settings.down", { stage: stage.name }),
                        run: index < open.length - 1 ? () => shift(index, 1) : undefined,
                      }}
                      drop={{
                        label: t("deal.settings.removeStage", { stage: stage.name }),
                        run:
                          open.length > 1
                            ? () => onSave?.(stages.filter((one) => one.id !== stage.id))
                            : undefined,
                      }}
                    />
                  )}
                </td>
              </tr>
            );
          })}
        </tbody>
      </table>
      {!readOnly && stages.length < 20 && (
        <button type="button" className={css.add} onClick={add}>
          <IconPlus size={14} /> {t("deal.settings.addStage")}
        </button>
      )}
    </div>
  );
}

function Cell(props: {
  value: string;
  label: string;
  readOnly: boolean;
  number?: boolean;
  stageId?: string;
  onSave: (text: string) => void;
}) {
  const [typed, setTyped] = useState<string>();
  return (
    <input
      className={css.cell}
      aria-label={props.label}
      data-stage={props.stageId}
      data-number={props.number || undefined}
      inputMode={props.number ? "numeric" : "text"}
      maxLength={60}
      dir={props.number ? undefined : "auto"}
      readOnly={props.readOnly}
      value={typed ?? props.value}
      onChange={(event) => setTyped(event.currentTarget.value)}
      onBlur={() => {
        if (typed !== undefined && typed.trim() !== props.value) props.onSave(typed.trim());
        setTyped(undefined);
      }}
      onKeyDown={(event) => {
        if (event.key === "Enter") event.currentTarget.blur();
        else if (event.key === "Escape") setTyped(undefined);
      }}
    />
  );
}
