import { useElementSize } from "@mantine/hooks";
import { type MouseEvent, type ReactNode, useState } from "react";
import { useTranslation } from "react-i18next";
import { useFormat } from "../../format/index.ts";
import { ChartFrame } from "./ChartFrame.tsx";
import css from "./chart.module.css";
import { Open } from "./Open.tsx";
import { labelled, spread, ticks } from "./scale.ts";

export type Series = { key: string; label: string; values: readonly number[] };

const height = 208;
const top = 12;
const bottom = 28;
const start = 44;
const end = 116;

/**
 * At most three lines over the same points, each labelled at its end; the period before is dashed and grey.
 * Charts are not mirrored: time runs left to right in every language.
 */
export function LineChart(props: {
  title: ReactNode;
  note?: ReactNode;
  labels: readonly string[];
  series: readonly [Series] | readonly [Series, Series] | readonly [Series, Series, Series];
  /** The same measure, one period earlier. */
  previous?: Series | undefined;
  show?: (value: number) => string;
  /** Opens the records behind a number. */
  onOpen?: ((series: Series, point: number) => void) | undefined;
}) {
  const { t } = useTranslation();
  const format = useFormat();
  const { ref, width } = useElementSize();
  const [at, setAt] = useState<number>();
  const show = props.show ?? ((value: number) => format.number(value));
  const all: Series[] = [...props.series, ...(props.previous ? [props.previous] : [])];
  const count = props.labels.length;
  const scale = ticks(Math.max(0, ...all.flatMap((series) => series.values)));
  const most = scale.at(-1) ?? 1;
  const x = (index: number) =>
    start + (count > 1 ? (index / (count - 1)) * Math.max(0, width - start - end) : 0);
  const y = (value: number) => height - bottom - (value / most) * (height - bottom - top);
  const path = (series: Series) =>
    series.values
      .map((value, index) => `${index ? "L" : "M"}${x(index).toFixed(1)} ${y(value).toFixed(1)}`)
      .join("");
  const ends = spread(
    all.map((series) => y(series.values.at(-1) ?? 0)),
    16,
    top,
    height - bottom,
  );
  const named = labelled(count, Math.max(2, Math.floor((width - start - end) / 116)));

  const pointUnder = (event: MouseEvent<SVGSVGElement>) => {
    const box = event.currentTarget.getBoundingClientRect();
    const ratio = (event.clientX - box.left - start) / Math.max(1, width - start - end);
    return Math.max(0, Math.min(count - 1, Math.round(ratio * (count - 1))));
  };
  /** The pointer's way to the records: the line that is nearest to it. Keys have the table's buttons. */
  const onClick = (event: MouseEvent<SVGSVGElement>) => {
    if (!props.onOpen) return;
    // A quick press comes before the move to it is drawn.
    const point = pointUnder(event);
    const over = event.clientY - event.currentTarget.getBoundingClientRect().top;
    const away = (series: Series) => Math.abs(y(series.values[point] ?? 0) - over);
    const [first, ...rest] = props.series;
    props.onOpen(
      rest.reduce((near, one) => (away(one) < away(near) ? one : near), first),
      point,
    );
  };
  const cell = (series: Series, index: number) => {
    const value = series.values[index];
    if (value === undefined) return "";
    if (!props.onOpen || series === props.previous) return show(value);
    return <Open onOpen={() => props.onOpen?.(series, index)}>{show(value)}</Open>;
  };
  return (
    <ChartFrame
      title={props.title}
      note={props.note}
      table={{
        head: [t("ui.chart.period"), ...all.map((series) => series.label)],
        rows: props.labels.map((label, index) => ({
          key: String(index),
          label,
          cells: all.map((series) => cell(series, index)),
        })),
      }}
    >
      <div ref={ref} className={css.canvas} style={{ blockSize: height }}>
        {width > 0 && (
          <svg
            width={width}
            height={height}
            aria-hidden
            className={css.svg}
            data-opens={props.onOpen ? true : undefined}
            onClick={onClick}
            onPointerMove={(event) => setAt(pointUnder(event))}
            onPointerLeave={() => setAt(undefined)}
          >
            {scale.map((tick) => (
              <g key={tick}>
                <line x1={start} x2={width - end} y1={y(tick)} y2={y(tick)} className={css.rule} />
                <text x={start - 8} y={y(tick) + 4} textAnchor="end" className={css.axis}>
                  {format.compact(tick)}
                </text>
              </g>
            ))}
            {props.labels.map(
              (label, index) =>
                named.has(index) && (
                  <text
                    // biome-ignore lint/suspicious/noArrayIndexKey: two points of time may bear one label
                    key={index}
                    x={x(index)}
                    y={height - 8}
                    textAnchor={index === 0 ? "start" : index === count - 1 ? "end" : "middle"}
                    className={css.axis}
                  >
                    {label}
                  </text>
                ),
            )}
            {all.map((series, index) => (
              <g
                key={series.key}
                data-series={series === props.previous ? "previous" : index + 1}
                className={css.series}
              >
                <path d={path(series)} className={css.line} />
                <text x={width - end + 10} y={(ends[index] ?? 0) + 4} className={css.name}>
                  {series.label}
                </text>
                {at !== undefined && series.values[at] !== undefined && (
                  <circle cx={x(at)} cy={y(series.values[at])} r={3.5} className={css.point} />
                )}
              </g>
            ))}
            {at !== undefined && (
              <line x1={x(at)} x2={x(at)} y1={top} y2={height - bottom} className={css.cross} />
            )}
          </svg>
        )}
        {at !== undefined && width > 0 && (
          <div
            className={css.tip}
            style={{ transform: `translateX(${Math.min(Math.max(x(at) - 80, 0), width - 168)}px)` }}
          >
            <b>{props.labels[at]}</b>
            {all.map((series) => (
              <span key={series.key}>
                {series.label} <b>{show(series.values[at] ?? 0)}</b>
              </span>
            ))}
          </div>
        )}
      </div>
    </ChartFrame>
  );
}
