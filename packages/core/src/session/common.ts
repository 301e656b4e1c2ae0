/** Passwords of at least 10 characters that lists of leaked ones begin with, without digits or marks at the end. */
const words = new Set(
  `administrator basketball changeme computer dragonball football iloveyou letmein liverpool manchester master
  mypassword monkey opensesame passw0rd p@ssw0rd p@ssword password passwordpassword princess qwerty qwertyuiop
  qwertyqwerty qwertyuiopasdf asdfghjkl asdfghjklqwerty zxcvbnm rapport secret sunshine superman trustno
  welcome welcometo`.split(/\s+/),
);

const rows = [
  "01234567890123456789",
  "98765432109876543210",
  "abcdefghijklmnopqrstuvwxyz",
  "qwertyuiopasdfghjklzxcvbnm",
  "1q2w3e4r5t6y7u8i9o0p",
  "1qaz2wsx3edc4rfv5tgb6yhn",
];

/** A common word with digits or marks after it, a walk over the keyboard, or the same few letters again and again. */
export function isCommon(lower: string): boolean {
  const word = lower.replace(/[\d\W_]+$/, "");
  if (words.has(word) || words.has(lower)) return true;
  if (rows.some((row) => row.startsWith(lower) || row.includes(lower))) return true;
  if (new Set(lower).size < 4) return true;
  return /^(.{1,5})\1+$/.test(lower);
}
