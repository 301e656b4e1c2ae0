export type Lane<Card> = { id: string; cards: readonly Card[] };

/** Where a card landed: between which neighbours, none at the column's end on that side. */
export type Landing = { column: string; after: string | null; before: string | null };

/** The columns with one card moved before `over` (or to the end where `over` is the column itself). */
export function moved<Card>(
  lanes: readonly Lane<Card>[],
  getId: (card: Card) => string,
  id: string,
  column: string,
  index: number,
): Lane<Card>[] {
  const card = lanes.flatMap((lane) => lane.cards).find((one) => getId(one) === id);
  if (!card) return [...lanes];
  return lanes.map((lane) => {
    const rest = lane.cards.filter((one) => getId(one) !== id);
    return {
      ...lane,
      cards: lane.id === column ? [...rest.slice(0, index), card, ...rest.slice(index)] : rest,
    };
  });
}

/** The neighbours of a card where it stands now. */
export function landing<Card>(
  lanes: readonly Lane<Card>[],
  getId: (card: Card) => string,
  id: string,
): Landing | undefined {
  for (const lane of lanes) {
    const at = lane.cards.findIndex((card) => getId(card) === id);
    if (at < 0) continue;
    const neighbour = (index: number) => {
      const card = lane.cards[index];
      return card === undefined ? null : getId(card);
    };
    return { column: lane.id, after: neighbour(at - 1), before: neighbour(at + 1) };
  }
  return undefined;
}
