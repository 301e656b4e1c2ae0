import css from "./Avatar.module.css";

/** Initials on a quiet ground; people are round, organisations square. Beside a name it is decoration. */
export function Avatar(props: { name: string; size?: 20 | 24 | 32 | 40; square?: boolean }) {
  const words = props.name.trim().split(/\s+/u).filter(Boolean);
  const first = words[0] ?? "?";
  const last = words.length > 1 ? words.at(-1) : undefined;
  const initials = [first, last].map((word) => (word ? [...word][0] : "")).join("");
  return (
    <span
      aria-hidden
      className={css.avatar}
      data-initials={initials.toLocaleUpperCase()}
      data-size={props.size ?? 24}
      data-square={props.square || undefined}
    />
  );
}
