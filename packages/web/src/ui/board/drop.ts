/** Where in the window the pointer let go. */
export type Point = { x: number; y: number };

/** What lies under a point of the window: a strip, or a lane with the number of its other cards above the point. */
export type Under = { strip: string } | { lane: string; index: number };

/**
 * Where the pointer last let go. A quick drag ends before the board has drawn what it is over, so a drop asks the page
 * itself. Empty after a drag by keys.
 */
export class Release {
  #at: Point | undefined;

  readonly #note = (event: MouseEvent | TouchEvent): void => {
    const from = "changedTouches" in event ? event.changedTouches[0] : event;
    this.#at = from && { x: from.clientX, y: from.clientY };
  };
  readonly #forget = (): void => {
    this.#at = undefined;
  };

  /** Before the drag's own listeners, which stand at the document. Ends by what it gives back. */
  listen(): () => void {
    const options = { capture: true, passive: true };
    window.addEventListener("mouseup", this.#note, options);
    window.addEventListener("touchend", this.#note, options);
    window.addEventListener("keydown", this.#forget, options);
    return () => {
      window.removeEventListener("mouseup", this.#note, options);
      window.removeEventListener("touchend", this.#note, options);
      window.removeEventListener("keydown", this.#forget, options);
    };
  }

  /** What is under it, as the board is drawn now. */
  under(board: HTMLElement | null, dragged: string): Under | undefined {
    return this.#at && board ? under(board, this.#at, dragged) : undefined;
  }
}

function under(board: HTMLElement, at: Point, dragged: string): Under | undefined {
  const marked = (name: string) => [...board.querySelectorAll<HTMLElement>(`[data-${name}]`)];
  const strip = marked("strip").find((one) => holds(one, at));
  if (strip) return { strip: strip.dataset.strip ?? "" };
  const lane = marked("lane").find((one) => holds(one, at));
  if (!lane) return undefined;
  const above = [...lane.querySelectorAll<HTMLElement>("[data-card]")].filter((card) => {
    const rect = card.getBoundingClientRect();
    return card.dataset.card !== dragged && rect.top + rect.height / 2 < at.y;
  });
  return { lane: lane.dataset.lane ?? "", index: above.length };
}

function holds(element: HTMLElement, at: Point): boolean {
  const { left, right, top, bottom } = element.getBoundingClientRect();
  return left <= at.x && at.x <= right && top <= at.y && at.y <= bottom;
}
