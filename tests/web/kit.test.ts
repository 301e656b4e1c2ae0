import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { currentVersion, inverse, ledTo, mergeEdits } from "../../packages/web/src/api/record.ts";
import { landing, moved } from "../../packages/web/src/ui/board/move.ts";
import { labelled, spread, ticks } from "../../packages/web/src/ui/chart/scale.ts";
import { fillDown, fromTsv, move, pasteInto, toTsv } from "../../packages/web/src/ui/grid/block.ts";

describe("a block of cells", () => {
  const cells = fc.array(
    fc.array(fc.string({ unit: fc.constantFrom("a", "b", '"', "\t", "\n", " ", ",") }), {
      minLength: 1,
      maxLength: 4,
    }),
    {
      minLength: 1,
      maxLength: 4,
    },
  );

  test("survives being copied and pasted, whatever it holds", () => {
    fc.assert(
      fc.property(cells, (rows) => {
        const width = rows[0]!.length;
        const square = rows.map((row) => Array.from({ length: width }, (_, index) => row[index] ?? ""));
        // One trailing empty cell alone on its line reads as a line end, as in every spreadsheet.
        fc.pre(!(width === 1 && square.at(-1)?.[0] === ""));
        expect(fromTsv(toTsv(square))).toEqual(square);
      }),
    );
  });

  test("reads what spreadsheets put on the clipboard", () => {
    expect(fromTsv("a\tb\r\nc\td\r\n")).toEqual([
      ["a", "b"],
      ["c", "d"],
    ]);
    expect(fromTsv('"two\nlines"\t5" pipe')).toEqual([["two\nlines", '5" pipe']]);
    expect(fromTsv('"never closed\tb')).toEqual([['"never closed', "b"]]);
  });

  test("is filled whole by one value, and cut at the edge of the grid", () => {
    const block = { top: 1, bottom: 3, start: 0, end: 1 };
    expect(pasteInto(block, [["x"]], 10, 5)).toHaveLength(6);
    expect(
      pasteInto(
        { top: 8, bottom: 8, start: 4, end: 4 },
        [
          ["a", "b"],
          ["c", "d"],
          ["e", "f"],
        ],
        10,
        5,
      ),
    ).toEqual([
      { row: 8, column: 4, text: "a" },
      { row: 9, column: 4, text: "c" },
    ]);
  });

  test("is repeated where the selection is a whole multiple of it", () => {
    const writes = pasteInto({ top: 0, bottom: 3, start: 0, end: 0 }, [["a"], ["b"]], 10, 5);
    expect(writes.map((write) => write.text)).toEqual(["a", "b", "a", "b"]);
  });

  test("fills down from its first row", () => {
    const writes = fillDown({ top: 2, bottom: 4, start: 1, end: 2 }, ({ column }) => `c${column}`);
    expect(writes.map(({ row, column, text }) => [row, column, text])).toEqual([
      [3, 1, "c1"],
      [3, 2, "c2"],
      [4, 1, "c1"],
      [4, 2, "c2"],
    ]);
  });

  test("is left by an arrow and widened with Shift, never beyond the grid", () => {
    const at = { anchor: { row: 0, column: 0 }, focus: { row: 0, column: 0 } };
    const size = { rows: 3, columns: 3 };
    expect(move(at, { rows: -1, columns: 0 }, size, false).focus).toEqual({ row: 0, column: 0 });
    expect(move(at, { rows: 99, columns: 1 }, size, true)).toEqual({
      anchor: { row: 0, column: 0 },
      focus: { row: 2, column: 1 },
    });
  });
});

describe("an edit", () => {
  test("is taken back by the values that were there, missing ones cleared", () => {
    expect(inverse({ email: "a@b.c", tags: ["x"] }, { email: "d@e.f", phone: "1", tags: [] })).toEqual({
      email: "a@b.c",
      phone: null,
      tags: ["x"],
    });
  });

  test("joins other edits of the same record into one request", () => {
    const record = { id: "1", version: 3 };
    expect(
      mergeEdits([
        { record, patch: { a: 1 } },
        { record, patch: { b: 2 } },
        { record: { id: "2", version: 1 }, patch: { a: 3 } },
      ]),
    ).toEqual([
      { record, patch: { a: 1, b: 2 } },
      { record: { id: "2", version: 1 }, patch: { a: 3 } },
    ]);
  });
});

describe("the version that an edit goes on from", () => {
  test("follows my own edits, however many, and stands still where somebody else's came between", () => {
    expect(currentVersion({ id: "con_a", version: 1 })).toBe(1);
    ledTo("con_a", 1, 2);
    ledTo("con_a", 2, 3);
    expect(currentVersion({ id: "con_a", version: 1 })).toBe(3);
    expect(currentVersion({ id: "con_b", version: 1 })).toBe(1);
    // Version 4 is a colleague's: what was read before it is refused, what was read of it goes on.
    ledTo("con_a", 4, 5);
    expect(currentVersion({ id: "con_a", version: 2 })).toBe(3);
    expect(currentVersion({ id: "con_a", version: 4 })).toBe(5);
    ledTo("con_a", 5, 5);
    expect(currentVersion({ id: "con_a", version: 5 })).toBe(5);
  });
});

describe("a board", () => {
  const lanes = [
    { id: "a", cards: ["1", "2"] },
    { id: "b", cards: ["3"] },
    { id: "c", cards: [] },
  ];
  const self = (card: string) => card;

  test("moves a card between its new neighbours", () => {
    const next = moved(lanes, self, "1", "b", 0);
    expect(next.map((lane) => lane.cards)).toEqual([["2"], ["1", "3"], []]);
    expect(landing(next, self, "1")).toEqual({ column: "b", after: null, before: "3" });
  });

  test("moves a card into an empty column and within its own", () => {
    expect(landing(moved(lanes, self, "3", "c", 0), self, "3")).toEqual({
      column: "c",
      after: null,
      before: null,
    });
    expect(landing(moved(lanes, self, "1", "a", 1), self, "1")).toEqual({
      column: "a",
      after: "2",
      before: null,
    });
  });

  test("never loses or doubles a card", () => {
    fc.assert(
      fc.property(
        fc.constantFrom("1", "2", "3"),
        fc.constantFrom("a", "b", "c"),
        fc.nat(4),
        (card, lane, index) => {
          const cards = moved(lanes, self, card, lane, index).flatMap((one) => one.cards);
          expect(cards.toSorted()).toEqual(["1", "2", "3"]);
        },
      ),
    );
  });
});

describe("a chart's axis", () => {
  test("ends at or above the maximum in round steps", () => {
    expect(ticks(52)).toEqual([0, 20, 40, 60]);
    expect(ticks(0)).toEqual([0, 1]);
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 1e9 }), (maximum) => {
        const scale = ticks(maximum);
        expect(scale.at(-1)).toBeGreaterThanOrEqual(maximum);
        expect(scale.length).toBeLessThanOrEqual(6);
      }),
    );
  });

  test("keeps labels of close lines apart", () => {
    const places = spread([50, 51, 52], 16, 0, 200);
    expect(places[1]! - places[0]!).toBeGreaterThanOrEqual(16);
    expect(places[2]! - places[1]!).toBeGreaterThanOrEqual(16);
  });

  test("writes the first and last of many labels, and none too close to the last", () => {
    const shown = [...labelled(12, 6)].sort((a, b) => a - b);
    expect(shown[0]).toBe(0);
    expect(shown.at(-1)).toBe(11);
    expect(shown.at(-1)! - shown.at(-2)!).toBeGreaterThan(1);
  });
});
