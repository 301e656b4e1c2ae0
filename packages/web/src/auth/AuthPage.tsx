import { type FormEvent, type ReactNode, useEffect } from "react";
import { useTranslation } from "react-i18next";
import { asProblem } from "../api/index.ts";
import { isLocale, type Locale, locales } from "../format/index.ts";
import { setPrefs, usePrefs } from "../shell/prefs.ts";
import { ErrorNotice } from "../ui/ErrorNotice.tsx";
import css from "./AuthPage.module.css";

/** The quiet frame of everything before the shell: a sheet of the ledger, a form, one way on. */
export function AuthPage(props: {
  title: string;
  text?: ReactNode;
  error?: Error | null;
  onSubmit?: () => void;
  children: ReactNode;
  foot?: ReactNode;
}) {
  const { t } = useTranslation();
  const { locale } = usePrefs();
  useEffect(() => {
    document.title = `${props.title} · Rapport`;
  }, [props.title]);
  const submit = (event: FormEvent) => {
    event.preventDefault();
    props.onSubmit?.();
  };
  return (
    <main className={css.ground}>
      <div className={css.sheet}>
        <p className={css.mark} aria-hidden>
          <img src="/favicon.svg" width={24} height={24} alt="" /> Rapport
        </p>
        <h1 className={css.title}>{props.title}</h1>
        {props.text && <p className={css.text}>{props.text}</p>}
        <form className={css.form} onSubmit={submit} noValidate>
          {props.error && <ErrorNotice problem={asProblem(props.error)} />}
          {props.children}
        </form>
        {props.foot && <div className={css.foot}>{props.foot}</div>}
      </div>
      <label className={css.language}>
        <span className="visually-hidden">{t("shell.language")}</span>
        <select
          value={locale}
          onChange={({ currentTarget: { value } }) => isLocale(value) && setPrefs({ locale: value })}
        >
          {(Object.keys(locales) as Locale[]).map((one) => (
            <option key={one} value={one} lang={one}>
              {locales[one].name}
            </option>
          ))}
        </select>
      </label>
    </main>
  );
}
