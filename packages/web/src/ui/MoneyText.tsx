import { type Money, useFormat } from "../format/index.ts";
import css from "./MoneyText.module.css";

/** Money with its currency muted; aligned to the end by the column it stands in. */
export function MoneyText(props: { money: Money; whole?: boolean }) {
  const format = useFormat();
  return (
    <span className={css.money}>
      {format.moneyParts(props.money, { whole: props.whole ?? false }).map((part) => (
        <span key={part.type + part.text} className={part.type === "currency" ? css.currency : undefined}>
          {part.text}
        </span>
      ))}
    </span>
  );
}
