import { useDroppable } from "@dnd-kit/core";
import { SortableContext, useSortable, verticalListSortingStrategy } from "@dnd-kit/sortable";
import { CSS } from "@dnd-kit/utilities";
import { Menu, NativeSelect } from "@mantine/core";
import { IconDots } from "@tabler/icons-react";
import { type ReactNode, useState } from "react";
import { useTranslation } from "react-i18next";
import { useFormat } from "../../format/index.ts";
import { Dot } from "../Status.tsx";
import css from "./Board.module.css";
import type { BoardColumn, BoardStrip } from "./Board.tsx";
import type { Place } from "./carry.ts";

type Shared<Card> = {
  getId: (card: Card) => string;
  getName: (card: Card) => string;
  render: (card: Card) => ReactNode;
  onOpen: (card: Card) => void;
  onSend: ((card: Card, to: string) => void) | undefined;
  lanes: readonly BoardColumn<Card>[];
  strips: readonly BoardStrip[];
};

function Head<Card>({ lane }: { lane: BoardColumn<Card> }) {
  const format = useFormat();
  const { t } = useTranslation();
  return (
    <header className={css.head}>
      <h2 className={css.title}>
        {lane.lead}
        {lane.title}
      </h2>
      <span className={css.count}>{format.number(lane.cards.length)}</span>
      <span className={css.sums}>
        {lane.sum}
        {lane.weighted && (
          <span className={css.weighted} title={t("ui.board.weighted")}>
            {lane.weighted}
          </span>
        )}
      </span>
    </header>
  );
}

export function Column<Card>(props: Shared<Card> & { lane: BoardColumn<Card> }) {
  const { lane, getId } = props;
  const { setNodeRef, isOver } = useDroppable({ id: lane.id, data: { column: true } satisfies Place });
  const ids = lane.cards.map(getId);
  return (
    <section
      className={css.column}
      aria-label={lane.title}
      data-lane={lane.id}
      data-over={isOver || undefined}
    >
      <Head lane={lane} />
      <SortableContext id={lane.id} items={ids} strategy={verticalListSortingStrategy}>
        <ul ref={setNodeRef} className={css.cards}>
          {lane.cards.map((card) => (
            <Sortable key={getId(card)} card={card} {...props} />
          ))}
        </ul>
      </SortableContext>
      {lane.foot && <div className={css.foot}>{lane.foot}</div>}
    </section>
  );
}

function Sortable<Card>(props: Shared<Card> & { lane: BoardColumn<Card>; card: Card }) {
  const { t } = useTranslation();
  const { card } = props;
  const { attributes, listeners, setNodeRef, transform, transition, isDragging } = useSortable({
    id: props.getId(card),
    disabled: !props.onSend,
    attributes: { roleDescription: t("ui.board.card") },
  });
  const shift = CSS.Transform.toString(transform);
  return (
    <li className={css.item}>
      <div
        ref={setNodeRef}
        {...attributes}
        {...listeners}
        role="button"
        className={css.card}
        data-card={props.getId(card)}
        data-dragging={isDragging || undefined}
        style={{ ...(shift ? { transform: shift } : {}), ...(transition ? { transition } : {}) }}
        onClick={() => props.onOpen(card)}
        onKeyDown={(event) => {
          if (event.key === "Enter" && !isDragging && event.target === event.currentTarget)
            props.onOpen(card);
          else listeners?.onKeyDown?.(event);
        }}
      >
        {props.render(card)}
      </div>
      <SendMenu {...props} />
    </li>
  );
}

/** Moves a card without dragging it. */
function SendMenu<Card>(props: Shared<Card> & { lane: BoardColumn<Card>; card: Card }) {
  const { t } = useTranslation();
  const { onSend } = props;
  if (!onSend) return null;
  return (
    <Menu position="bottom-end">
      <Menu.Target>
        <button
          type="button"
          className={css.menu}
          aria-label={t("ui.board.send", { name: props.getName(props.card) })}
        >
          <IconDots size={14} />
        </button>
      </Menu.Target>
      <Menu.Dropdown>
        <Menu.Label>{t("ui.board.to")}</Menu.Label>
        {props.lanes
          .filter((lane) => lane.id !== props.lane.id)
          .map((lane) => (
            <Menu.Item key={lane.id} onClick={() => onSend(props.card, lane.id)}>
              {lane.title}
            </Menu.Item>
          ))}
        {props.strips.map((strip) => (
          <Menu.Item
            key={strip.id}
            leftSection={<Dot tone={strip.tone} />}
            onClick={() => onSend(props.card, strip.id)}
          >
            {strip.label}
          </Menu.Item>
        ))}
      </Menu.Dropdown>
    </Menu>
  );
}

export function Strip({ strip }: { strip: BoardStrip }) {
  const { setNodeRef, isOver } = useDroppable({ id: strip.id, data: { strip: true } satisfies Place });
  return (
    <div
      ref={setNodeRef}
      className={css.strip}
      data-strip={strip.id}
      data-tone={strip.tone}
      data-over={isOver || undefined}
    >
      {strip.label}
    </div>
  );
}

/** On a phone: one column, chosen above. */
export function PhoneColumn<Card>(props: Shared<Card> & { label: string }) {
  const { t } = useTranslation();
  const format = useFormat();
  const [chosen, setChosen] = useState(props.lanes[0]?.id);
  const lane = props.lanes.find((one) => one.id === chosen) ?? props.lanes[0];
  if (!lane) return null;
  return (
    <section aria-label={props.label} className={css.phone}>
      <div className={css.picker}>
        <NativeSelect
          aria-label={t("ui.board.column")}
          value={lane.id}
          data={props.lanes.map((one) => ({
            value: one.id,
            label: `${one.title} (${format.number(one.cards.length)})`,
          }))}
          onChange={(event) => setChosen(event.currentTarget.value)}
        />
        <span className={css.sums}>{lane.sum}</span>
      </div>
      <ul className={css.cards}>
        {lane.cards.map((card) => (
          <li key={props.getId(card)} className={css.item}>
            <button type="button" className={css.card} onClick={() => props.onOpen(card)}>
              {props.render(card)}
            </button>
            <SendMenu {...props} lane={lane} card={card} />
          </li>
        ))}
      </ul>
      {lane.foot && <div className={css.foot}>{lane.foot}</div>}
    </section>
  );
}
