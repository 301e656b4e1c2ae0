import { validation } from "./error.ts";

/** An exact decimal: `digits × 10^exponent`. Zero is `{ digits: 0n, exponent: 0 }`; digits never end in 0 otherwise. */
export interface Decimal {
  digits: bigint;
  exponent: number;
}

const shape = /^[+-]?(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?$/;
const plain = /^(?:0|-?[1-9]\d{0,36}[1-9]|-?[1-9])$/;

/** AWS keeps 38 significant digits and magnitudes from 1E-130 to 9.99…E+125. */
export const maxDigits = 38;
const maxMagnitude = 125;
const minMagnitude = -130;

function trim(digits: bigint, exponent: number): Decimal {
  if (digits === 0n) return { digits: 0n, exponent: 0 };
  const text = digits.toString();
  let end = text.length;
  while (text.charCodeAt(end - 1) === 48) end--;
  return end === text.length
    ? { digits, exponent }
    : { digits: BigInt(text.slice(0, end)), exponent: exponent + text.length - end };
}

const width = (digits: bigint) => digits.toString().length - (digits < 0n ? 1 : 0);

function check(value: Decimal): Decimal {
  if (value.digits === 0n) return value;
  const count = width(value.digits);
  const magnitude = value.exponent + count - 1;
  if (magnitude > maxMagnitude)
    throw validation(
      "Number overflow. Attempting to store a number with magnitude larger than supported range",
    );
  if (magnitude < minMagnitude)
    throw validation(
      "Number underflow. Attempting to store a number with magnitude smaller than supported range",
    );
  if (count > maxDigits) throw validation("Attempting to store more than 38 significant digits in a Number");
  return value;
}

export function parse(text: string): Decimal {
  if (text === "") throw validation("The parameter cannot be converted to a numeric value");
  if (!shape.test(text)) throw validation(`The parameter cannot be converted to a numeric value: ${text}`);
  const [mantissa = "", power = "0"] = text.toLowerCase().split("e");
  // AWS reads exponents as 64-bit integers, and judges a zero by the one it is written with.
  const exponent = Number(power);
  if (Math.abs(exponent) >= 2 ** 63)
    throw validation(`The parameter cannot be converted to a numeric value: ${text}`);
  // Its decimals count the digits before the point in 32 bits, which wrap.
  if (exponent === 2 ** 31 - 1) check({ digits: 1n, exponent: -exponent });
  if (exponent > maxMagnitude || exponent < minMagnitude)
    if (!/[1-9]/.test(mantissa)) check({ digits: 1n, exponent });
  const dot = mantissa.indexOf(".");
  const fraction = dot < 0 ? 0 : mantissa.length - dot - 1;
  const whole = (dot < 0 ? mantissa : mantissa.slice(0, dot) + mantissa.slice(dot + 1)).replace("+", "");
  const digits = whole.replace(/^(-?)0+(?=\d)/, "$1");
  // A text of thousands of zeros or digits must not cost a huge BigInt: magnitude is judged by its length first.
  const scale = exponent - fraction;
  if (digits.length > 400 && /[1-9]/.test(digits)) {
    const significant = digits.replace("-", "").replace(/0+$/, "");
    const size = digits.replace("-", "").length + scale - 1;
    if (size > maxMagnitude || significant.length > maxDigits)
      check({ digits: 10n ** 40n + 1n, exponent: size > maxMagnitude ? 200 : 0 });
  }
  return check(trim(BigInt(digits === "-" ? "0" : digits), scale));
}

/** AWS answers every number in plain notation, without exponent, plus sign or needless zeros. */
export function format(value: Decimal): string {
  if (value.digits === 0n) return "0";
  const negative = value.digits < 0n;
  const text = (negative ? -value.digits : value.digits).toString();
  const sign = negative ? "-" : "";
  if (value.exponent >= 0) return sign + text + "0".repeat(value.exponent);
  const point = text.length + value.exponent;
  if (point > 0) return `${sign}${text.slice(0, point)}.${text.slice(point)}`;
  return `${sign}0.${"0".repeat(-point)}${text}`;
}

/** The normal form of a number's text; a text already normal is returned as it is. */
export const normalize = (text: string): string => (plain.test(text) ? text : format(parse(text)));

function align(a: Decimal, b: Decimal): [bigint, bigint, number] {
  if (a.exponent === b.exponent) return [a.digits, b.digits, a.exponent];
  if (a.exponent > b.exponent)
    return [a.digits * 10n ** BigInt(a.exponent - b.exponent), b.digits, b.exponent];
  return [a.digits, b.digits * 10n ** BigInt(b.exponent - a.exponent), a.exponent];
}

function sum(a: string, b: string, sign: bigint): string {
  const x = Number(a);
  const y = Number(b) * Number(sign);
  // Small whole numbers, the usual counters, need no BigInt.
  if (
    Number.isSafeInteger(x) &&
    Number.isSafeInteger(y) &&
    Number.isSafeInteger(x + y) &&
    plainInteger(a) &&
    plainInteger(b)
  )
    return String(x + y);
  const [left, right, exponent] = align(parse(a), parse(b));
  return format(round(trim(left + sign * right, exponent)));
}

const plainInteger = (text: string) => /^-?\d{1,15}$/.test(text);

/** A sum wider than 38 digits is refused, as AWS refuses it, not rounded. */
function round(value: Decimal): Decimal {
  return check(value);
}

export const add = (a: string, b: string) => sum(a, b, 1n);
export const subtract = (a: string, b: string) => sum(a, b, -1n);

export function compare(a: string, b: string): number {
  if (a === b) return 0;
  if (plainInteger(a) && plainInteger(b)) return Number(a) - Number(b);
  const [left, right] = align(parse(a), parse(b));
  return left < right ? -1 : left > right ? 1 : 0;
}

/**
 * Bytes of a number: one, and one for two significant digits before and after the point each, and one for a minus.
 * The guide says "approximately"; this is what AWS counts at the 400 KB limit.
 */
export function size(text: string): number {
  const negative = text.charCodeAt(0) === 45 ? 1 : 0;
  const dot = text.indexOf(".");
  let whole = dot < 0 ? text.slice(negative) : text.slice(negative, dot);
  let fraction = dot < 0 ? "" : text.slice(dot + 1);
  if (!fraction) whole = whole.replace(/0+$/, "");
  if (whole === "0") {
    whole = "";
    fraction = fraction.replace(/^0+/, "");
  }
  return 1 + Math.ceil(whole.length / 2) + Math.ceil(fraction.length / 2) + negative;
}

/**
 * Bytes whose order is the numbers' order: sign, exponent, digit pairs.
 * Self-delimiting, so that more key bytes may follow.
 */
export function encode(text: string): Buffer {
  const { digits, exponent } = parse(text);
  if (digits === 0n) return Buffer.from([2]);
  const negative = digits < 0n;
  let body = (negative ? -digits : digits).toString();
  const magnitude = exponent + body.length + 1000;
  if (body.length % 2) body += "0";
  const bytes = Buffer.allocUnsafe(4 + body.length / 2);
  bytes[0] = 3;
  bytes[1] = magnitude >> 8;
  bytes[2] = magnitude & 255;
  for (let i = 0; i < body.length; i += 2)
    bytes[3 + i / 2] = (body.charCodeAt(i) - 48) * 10 + body.charCodeAt(i + 1) - 48 + 1;
  bytes[bytes.length - 1] = 0;
  if (negative) {
    bytes[0] = 1;
    for (let i = 1; i < bytes.length; i++) bytes[i] = 255 - bytes[i]!;
  }
  return bytes;
}
