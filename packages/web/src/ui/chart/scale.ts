/** The axis of a chart from 0: at most `count` steps of 1, 2 or 5 times a power of ten, the last at or above the maximum. */
export function ticks(maximum: number, count = 4): number[] {
  if (!(maximum > 0)) return [0, 1];
  const rough = maximum / count;
  const power = 10 ** Math.floor(Math.log10(rough));
  const step = [1, 2, 5, 10].map((factor) => factor * power).find((size) => size >= rough) ?? rough;
  return Array.from({ length: Math.ceil(maximum / step - 1e-9) + 1 }, (_, index) =>
    Number((index * step).toPrecision(12)),
  );
}

/** Moves labels apart so that they are at least `gap` from each other, as near to their places as that allows. */
export function spread(places: readonly number[], gap: number, from: number, to: number): number[] {
  const order = places.map((place, index) => ({ place, index })).sort((a, b) => a.place - b.place);
  let before = from - gap;
  for (const item of order) {
    item.place = Math.max(item.place, before + gap);
    before = item.place;
  }
  let after = to + gap;
  for (const item of order.toReversed()) {
    item.place = Math.min(item.place, after - gap);
    after = item.place;
  }
  const result: number[] = [];
  for (const { place, index } of order) result[index] = place;
  return result;
}

/** Which labels of a long axis are written: the first, the last, and some between at equal distance. */
export function labelled(count: number, most: number): Set<number> {
  if (count <= most) return new Set(Array.from({ length: count }, (_, index) => index));
  const step = Math.ceil((count - 1) / (most - 1));
  const shown = new Set<number>([count - 1]);
  for (let index = 0; index <= count - 1 - step; index += step) shown.add(index);
  return shown;
}
