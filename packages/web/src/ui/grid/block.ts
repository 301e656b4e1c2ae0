/** A cell by its place in the grid as shown. */
export type Place = { row: number; column: number };

/** Where a selection began and where it is now. */
export type Selection = { anchor: Place; focus: Place };

/** A rectangle of cells, both ends included. */
export type Block = { top: number; bottom: number; start: number; end: number };

export function blockOf({ anchor, focus }: Selection): Block {
  return {
    top: Math.min(anchor.row, focus.row),
    bottom: Math.max(anchor.row, focus.row),
    start: Math.min(anchor.column, focus.column),
    end: Math.max(anchor.column, focus.column),
  };
}

export function isSingle(block: Block): boolean {
  return block.top === block.bottom && block.start === block.end;
}

/** Cells as spreadsheets exchange them: tabs and line ends, quoted where a text holds one (or starts with a quote). */
export function toTsv(cells: readonly (readonly string[])[]): string {
  const quote = (text: string) => (/[\t\n\r]|^"/.test(text) ? `"${text.replaceAll('"', '""')}"` : text);
  return cells.map((row) => row.map(quote).join("\t")).join("\n");
}

/** The inverse of `toTsv`; one trailing line end is not a row. */
export function fromTsv(text: string): string[][] {
  const rows: string[][] = [[]];
  let cell = "";
  let at = 0;
  const endCell = () => {
    rows.at(-1)!.push(cell);
    cell = "";
  };
  const source = text.replace(/\r\n?/g, "\n").replace(/\n$/, "");
  while (at < source.length) {
    const char = source[at]!;
    if (char === '"' && cell === "") {
      const close = closingQuote(source, at + 1);
      if (close > 0) {
        cell = source.slice(at + 1, close).replaceAll('""', '"');
        at = close + 1;
        continue;
      }
    }
    if (char === "\t") endCell();
    else if (char === "\n") {
      endCell();
      rows.push([]);
    } else cell += char;
    at += 1;
  }
  endCell();
  return rows;
}

/** Where the quote opened before `from` closes, if it does and the cell ends there; else -1: the quote is plain text. */
function closingQuote(source: string, from: number): number {
  for (let at = from; at < source.length; at += 1) {
    if (source[at] !== '"') continue;
    if (source[at + 1] === '"') at += 1;
    else return at + 1 === source.length || source[at + 1] === "\t" || source[at + 1] === "\n" ? at : -1;
  }
  return -1;
}

export type Write = Place & { text: string };

/**
 * What pasting does: one value fills the whole selection, a block is laid from its top start corner
 * (and repeated where the selection is a whole multiple of it), cut at the grid's edge.
 */
export function pasteInto(
  block: Block,
  cells: readonly (readonly string[])[],
  rows: number,
  columns: number,
): Write[] {
  const height = cells.length;
  const width = Math.max(0, ...cells.map((row) => row.length));
  if (!height || !width) return [];
  const across = block.end - block.start + 1;
  const down = block.bottom - block.top + 1;
  const repeats = down % height === 0 && across % width === 0;
  const writes: Write[] = [];
  for (let row = 0; row < (repeats ? down : height); row += 1) {
    for (let column = 0; column < (repeats ? across : width); column += 1) {
      const text = cells[row % height]?.[column % width];
      const place = { row: block.top + row, column: block.start + column };
      if (text !== undefined && place.row < rows && place.column < columns) writes.push({ ...place, text });
    }
  }
  return writes;
}

/** Fill-down: the first row of the block is repeated in the rows beneath. */
export function fillDown(block: Block, textAt: (place: Place) => string): Write[] {
  const writes: Write[] = [];
  for (let row = block.top + 1; row <= block.bottom; row += 1) {
    for (let column = block.start; column <= block.end; column += 1) {
      writes.push({ row, column, text: textAt({ row: block.top, column }) });
    }
  }
  return writes;
}

/** The selection after an arrow key; `extend` keeps the anchor. */
export function move(
  selection: Selection,
  by: { rows: number; columns: number },
  size: { rows: number; columns: number },
  extend: boolean,
): Selection {
  const clamp = (value: number, count: number) => Math.max(0, Math.min(count - 1, value));
  const focus = {
    row: clamp(selection.focus.row + by.rows, size.rows),
    column: clamp(selection.focus.column + by.columns, size.columns),
  };
  return extend ? { anchor: selection.anchor, focus } : { anchor: focus, focus };
}
