import fc from "fast-check";
import { describe, expect, it } from "vitest";
import * as Num from "../../packages/local/src/table/number.ts";

/** Decimal text with at most 19 digits, so that a sum of two stays within 38 at near exponents. */
const text = fc
  .tuple(fc.boolean(), fc.bigInt({ min: 0n, max: 10n ** 19n - 1n }), fc.integer({ min: -9, max: 9 }))
  .map(([negative, digits, exponent]) => `${negative ? "-" : ""}${digits}E${exponent}`);

/** The oracle: the same number as a whole count of 10^-20. */
function exact(value: string): bigint {
  const [mantissa = "0", power = "0"] = value.split("E");
  const [whole = "0", fraction = ""] = mantissa.replace("-", "").split(".");
  const scaled = BigInt(whole + fraction) * 10n ** BigInt(20 + Number(power) - fraction.length);
  return mantissa.startsWith("-") ? -scaled : scaled;
}

describe("numbers", () => {
  it("add and subtract exactly as whole-number arithmetic does", () => {
    fc.assert(
      fc.property(text, text, (a, b) => {
        const [x, y] = [Num.normalize(a), Num.normalize(b)];
        expect(exact(Num.add(x, y))).toBe(exact(a) + exact(b));
        expect(exact(Num.subtract(x, y))).toBe(exact(a) - exact(b));
      }),
    );
  });

  it("compare, and order by their bytes, as whole-number arithmetic does", () => {
    fc.assert(
      fc.property(text, text, (a, b) => {
        const [x, y] = [Num.normalize(a), Num.normalize(b)];
        const wanted = Math.sign(Number(exact(a) > exact(b)) - Number(exact(a) < exact(b)));
        expect(Math.sign(Num.compare(x, y))).toBe(wanted);
        expect(Math.sign(Buffer.compare(Num.encode(x), Num.encode(y)))).toBe(wanted);
      }),
    );
  });

  it("keep one normal form however they are written", () => {
    fc.assert(
      fc.property(text, (value) => {
        const normal = Num.normalize(value);
        expect(Num.normalize(normal)).toBe(normal);
        expect(exact(normal)).toBe(exact(value));
        expect(normal).toMatch(/^(0|-?(0\.\d*[1-9]|[1-9]\d*(\.\d*[1-9])?))$/);
      }),
    );
  });

  it.each([
    ["+1.50e3", "1500"],
    ["-0.00", "0"],
    ["0042.1200", "42.12"],
    ["1e-130", `0.${"0".repeat(129)}1`],
    ["9.9999999999999999999999999999999999999E125", "9".repeat(38) + "0".repeat(88)],
    [".5", "0.5"],
    ["5.", "5"],
  ])("write %s as %s", (given, normal) => {
    expect(Num.normalize(given)).toBe(normal);
  });

  it.each([
    ["", "cannot be converted"],
    ["abc", "cannot be converted"],
    [" 1", "cannot be converted"],
    ["0x10", "cannot be converted"],
    ["NaN", "cannot be converted"],
    ["1e126", "Number overflow"],
    ["1e-131", "Number underflow"],
    ["1".repeat(39), "more than 38 significant digits"],
    ["9".repeat(100_000), "Number overflow"],
    ["0e126", "Number overflow"],
    ["-0.0e-131", "Number underflow"],
    ["1e99999999999", "Number overflow"],
    ["1e2147483647", "Number underflow"],
    ["1e2147483648", "Number overflow"],
    ["1e9223372036854775808", "cannot be converted"],
    [`0e-${"9".repeat(400)}`, "cannot be converted"],
  ])("refuse %s", (given, problem) => {
    expect(() => Num.normalize(given)).toThrow(problem);
  });

  it("refuse a sum that needs more than 38 digits", () => {
    expect(() => Num.add("9".repeat(38), "0.1")).toThrow("38 significant digits");
  });

  it.each([
    ["0", 1],
    ["1", 2],
    ["-1", 3],
    ["12", 2],
    ["123", 3],
    ["110", 2],
    ["3.14159", 5],
    ["123456", 4],
    ["42.12", 3],
    ["0.0012", 2],
    [`1${"0".repeat(125)}`, 2],
  ])("measure %s at %i bytes", (given, bytes) => {
    expect(Num.size(given)).toBe(bytes);
  });
});
