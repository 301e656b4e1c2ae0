import { useVirtualizer } from "@tanstack/react-virtual";
import { type ReactNode, type TouchEvent, useEffect, useEffectEvent, useRef, useState } from "react";
import { Skeleton } from "../Skeleton.tsx";
import type { GridProps } from "./Grid.tsx";
import css from "./PhoneList.module.css";

export type Swipe = { label: string; icon: ReactNode; run: () => void };

/** A row in two lines: what it is, and what one needs to know; the figure or state at the end. */
export type PhoneRow = {
  title: ReactNode;
  detail?: ReactNode;
  end?: ReactNode;
  lead?: ReactNode;
  /** Swiping towards the end, e.g. to call. */
  onwards?: Swipe | undefined;
  /** Swiping towards the start, e.g. done. */
  backwards?: Swipe | undefined;
};

const rowHeight = 64;

export function PhoneList<Row>(props: GridProps<Row>) {
  const { rows, getId, loading, hasMore, loadMore } = props;
  const isWaiting = (loading || hasMore) && rows.length === 0;
  const scroller = useRef<HTMLDivElement>(null);
  const virtual = useVirtualizer({
    count: rows.length,
    getScrollElement: () => scroller.current,
    estimateSize: () => rowHeight,
    getItemKey: (index) => getId(rows[index]!),
    overscan: 8,
  });
  const items = virtual.getVirtualItems();
  const last = items.at(-1)?.index ?? 0;
  const more = useEffectEvent(() => loadMore?.());
  useEffect(() => {
    if (hasMore && !loading && last >= rows.length - 15) more();
  }, [hasMore, loading, last, rows.length]);

  return (
    <div ref={scroller} className={css.scroll} aria-busy={loading}>
      <ul
        className={css.list}
        aria-label={props.label}
        style={{ blockSize: isWaiting ? undefined : virtual.getTotalSize() }}
      >
        {isWaiting
          ? Array.from({ length: 10 }, (_, index) => (
              // biome-ignore lint/suspicious/noArrayIndexKey: rows to come have no identity
              <li key={index} className={css.bones}>
                <Skeleton width="56%" />
                <Skeleton width="38%" height={8} />
              </li>
            ))
          : items.map((item) => {
              const row = rows[item.index]!;
              return (
                <li key={item.key} className={css.item} style={{ transform: `translateY(${item.start}px)` }}>
                  <PhoneLine row={props.phone(row)} onOpen={() => props.onOpen?.(row)} />
                </li>
              );
            })}
      </ul>
    </div>
  );
}

const enough = 88;

/** Follows the finger; past 88 px, letting go acts. */
export function PhoneLine(props: { row: PhoneRow; onOpen: () => void }) {
  const { row } = props;
  const [shift, setShift] = useState(0);
  const start = useRef<{ x: number; y: number } | undefined>(undefined);
  const toEnd = document.documentElement.dir === "rtl" ? -1 : 1;
  const act = shift * toEnd > 0 ? row.onwards : row.backwards;

  const onTouchMove = (event: TouchEvent) => {
    const touch = event.touches[0];
    if (!touch || !start.current) return;
    const dx = touch.clientX - start.current.x;
    if (Math.abs(touch.clientY - start.current.y) > Math.abs(dx)) return;
    if (dx * toEnd > 0 ? row.onwards : row.backwards) setShift(Math.max(-140, Math.min(140, dx)));
  };
  const onTouchEnd = () => {
    if (Math.abs(shift) >= enough) act?.run();
    start.current = undefined;
    setShift(0);
  };
  return (
    <div className={css.swipe}>
      {act && shift !== 0 && (
        <div
          className={css.act}
          data-ready={Math.abs(shift) >= enough || undefined}
          data-side={shift * toEnd > 0 ? "start" : "end"}
        >
          {act.icon} {act.label}
        </div>
      )}
      <button
        type="button"
        className={css.line}
        style={shift ? { transform: `translateX(${shift}px)` } : undefined}
        onClick={props.onOpen}
        onTouchStart={(event) => {
          const touch = event.touches[0];
          start.current = touch && { x: touch.clientX, y: touch.clientY };
        }}
        onTouchMove={onTouchMove}
        onTouchEnd={onTouchEnd}
        onTouchCancel={() => setShift(0)}
      >
        {row.lead}
        <span className={css.words}>
          <span className={css.title} dir="auto">
            {row.title}
          </span>
          <span className={css.detail} dir="auto">
            {row.detail}
          </span>
        </span>
        {row.end && <span className={css.end}>{row.end}</span>}
      </button>
    </div>
  );
}
