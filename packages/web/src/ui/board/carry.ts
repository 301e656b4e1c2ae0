import {
  type ClientRect,
  type CollisionDetection,
  closestCorners,
  type DroppableContainer,
  type KeyboardCoordinateGetter,
  pointerWithin,
} from "@dnd-kit/core";

/** What a droppable says of itself, so that strips, columns and cards can be told apart. */
export type Place = { strip?: true; column?: true };

const isStrip = (one: DroppableContainer) => (one.data.current as Place | undefined)?.strip === true;
const isColumn = (one: DroppableContainer) => (one.data.current as Place | undefined)?.column === true;

/**
 * What a card is over: what the pointer is in, or for keys the card's head. A strip goes before the column it covers;
 * over nothing, the nearest corners decide.
 */
export const collide: CollisionDetection = (args) => {
  const { collisionRect: card } = args;
  const head = { x: card.left + card.width / 2, y: card.top + Math.min(20, card.height / 2) };
  const hits = pointerWithin({ ...args, pointerCoordinates: args.pointerCoordinates ?? head });
  const strip = hits.find((hit) => isStrip(hit.data?.droppableContainer as DroppableContainer));
  if (strip) return [strip];
  if (hits.length > 0) return hits;
  const others = args.droppableContainers.filter((one) => !isStrip(one));
  return closestCorners({ ...args, droppableContainers: others });
};

/** Arrow keys carry a card: sideways to the same height of the next column, down past the next card, then to a strip. */
export const carry: KeyboardCoordinateGetter = (event, { active, context }) => {
  const { collisionRect: card, droppableContainers, droppableRects } = context;
  if (!card || !event.code.startsWith("Arrow")) return undefined;
  event.preventDefault();
  const enabled = droppableContainers.getEnabled();
  const rects = (fits: (one: DroppableContainer) => boolean) =>
    enabled
      .filter((one) => one.id !== active && fits(one))
      .map((one) => droppableRects.get(one.id))
      .filter((rect) => rect !== undefined);
  const byLeft = (a: ClientRect, b: ClientRect) => a.left - b.left;
  const strips = rects(isStrip).sort(byLeft);
  const columns = rects(isColumn).sort(byLeft);
  const middle = card.left + card.width / 2;
  const holds = (rect: ClientRect) => rect.left <= middle && middle <= rect.left + rect.width;
  const onStrip = strips.findIndex((rect) => holds(rect) && Math.abs(rect.top - card.top) < rect.height);
  const at = columns.findIndex(holds);
  const sideways = event.code === "ArrowRight" ? 1 : event.code === "ArrowLeft" ? -1 : 0;

  if (sideways !== 0 && onStrip >= 0) return centred(strips[onStrip + sideways], card);
  const column = columns[at + sideways];
  if (!column) return undefined;
  const cards = rects((one) => !isStrip(one) && !isColumn(one))
    .filter((rect) => within(rect, column))
    .sort((a, b) => a.top - b.top);
  if (sideways !== 0) {
    const near = cards.toSorted((a, b) => Math.abs(a.top - card.top) - Math.abs(b.top - card.top))[0];
    return { x: column.left, y: near?.top ?? column.top };
  }
  if (event.code === "ArrowUp") {
    const above = cards.findLast((rect) => rect.top < card.top - 4);
    return above && { x: column.left, y: above.top };
  }
  const below = onStrip < 0 ? cards.find((rect) => rect.top > card.top + 4) : undefined;
  // Past its middle: the card lands behind it.
  if (below) return { x: column.left, y: below.top + below.height / 2 + 1 };
  return onStrip < 0 ? centred(strips.find(holds) ?? strips[0], card) : undefined;
};

function within(rect: ClientRect, column: ClientRect): boolean {
  const middle = rect.left + rect.width / 2;
  return column.left <= middle && middle <= column.left + column.width;
}

const centred = (rect: ClientRect | undefined, card: ClientRect) =>
  rect && { x: rect.left + (rect.width - card.width) / 2, y: rect.top };
