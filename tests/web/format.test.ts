import { describe, expect, test } from "vitest";
import { addDays, addMonths, calendarOf, weekday } from "../../packages/web/src/format/calendar.ts";
import { asciiDigits, parseNumber } from "../../packages/web/src/format/digits.ts";
import { createFormat } from "../../packages/web/src/format/format.ts";
import { bestLocale, locales } from "../../packages/web/src/format/locale.ts";
import { parseDay } from "../../packages/web/src/ui/field/parseDay.ts";

const en = createFormat("en", "Asia/Baku");
const fa = createFormat("fa", "Asia/Tehran");
const now = new Date("2026-03-04T09:00:00Z");

describe("numbers and money", () => {
  test("parts thousands with a thin space in English and shows Persian digits in Persian", () => {
    expect(en.number(1_234_567)).toBe("1\u202f234\u202f567");
    expect(fa.number(1234)).toBe("۱٬۲۳۴");
    expect(en.percent(0.256, 1)).toBe("25.6%");
  });

  test("shows minor units only where there are any", () => {
    expect(en.money({ amount: 4_200_000, currency: "AZN" })).toBe("₼42\u202f000");
    expect(en.money({ amount: 4_200_050, currency: "EUR" })).toBe("€42\u202f000.50");
    expect(en.money({ amount: 500, currency: "JPY" })).toContain("500");
    expect(en.minorDigits("KWD")).toBe(3);
  });

  test("tells the currency apart from the amount, so that it can be muted", () => {
    expect(en.moneyParts({ amount: 4_200_000, currency: "AZN" })).toEqual([
      { type: "currency", text: "₼" },
      { type: "value", text: "42\u202f000" },
    ]);
  });

  test.each([
    ["1 234,50", 1234.5],
    ["1,234.5", 1234.5],
    ["1.234.567", 1_234_567],
    ["1,234", 1234],
    ["12,5", 12.5],
    ["۱٬۲۳۴٫۵", 1234.5],
    ["١٬٢٣٤٫٥", 1234.5],
    ["۱،۲۰۰", 1200],
    ["٣٠", 30],
    ["-3", -3],
    ["1\u202f000", 1000],
  ])("reads %s as people write it", (text, value) => {
    expect(parseNumber(text)).toBe(value);
  });

  test.each(["", "abc", "12abc", "--1", "."])("does not guess a number from %j", (text) => {
    expect(parseNumber(text)).toBeUndefined();
  });

  test("counts down in words, and keeps each fact in its own direction", () => {
    expect(en.inSeconds(27)).toBe("in 27 seconds");
    expect(fa.inSeconds(27)).toMatch(/۲۷ ثانیه/);
    expect(en.facts(["Transport", undefined, false, "", "10 people"])).toBe("Transport · 10 people");
    expect(fa.facts(["Transport", "۱۰ نفر"])).toBe("\u2068Transport\u2069 · \u2068۱۰ نفر\u2069");
  });

  test("reads back what it wrote", () => {
    for (const format of [en, fa])
      for (const amount of [0, 1, 99, 100, 123_456, 98_765_432_100])
        expect(format.parseMoney(format.money({ amount, currency: "EUR" }), "EUR")).toEqual({
          amount,
          currency: "EUR",
        });
  });

  test("turns digits of any script into ASCII", () => {
    expect(asciiDigits("۰۱۲٣٤٥6")).toBe("0123456");
  });
});

