import { NativeSelect } from "@mantine/core";
import { useTranslation } from "react-i18next";
import { useFormat } from "../format/index.ts";
import css from "./ColumnTable.module.css";
import { dateExample } from "./dateExample.ts";
import type { DateOrder, Import, ImportOptions, Target } from "./import.data.ts";

/** In the order in which people look for them; one that is missing here, or not of the API, does not compile. */
const shown: Record<Exclude<Target, "ignore">, true> = {
  email: true,
  name: true,
  firstName: true,
  lastName: true,
  phone: true,
  phone2: true,
  company: true,
  title: true,
  website: true,
  street: true,
  city: true,
  region: true,
  postcode: true,
  country: true,
  language: true,
  timeZone: true,
  lifecycle: true,
  tags: true,
  externalId: true,
  subscribedAt: true,
  about: true,
};
export const targets = Object.keys(shown) as (keyof typeof shown)[];

const orders: DateOrder[] = ["dmy", "mdy", "ymd"];

/** Each column of the file with its first values, and what it becomes: guessed, and changed here. */
export function ColumnTable(props: {
  file: Import;
  onChange: ((options: Partial<ImportOptions>) => void) | undefined;
}) {
  const { t } = useTranslation();
  const { file, onChange } = props;
  const columns = file.columns ?? [];
  const mapping = columns.map((_, place) => file.options.mapping?.[place] ?? "ignore");
  const set = (place: number, target: Target) =>
    onChange?.({ mapping: mapping.map((one, index) => (index === place ? target : one)) });
  return (
    <div className={css.scroll}>
      <table className={css.table}>
        <thead>
          <tr>
            <th scope="col">{t("imports.column")}</th>
            <th scope="col">{t("imports.samples")}</th>
            <th scope="col">{t("imports.becomes")}</th>
          </tr>
        </thead>
        <tbody>
          {columns.map((column, place) => {
            const target = mapping[place] ?? "ignore";
            const samples = column.samples.filter(Boolean).slice(0, 3);
            return (
              // biome-ignore lint/suspicious/noArrayIndexKey: a file's columns stand in order and may share a header
              <tr key={place} data-out={target === "ignore" || undefined}>
                <th scope="row" dir="auto">
                  {column.header || t("imports.noHeader", { place: place + 1 })}
                </th>
                <td className={css.samples} dir="auto">
                  {samples.join(" · ") || t("imports.noSamples")}
                </td>
                <td className={css.choice}>
                  <NativeSelect
                    aria-label={t("imports.becomesOf", { column: column.header })}
                    disabled={!onChange}
                    value={target}
                    data={[
                      { value: "ignore", label: t("imports.target.ignore") },
                      ...targets.map((one) => ({
                        value: one,
                        label: t(`imports.target.${one}`),
                        disabled: one !== target && mapping.includes(one),
                      })),
                    ]}
                    onChange={(event) => set(place, event.currentTarget.value as Target)}
                  />
                  {target === "ignore" && <span className={css.note}>{t("imports.ignored")}</span>}
                  {target === "subscribedAt" && (
                    <Order
                      samples={column.samples}
                      order={file.options.dateOrder ?? "dmy"}
                      onChange={onChange && ((dateOrder) => onChange({ dateOrder }))}
                    />
                  )}
                </td>
              </tr>
            );
          })}
        </tbody>
      </table>
    </div>
  );
}

/** Which number is the day: shown by one of the file's own dates. */
function Order(props: {
  samples: readonly string[];
  order: DateOrder;
  onChange: ((order: DateOrder) => void) | undefined;
}) {
  const { t } = useTranslation();
  const format = useFormat();
  const sample = props.samples.find((one) => /\d/.test(one));
  const read = sample === undefined ? undefined : dateExample(sample, props.order);
  return (
    <span className={css.order}>
      <NativeSelect
        aria-label={t("imports.dateOrder")}
        disabled={!props.onChange}
        value={props.order}
        data={orders.map((order) => ({ value: order, label: t(`imports.order.${order}`) }))}
        onChange={(event) => props.onChange?.(event.currentTarget.value as DateOrder)}
      />
      {sample !== undefined && (
        <span className={css.note} data-wrong={read === undefined || undefined}>
          {read
            ? t("imports.readAs", { sample, date: format.date(read) })
            : t("imports.notReadAs", { sample })}
        </span>
      )}
      <span className={css.note}>{t("imports.dateNeedsConsent")}</span>
    </span>
  );
}
