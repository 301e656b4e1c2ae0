import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";
import { useFormat } from "../../format/index.ts";
import { ChartFrame } from "./ChartFrame.tsx";
import css from "./chart.module.css";
import { Open } from "./Open.tsx";

export type Bar = {
  key: string;
  label: string;
  value: number;
  /** One period earlier: a dashed mark. */
  previous?: number | undefined;
  /** Opens the records behind the number. */
  onOpen?: (() => void) | undefined;
};

type Props = { title: ReactNode; note?: ReactNode; bars: readonly Bar[]; show?: (value: number) => string };

/** A bar for each thing, its name before and its number behind it. */
export function BarChart(props: Props) {
  return <Bars {...props} />;
}

/** From many to few: each step with the share of the step before that came on. */
export function FunnelChart(props: Props) {
  const format = useFormat();
  const { t } = useTranslation();
  const shares = props.bars.map((bar, index) => {
    const before = props.bars[index - 1]?.value;
    return before ? format.percent(bar.value / before) : undefined;
  });
  return <Bars {...props} after={shares} afterTitle={t("ui.chart.share")} />;
}

function Bars(props: Props & { after?: (string | undefined)[]; afterTitle?: string }) {
  const { t } = useTranslation();
  const format = useFormat();
  const show = props.show ?? ((value: number) => format.number(value));
  const most = Math.max(1, ...props.bars.flatMap((bar) => [bar.value, bar.previous ?? 0]));
  const hasPrevious = props.bars.some((bar) => bar.previous !== undefined);
  const number = (bar: Bar) =>
    bar.onOpen ? <Open onOpen={bar.onOpen}>{show(bar.value)}</Open> : show(bar.value);
  return (
    <ChartFrame
      title={props.title}
      note={props.note}
      table={{
        head: [
          "",
          t("ui.chart.value"),
          ...(hasPrevious ? [t("ui.chart.previous")] : []),
          ...(props.after ? [props.afterTitle ?? ""] : []),
        ],
        rows: props.bars.map((bar, index) => ({
          key: bar.key,
          label: bar.label,
          cells: [
            number(bar),
            ...(hasPrevious ? [bar.previous === undefined ? "" : show(bar.previous)] : []),
            ...(props.after ? [props.after[index] ?? ""] : []),
          ],
        })),
      }}
    >
      <div className={css.bars}>
        {props.bars.map((bar, index) => (
          <div key={bar.key} className={css.bar} aria-hidden={!bar.onOpen}>
            <span className={css.barLabel}>{bar.label}</span>
            <span className={css.track}>
              <span className={css.fill} style={{ inlineSize: `${(bar.value / most) * 100}%` }} />
              {bar.previous !== undefined && (
                <span
                  className={css.before}
                  style={{ insetInlineStart: `${(bar.previous / most) * 100}%` }}
                />
              )}
            </span>
            <span className={css.barValue}>{number(bar)}</span>
            {props.after && <span className={css.share}>{props.after[index]}</span>}
          </div>
        ))}
      </div>
    </ChartFrame>
  );
}
