import {
  type Announcements,
  DndContext,
  type DragEndEvent,
  type DragOverEvent,
  DragOverlay,
  KeyboardSensor,
  MouseSensor,
  TouchSensor,
  useSensor,
  useSensors,
} from "@dnd-kit/core";
import { type ReactNode, useEffect, useRef, useState } from "react";
import { useTranslation } from "react-i18next";
import { useIsPhone } from "../phone.ts";
import { Skeleton } from "../Skeleton.tsx";
import type { Tone } from "../Status.tsx";
import css from "./Board.module.css";
import { Column, PhoneColumn, Strip } from "./Column.tsx";
import { carry, collide } from "./carry.ts";
import { Release } from "./drop.ts";
import { type Landing, type Lane, landing, moved } from "./move.ts";

export type BoardColumn<Card> = Lane<Card> & {
  title: string;
  /** Before the title, e.g. a stage's dot. */
  lead?: ReactNode;
  sum?: ReactNode;
  weighted?: ReactNode;
  /** Under the cards, e.g. to make one here. */
  foot?: ReactNode;
};
export type BoardStrip = { id: string; label: string; tone: Tone };

export type BoardProps<Card> = {
  label: string;
  columns: readonly BoardColumn<Card>[];
  getId: (card: Card) => string;
  getName: (card: Card) => string;
  render: (card: Card) => ReactNode;
  onOpen: (card: Card) => void;
  /** Without it the board is for looking at. */
  onMove?: ((card: Card, landing: Landing) => void) | undefined;
  /** Where a card may be dropped beside the columns; shown only while dragging. */
  strips?: readonly BoardStrip[];
  onStrip?: (card: Card, strip: string) => void;
  loading?: boolean;
};

