import { type CsvError, parse } from "csv-parse/sync";
import { Unprocessable } from "../kernel/error.ts";
import { MAX_COLUMNS } from "./import.schema.ts";

const RECORD_BYTES = 100_000;

export type Row = { line: number; values: string[] };
export type Slice = {
  rows: Row[];
  /** Bytes of the input that the rows took; the next slice starts there. */
  bytes: number;
  /** Line number of the next row. */
  nextLine: number;
};

/** Comma, semicolon, tab or bar: whichever splits the header into most columns outside of quotes. */
export function delimiterOf(head: string): string {
  const line = head.replace(/"(?:[^"]|"")*"/g, "").split(/\r\n|\n|\r/, 1)[0] ?? "";
  const counted = [",", ";", "\t", "|"].map((mark) => [mark, line.split(mark).length] as const);
  return counted.reduce((best, one) => (one[1] > best[1] ? one : best))[0];
}

/** Text of a UTF-8 file without its byte order mark. @throws {Unprocessable} for another encoding. */
export function decode(
  bytes: Uint8Array,
  options: { start: boolean; end: boolean },
): { text: string; bytes: Uint8Array } {
  const [a, b] = bytes;
  if (options.start && ((a === 0xff && b === 0xfe) || (a === 0xfe && b === 0xff))) throw notUtf8();
  const whole = options.end ? bytes : bytes.subarray(0, lastCharacter(bytes));
  try {
    return { text: new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode(whole), bytes: whole };
  } catch {
    throw notUtf8();
  }
}

function notUtf8() {
  return new Unprocessable(
    "The file is not UTF-8 text. Save it again as “CSV UTF-8” in your spreadsheet, then upload that file.",
    "not-utf-8",
  );
}

/** The end of the last whole UTF-8 character (RFC 3629): a range read may cut one in two. */
function lastCharacter(bytes: Uint8Array): number {
  for (let back = 1; back <= Math.min(4, bytes.length); back++) {
    const byte = bytes[bytes.length - back] as number;
    if (byte < 0x80) return bytes.length - back + 1;
    if (byte >= 0xc0) {
      const length = byte >= 0xf0 ? 4 : byte >= 0xe0 ? 3 : 2;
      return length === back ? bytes.length : bytes.length - back;
    }
  }
  return bytes.length;
}

/**
 * The whole rows (RFC 4180, any line ends) at the start of some bytes; a row that the end cuts is left for the next slice.
 * `line` is the number of the first line. @throws {Unprocessable} for what no row can be: an unclosed quote, a huge line, too many columns.
 */
export function readRows(
  input: Uint8Array,
  options: { delimiter: string; line: number; start: boolean; end: boolean; max?: number },
): Slice {
  const { text, bytes } = decode(input, options);
  const body = options.end ? text : text.slice(0, endOfLastRow(text));
  if (body === "" && bytes.length >= RECORD_BYTES) throw tooLong(options.line);
  const rows: Row[] = [];
  let line = options.line;
  let consumed = 0;
  try {
    const records = parse(body, {
      bom: options.start,
      delimiter: options.delimiter,
      relax_column_count: true,
      relax_quotes: false,
      skip_empty_lines: false,
      record_delimiter: ["\r\n", "\n", "\r"],
      max_record_size: RECORD_BYTES,
      to: options.max,
      info: true,
    }) as unknown as { record: string[]; info: { bytes: number; lines: number } }[];
    for (const { record, info } of records) {
      if (record.length > MAX_COLUMNS) throw tooWide(line, record.length);
      if (record.some((value) => value.trim() !== "")) rows.push({ line, values: record });
      line = options.line + info.lines;
      consumed = info.bytes;
    }
    // Blank lines at the end are no record; they are read all the same.
    if (options.max === undefined || records.length < options.max) consumed = Buffer.byteLength(body);
  } catch (error) {
    throw unreadable(error, line);
  }
  return { rows, bytes: consumed, nextLine: line };
}

function tooWide(line: number, columns: number) {
  const detail = `Line ${line} has ${columns} columns; at most ${MAX_COLUMNS} are read. Is the separator right?`;
  return new Unprocessable(detail, "too-many-columns");
}

/** Just behind the last line end that is outside of quotes. */
function endOfLastRow(text: string): number {
  let quoted = false;
  let end = 0;
  for (let place = 0; place < text.length; place++) {
    const mark = text.charCodeAt(place);
    if (mark === 34) quoted = !quoted;
    else if (mark === 10 && !quoted) end = place + 1;
    else if (mark === 13 && !quoted && place + 1 < text.length && text.charCodeAt(place + 1) !== 10)
      end = place + 1;
  }
  return end;
}

function tooLong(line: number) {
  return new Unprocessable(
    `The row at line ${line} is over 100 kB long, or a quote in it is never closed. Mend that line and upload again.`,
    "unreadable-row",
  );
}

function unreadable(error: unknown, line: number): unknown {
  const code = (error as CsvError | undefined)?.code;
  if (code === "CSV_MAX_RECORD_SIZE") return tooLong(line);
  if (
    code === "CSV_QUOTE_NOT_CLOSED" ||
    code === "CSV_INVALID_CLOSING_QUOTE" ||
    code === "INVALID_OPENING_QUOTE"
  )
    return new Unprocessable(
      `A quote is opened but not closed properly near line ${line + Number((error as { lines?: number }).lines ?? 1) - 1}. Mend it and upload again.`,
      "unclosed-quote",
    );
  return error;
}
