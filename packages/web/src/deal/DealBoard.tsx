import { useMemo, useState } from "react";
import { useTranslation } from "react-i18next";
import { useMe } from "../api/index.ts";
import { type Money, useFormat } from "../format/index.ts";
import { Board, type BoardColumn } from "../ui/board/index.ts";
import { Dot } from "../ui/Status.tsx";
import css from "./DealBoard.module.css";
import { DealCard } from "./DealCard.tsx";
import type { Board as BoardData, Deal } from "./deal.data.ts";
import { LoseReason } from "./LoseReason.tsx";
import { QuickDeal } from "./QuickDeal.tsx";
import { stageOf, stepOf } from "./state.ts";
import { sums, weighted } from "./sum.ts";
import { useDealActs } from "./useDealActs.ts";

const getId = (deal: Deal) => deal.id;
const getName = (deal: Deal) => deal.name;

/** A pipeline's open deals in their stages; Won and Lost are strips that appear while a card is carried. */
export function DealBoard(props: {
  board: BoardData | undefined;
  deals: readonly Deal[];
  names: Record<string, string>;
  onPanel: (id: string) => void;
}) {
  const { t } = useTranslation();
  const format = useFormat();
  const me = useMe();
  const acts = useDealActs();
  const [losing, setLosing] = useState<string>();
  const { board, deals, names } = props;
  const mayWrite = me.may("deal:write");

  const columns = useMemo<BoardColumn<Deal>[]>(() => {
    if (!board) return [];
    const { pipeline } = board;
    // Two currencies in full, more of them shortened: nothing is ever added across them.
    const said = (all: Money[]) =>
      all
        .map((money) => format.money(money, all.length > 1 ? { compact: true } : { whole: true }))
        .join(" · ");
    return pipeline.stages
      .filter((stage) => stage.type === "open")
      .map((stage) => {
        const cards = deals.filter((deal) => deal.stageId === stage.id);
        return {
          id: stage.id,
          title: stage.name,
          lead: <Dot step={stepOf(pipeline, stage.id)} />,
          cards,
          sum: said(sums(cards)),
          weighted: cards.length > 0 ? t("deal.weighted", { sum: said(weighted(cards)) }) : undefined,
          ...(mayWrite ? { foot: <QuickDeal pipeline={pipeline} stage={stage} /> } : {}),
        };
      });
  }, [board, deals, format, t, mayWrite]);

  const closed = board?.pipeline.stages.filter((stage) => stage.type !== "open") ?? [];
  const strips = closed.map((stage) => ({
    id: stage.id,
    label: stage.name,
    tone: stage.type === "won" ? ("positive" as const) : ("danger" as const),
  }));
  const onStrip = (deal: Deal, stageId: string) => {
    if (!board) return;
    if (closed.find((stage) => stage.id === stageId)?.type === "lost") setLosing(deal.id);
    else void acts.win(deal, board.pipeline);
  };
  /** The name of whose deal it is; empty while it is being read, so that the card has its size already. */
  const partyOf = ({ companyId, contacts: [first] }: Deal) => {
    const known = names[companyId ?? ""] ?? names[first?.contactId ?? ""];
    return known ?? (companyId || first ? "" : undefined);
  };
  const render = (deal: Deal) => {
    const card = <DealCard deal={deal} stage={stageOf(board?.pipeline, deal)} party={partyOf(deal)} />;
    if (losing !== deal.id || !board) return card;
    return (
      <LoseReason
        opened
        onClose={() => setLosing(undefined)}
        reasons={board.pipeline.lostReasons}
        onLose={(reason) => void acts.lose(deal, board.pipeline, reason)}
      >
        <div>{card}</div>
      </LoseReason>
    );
  };
  return (
    <Board
      label={t("deal.board")}
      columns={columns}
      getId={getId}
      getName={getName}
      render={render}
      onOpen={(deal) => props.onPanel(deal.id)}
      onMove={
        mayWrite && board
          ? (deal, { column, after, before }) =>
              void acts.move(deal, board.pipeline, { stageId: column, after, before })
          : undefined
      }
      strips={strips}
      onStrip={onStrip}
      loading={!board}
    />
  );
}

/** The board to come, for an empty one. */
export function GhostBoard() {
  return (
    <div className={css.ghost}>
      {[4, 3, 3, 2, 1].map((cards, column) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: ghosts have no identity
        <div key={column} className={css.column}>
          <span className={css.line} />
          {Array.from({ length: cards }, (_, card) => (
            // biome-ignore lint/suspicious/noArrayIndexKey: ghosts have no identity
            <span key={card} className={css.card} />
          ))}
        </div>
      ))}
    </div>
  );
}
