import { IconChevronLeft, IconChevronRight } from "@tabler/icons-react";
import { type KeyboardEvent, useEffect, useRef, useState } from "react";
import { useTranslation } from "react-i18next";
import { addDays, addMonths, useFormat, weekday } from "../../format/index.ts";
import css from "./DateField.module.css";

/** One month in the language's calendar; arrow keys move by day and week, Page keys by month. */
export function MonthGrid(props: {
  value: string;
  onChoose: (day: string) => void;
  min?: string | undefined;
}) {
  const { t } = useTranslation();
  const format = useFormat();
  const { calendar, info } = format;
  const today = format.dayOf(new Date());
  const [at, setAt] = useState(props.value || today);
  const moved = useRef(false);
  const grid = useRef<HTMLTableElement>(null);
  const shown = calendar.fromDay(at);
  const first = calendar.toDay({ ...shown, day: 1 });
  const days = calendar.daysIn(shown.year, shown.month);
  const lead = (weekday(first) - info.weekStart + 7) % 7;
  const weeks = Array.from({ length: Math.ceil((lead + days) / 7) }, (_, week) =>
    Array.from({ length: 7 }, (_, index) => {
      const number = week * 7 + index - lead + 1;
      return number >= 1 && number <= days ? { number, day: addDays(first, number - 1) } : undefined;
    }),
  );
  const names = Array.from({ length: 7 }, (_, index) => {
    // 2023-01-01 was a Sunday.
    const date = new Date(Date.UTC(2023, 0, 1 + ((info.weekStart + index) % 7)));
    return new Intl.DateTimeFormat(info.intl, { weekday: "narrow", timeZone: "UTC" }).format(date);
  });
  const byMonth = (by: number) => {
    moved.current = false;
    setAt(calendar.toDay(addMonths(calendar, shown, by)));
  };

  useEffect(() => {
    if (moved.current) grid.current?.querySelector<HTMLElement>("[tabindex='0']")?.focus();
  });

  const onKeyDown = (event: KeyboardEvent) => {
    const way = info.direction === "rtl" ? -1 : 1;
    const by: Record<string, number> = { ArrowRight: way, ArrowLeft: -way, ArrowDown: 7, ArrowUp: -7 };
    const step = by[event.key];
    if (step) setAt(addDays(at, step));
    else if (event.key === "PageDown" || event.key === "PageUp")
      setAt(calendar.toDay(addMonths(calendar, shown, event.key === "PageDown" ? 1 : -1)));
    else return;
    moved.current = true;
    event.preventDefault();
  };
  return (
    <div className={css.month}>
      <div className={css.head}>
        <button
          type="button"
          className={css.turn}
          aria-label={t("ui.date.previous")}
          onClick={() => byMonth(-1)}
        >
          <IconChevronLeft size={16} className="mirror" />
        </button>
        <span aria-live="polite" className={css.title}>
          {format.month(first)}
        </span>
        <button type="button" className={css.turn} aria-label={t("ui.date.next")} onClick={() => byMonth(1)}>
          <IconChevronRight size={16} className="mirror" />
        </button>
      </div>
      <table ref={grid} className={css.days} onKeyDown={onKeyDown}>
        <thead>
          <tr>
            {names.map((name, index) => (
              // biome-ignore lint/suspicious/noArrayIndexKey: a week's days stand in order
              <th key={index} scope="col">
                {name}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {weeks.map((week, index) => (
            // biome-ignore lint/suspicious/noArrayIndexKey: a month's weeks stand in order
            <tr key={index}>
              {week.map((cell, column) => (
                // biome-ignore lint/suspicious/noArrayIndexKey: a week's days stand in order
                <td key={column}>
                  {cell && (
                    <button
                      type="button"
                      className={css.day}
                      tabIndex={cell.day === at ? 0 : -1}
                      aria-label={format.date(cell.day)}
                      aria-pressed={cell.day === props.value}
                      aria-current={cell.day === today ? "date" : undefined}
                      disabled={props.min !== undefined && cell.day < props.min}
                      onClick={() => props.onChoose(cell.day)}
                    >
                      {format.number(cell.number)}
                    </button>
                  )}
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
      <button type="button" className={css.today} onClick={() => props.onChoose(today)}>
        {t("ui.date.today")}
      </button>
    </div>
  );
}