describe("dates", () => {
  test("are Gregorian in English and Jalali in Persian", () => {
    expect(en.date("2026-03-04")).toBe("4 Mar 2026");
    expect(fa.date("2026-03-04")).toContain("۱۴۰۴");
    expect(fa.month("2026-03-04")).toBe("اسفند ۱۴۰۴");
  });

  test("fall on the day of the zone shown, and a plain day stays itself", () => {
    expect(en.dayOf("2026-03-03T21:30:00Z")).toBe("2026-03-04");
    expect(en.date("2026-03-04")).toBe(createFormat("en", "America/Los_Angeles").date("2026-03-04"));
  });

  test("say today and yesterday, and the year only when it is another", () => {
    expect(en.day("2026-03-04T01:00:00Z", now)).toBe("Today");
    expect(en.day("2026-03-03", now)).toBe("Yesterday");
    expect(en.day("2026-02-20", now)).not.toContain("2026");
    expect(en.day("2025-02-20", now)).toContain("2025");
  });

  test("of UTC are told by UTC's own day, whatever day it is where one is", () => {
    const late = new Date("2026-03-03T21:30:00Z");
    expect(en.relative("2026-03-03", late)).toBe("yesterday");
    expect(en.relativeUtc("2026-03-03", late)).toBe("today");
    expect(en.relativeUtc("2026-03-02", late)).toBe("yesterday");
  });

  test("say how long ago in the largest unit that fits", () => {
    expect(en.relative("2026-03-04T08:59:50Z", now)).toBe("now");
    expect(en.relative("2026-03-04T06:00:00Z", now)).toBe("3 hours ago");
    expect(en.relative("2026-03-06", now)).toBe("in 2 days");
    expect(en.relative("2024-03-01T00:00:00Z", now)).toBe("2 years ago");
  });
});

describe("the calendars", () => {
  const jalali = calendarOf(locales.fa);

  test("convert Nowruz and leap days both ways", () => {
    expect(jalali.fromDay("2025-03-21")).toEqual({ year: 1404, month: 1, day: 1 });
    expect(jalali.toDay({ year: 1403, month: 12, day: 30 })).toBe("2025-03-20");
    expect(jalali.daysIn(1403, 12)).toBe(30);
    expect(jalali.daysIn(1404, 12)).toBe(29);
  });

  test("agree with Intl on every day of ten years", () => {
    const intl = new Intl.DateTimeFormat("en-u-ca-persian-nu-latn", {
      timeZone: "UTC",
      year: "numeric",
      month: "numeric",
      day: "numeric",
    });
    for (let day = "2020-01-01"; day < "2030-01-01"; day = addDays(day, 1)) {
      const parts = Object.fromEntries(
        intl.formatToParts(new Date(day)).map((part) => [part.type, Number.parseInt(part.value, 10)]),
      );
      const { year, month, day: date } = jalali.fromDay(day);
      expect([day, year, month, date]).toEqual([day, parts.year, parts.month, parts.day]);
      expect(jalali.toDay({ year, month, day: date })).toBe(day);
    }
  });

  test("keep the day when a month is added, or end at the shorter month's last", () => {
    const gregorian = calendarOf(locales.en);
    expect(addMonths(gregorian, { year: 2026, month: 1, day: 31 }, 1)).toEqual({
      year: 2026,
      month: 2,
      day: 28,
    });
    expect(addMonths(gregorian, { year: 2026, month: 1, day: 15 }, -1)).toEqual({
      year: 2025,
      month: 12,
      day: 15,
    });
    expect(weekday("2026-03-04")).toBe(3);
  });

  test.each([
    ["4.3.2026", "2026-03-04"],
    ["2026-03-04", "2026-03-04"],
    ["4/3/26", "2026-03-04"],
    ["4 3", "2026-03-04"],
    ["31.2.2026", undefined],
    ["tomorrow", undefined],
  ])("read the typed day %s", (text, day) => {
    expect(parseDay(text, en, now)).toBe(day);
  });

  test("read a typed Jalali day in Persian", () => {
    expect(parseDay("۱۴۰۴/۱۲/۱۳", fa, now)).toBe("2026-03-04");
  });
});

test("a browser's wishes choose the language", () => {
  expect(bestLocale(["de-DE", "fa-IR", "en"])).toBe("fa");
  expect(bestLocale(["de"])).toBe("en");
});
