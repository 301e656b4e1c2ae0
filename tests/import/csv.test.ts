import { stringify } from "csv-stringify/sync";
import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { delimiterOf, readRows } from "../../packages/core/src/import/csv.ts";

const bytes = (text: string) => new TextEncoder().encode(text);
const all = (text: string | Uint8Array, delimiter = ",") =>
  readRows(typeof text === "string" ? bytes(text) : text, { delimiter, line: 1, start: true, end: true });
const values = (text: string) => all(text).rows.map((row) => row.values);

/** Reads a file in ranges of some bytes, as the import's slices do. */
function inSlices(file: Uint8Array, size: number, max?: number) {
  const rows: { line: number; values: string[] }[] = [];
  let byte = 0;
  let line = 1;
  while (byte < file.length) {
    let end = Math.min(file.length, byte + size);
    let read = readRows(file.subarray(byte, end), {
      delimiter: ",",
      line,
      start: byte === 0,
      end: end === file.length,
      ...(max ? { max } : {}),
    });
    while (read.bytes === 0 && end < file.length) {
      end = Math.min(file.length, end + size);
      read = readRows(file.subarray(byte, end), {
        delimiter: ",",
        line,
        start: byte === 0,
        end: end === file.length,
        ...(max ? { max } : {}),
      });
    }
    rows.push(...read.rows);
    byte += read.bytes;
    line = read.nextLine;
  }
  return rows;
}

describe("reading CSV", () => {
  it("takes a byte order mark, mixed line ends, quotes and line breaks inside of them", () => {
    expect(values('\ufeffa,b\r\n1,"x\ny"\n2,"say ""hi"""\r3,z')).toEqual([
      ["a", "b"],
      ["1", "x\ny"],
      ["2", 'say "hi"'],
      ["3", "z"],
    ]);
  });

  it("numbers lines as an editor shows them", () => {
    expect(all('a\n"1\n2"\n\n3\n').rows.map((row) => row.line)).toEqual([1, 2, 5]);
  });

  it("finds the separator of the header, not the ones in quotes", () => {
    expect(["a,b", 'a;"b,c,d,e";f', "a\tb", "a|b|c,d"].map(delimiterOf)).toEqual([",", ";", "\t", "|"]);
  });

  it.each([
    ["an unclosed quote", 'a,b\n1,"never closed\n2,x\n', /quote/],
    ["one line of 20 MB", `a,b\n${"x".repeat(20_000_000)}`, /100 kB/],
    ["100,000 columns", `${"a,".repeat(100_000)}\n`, /columns|100 kB/],
  ])("refuses %s and says which line", (_, text, message) => {
    expect(() => all(text)).toThrowError(message);
  });

  it("refuses what is not UTF-8 and says how to save it", () => {
    expect(() => all(Buffer.from("a,b\nAda,\xff\xfe\n", "latin1"))).toThrowError(/UTF-8/);
    expect(() => all(Buffer.from("\ufeffa,b\n", "utf16le"))).toThrowError(/UTF-8/);
  });

  it("gives the same rows in slices of any size", () => {
    const cell = fc.string({
      unit: fc.constantFrom("a", "é", "ş", "你", "😀", ",", '"', "\n", "\r\n", " "),
      maxLength: 8,
    });
    void fc.assert(
      fc.property(
        fc.array(fc.array(cell, { minLength: 2, maxLength: 4 }), { minLength: 1, maxLength: 12 }),
        fc.integer({ min: 24, max: 200 }),
        fc.constantFrom("unix", "windows"),
        fc.boolean(),
        (rows, size, ends, bom) => {
          const file = bytes(
            stringify([["h1", "h2"], ...rows], { quoted: true, record_delimiter: ends, bom }),
          );
          expect(inSlices(file, size)).toEqual(all(file).rows);
          expect(inSlices(file, size, 2)).toEqual(all(file).rows);
        },
      ),
      { numRuns: 300 },
    );
  });
});