/** Columns of 272 with sums; cards move by mouse, touch and keys (Space takes and drops, arrows carry). */
export function Board<Card>(props: BoardProps<Card>) {
  const { t } = useTranslation();
  const phone = useIsPhone();
  const { getId, getName, strips = [] } = props;
  const [lanes, setLanes] = useState<readonly BoardColumn<Card>[]>(props.columns);
  const [dragged, setDragged] = useState<string>();
  useEffect(() => {
    if (!dragged) setLanes(props.columns);
  }, [props.columns, dragged]);
  const board = useRef<HTMLElement>(null);
  const [release] = useState(() => new Release());
  useEffect(() => release.listen(), [release]);

  const sensors = useSensors(
    useSensor(MouseSensor, { activationConstraint: { distance: 4 } }),
    useSensor(TouchSensor, { activationConstraint: { delay: 200, tolerance: 8 } }),
    useSensor(KeyboardSensor, {
      coordinateGetter: carry,
      keyboardCodes: { start: ["Space"], cancel: ["Escape"], end: ["Space", "Enter"] },
    }),
  );
  const cards = lanes.flatMap((lane) => lane.cards);
  const card = cards.find((one) => getId(one) === dragged);
  const laneOf = (id: string) =>
    lanes.find((lane) => lane.id === id || lane.cards.some((one) => getId(one) === id));
  const nameOf = (id: unknown) => {
    const found = cards.find((one) => getId(one) === id);
    return found ? getName(found) : "";
  };
  const placeOf = (id: unknown) =>
    strips.find((strip) => strip.id === id)?.label ?? laneOf(String(id))?.title ?? "";

  function onDragOver({ active, over }: DragOverEvent): void {
    const target = over && laneOf(String(over.id));
    if (!target || over.id === active.id) return;
    const id = String(active.id);
    const rest = target.cards.filter((one) => getId(one) !== id);
    const at = rest.findIndex((one) => getId(one) === over.id);
    const below =
      active.rect.current.translated &&
      active.rect.current.translated.top > over.rect.top + over.rect.height / 2;
    const index = at < 0 ? rest.length : at + (below ? 1 : 0);
    setLanes((now) => restored(now, moved(now, getId, id, target.id, index)));
  }

  function onDragEnd({ active, over }: DragEndEvent): void {
    const id = String(active.id);
    setDragged(undefined);
    const under = release.under(board.current, id);
    const place = under ? ("strip" in under ? under.strip : under.lane) : over?.id;
    const strip = strips.find((one) => one.id === place);
    const taken = cards.find((one) => getId(one) === id);
    if (!taken) return;
    if (strip) {
      setLanes(props.columns);
      props.onStrip?.(taken, strip.id);
      return;
    }
    const late = under && "lane" in under && under.lane !== laneOf(id)?.id ? under : undefined;
    const now = landing(late ? moved(lanes, getId, id, late.lane, late.index) : lanes, getId, id);
    const before = landing(props.columns, getId, id);
    const same =
      now?.column === before?.column && now?.after === before?.after && now?.before === before?.before;
    if (now && (over || late) && !same) props.onMove?.(taken, now);
    else setLanes(props.columns);
  }

  const announcements: Announcements = {
    onDragStart: ({ active }) => t("ui.board.taken", { name: nameOf(active.id) }),
    onDragOver: ({ active, over }) =>
      over && over.id !== active.id
        ? t("ui.board.over", { name: nameOf(active.id), place: placeOf(over.id) })
        : undefined,
    onDragEnd: ({ active, over }) =>
      over ? t("ui.board.dropped", { name: nameOf(active.id), place: placeOf(over.id) }) : undefined,
    onDragCancel: ({ active }) => t("ui.board.back", { name: nameOf(active.id) }),
  };

  /** The way without dragging: to the end of a column, or onto a strip. */
  function send(one: Card, to: string): void {
    if (strips.some((strip) => strip.id === to)) {
      props.onStrip?.(one, to);
      return;
    }
    const next = moved(lanes, getId, getId(one), to, Number.POSITIVE_INFINITY);
    const place = landing(next, getId, getId(one));
    if (place) props.onMove?.(one, place);
  }

  if (props.loading) return <BoardSkeleton />;
  const shared = {
    getId,
    getName,
    render: props.render,
    onOpen: props.onOpen,
    onSend: props.onMove ? send : undefined,
    lanes,
    strips,
  };
  if (phone) return <PhoneColumn label={props.label} {...shared} />;
  return (
    <DndContext
      sensors={props.onMove ? sensors : []}
      collisionDetection={collide}
      accessibility={{ announcements, screenReaderInstructions: { draggable: t("ui.board.how") } }}
      onDragStart={({ active }) => setDragged(String(active.id))}
      onDragOver={onDragOver}
      onDragEnd={onDragEnd}
      onDragCancel={() => setDragged(undefined)}
    >
      <section ref={board} aria-label={props.label} className={css.board}>
        <div className={css.columns}>
          {lanes.map((lane) => (
            <Column key={lane.id} lane={lane} {...shared} />
          ))}
        </div>
        {dragged && strips.length > 0 && (
          <div className={css.strips}>
            {strips.map((strip) => (
              <Strip key={strip.id} strip={strip} />
            ))}
          </div>
        )}
      </section>
      <DragOverlay dropAnimation={null}>
        {card ? (
          <div className={css.card} data-lifted>
            {props.render(card)}
          </div>
        ) : null}
      </DragOverlay>
    </DndContext>
  );
}

/** `moved` knows only cards; the rest of each column comes from before. */
function restored<Card>(
  before: readonly BoardColumn<Card>[],
  after: readonly Lane<Card>[],
): BoardColumn<Card>[] {
  return before.map((column, index) => ({ ...column, cards: after[index]?.cards ?? column.cards }));
}

function BoardSkeleton() {
  return (
    <div className={css.board} aria-busy="true">
      <div className={css.columns}>
        {[3, 4, 2, 3, 1].map((count, column) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: columns to come have no identity
          <div key={column} className={css.column}>
            <div className={css.head}>
              <Skeleton width={96} />
            </div>
            {Array.from({ length: count }, (_, card) => (
              // biome-ignore lint/suspicious/noArrayIndexKey: cards to come have no identity
              <div key={card} className={css.card}>
                <Skeleton width="70%" />
                <Skeleton width="45%" height={8} />
              </div>
            ))}
          </div>
        ))}
      </div>
    </div>
  );
}
