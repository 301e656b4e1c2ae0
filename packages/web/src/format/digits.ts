/** Digits of every script we show or may be typed to us, as ASCII. */
export function asciiDigits(text: string): string {
  return text.replace(/[\u06f0-\u06f9\u0660-\u0669]/g, (digit) => String(digit.charCodeAt(0) & 0xf));
}

/**
 * The number somebody typed, in any of our digits and groupings: `1 234,50`, `1,234.5`, `۱٬۲۳۴٫۵`.
 * One sign alone counts as decimal unless exactly three digits follow it. Undefined where it is no number.
 */
export function parseNumber(text: string): number | undefined {
  const plain = asciiDigits(text.trim())
    .replace(/[\s\u00a0\u202f\u060c\u066c'’_]/g, "")
    .replace(/\u066b/g, ".")
    .replace(/\u2212/g, "-");
  if (!/^-?[\d.,]+$/.test(plain) || !/\d/.test(plain)) return undefined;
  const lastPoint = plain.lastIndexOf(".");
  const lastComma = plain.lastIndexOf(",");
  const decimal = Math.max(lastPoint, lastComma);
  const both = lastPoint >= 0 && lastComma >= 0;
  const sign = plain[decimal];
  const repeated = sign !== undefined && plain.indexOf(sign) !== decimal;
  const grouping = decimal < 0 || (!both && (repeated || (sign === "," && plain.length - decimal === 4)));
  const whole = grouping ? plain.replace(/[.,]/g, "") : plain.slice(0, decimal).replace(/[.,]/g, "");
  const value = Number(grouping ? whole : `${whole || "0"}.${plain.slice(decimal + 1)}`);
  return Number.isFinite(value) ? value : undefined;
}
