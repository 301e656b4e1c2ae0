import { IconPlus, IconX } from "@tabler/icons-react";
import { Link } from "@tanstack/react-router";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { useMe, useNames } from "../api/index.ts";
import { lookup } from "../shell/lookup.ts";
import { LookupField } from "../ui/field/LookupField.tsx";
import { Related } from "../ui/record/index.ts";
import menu from "../ui/record/menu.module.css";
import css from "./DealParties.module.css";
import type { Deal } from "./deal.data.ts";

type Patch = Record<string, unknown>;

/** The company, and the people with their roles; the first is the main contact. */
export function DealParties({ deal, onSave }: { deal: Deal; onSave: (patch: Patch) => void }) {
  const { t } = useTranslation();
  const me = useMe();
  const [adding, setAdding] = useState(false);
  const contacts = useNames(
    "contact",
    "/contacts",
    deal.contacts.map((participant) => participant.contactId),
  );
  const companies = useNames("company", "/companies", [deal.companyId]);
  const mayWrite = me.may("deal:write") && !deal.removedAt;
  const save = (participants: Deal["contacts"]) => onSave({ contacts: participants });

  return (
    <>
      <Related title={t("deal.field.company")}>
        {deal.companyId ? (
          <Link to="/companies/$id" params={{ id: deal.companyId }} className={menu.related}>
            <b dir="auto">{companies[deal.companyId] ?? "…"}</b>
          </Link>
        ) : (
          <p className={menu.none}>{t("deal.noCompany")}</p>
        )}
      </Related>
      <Related
        title={t("deal.field.contacts")}
        count={deal.contacts.length}
        action={
          mayWrite &&
          deal.contacts.length < 10 && (
            <button
              type="button"
              className={menu.dots}
              aria-label={t("deal.addContact")}
              onClick={() => setAdding(true)}
            >
              <IconPlus size={16} />
            </button>
          )
        }
      >
        {adding && (
          <LookupField
            bare
            label={t("deal.addContact")}
            placeholder={t("deal.findContact")}
            nothing={t("deal.nobody")}
            find={(text, signal) => lookup("contact", text, signal)}
            onLeave={() => setAdding(false)}
            onChange={(option) => {
              setAdding(false);
              if (option && !deal.contacts.some((one) => one.contactId === option.value))
                save([...deal.contacts, { contactId: option.value }]);
            }}
          />
        )}
        <ul>
          {deal.contacts.map((participant, index) => (
            <li key={participant.contactId} className={css.person}>
              <div className={css.words}>
                <Link
                  to="/contacts/$id"
                  params={{ id: participant.contactId }}
                  className={css.name}
                  dir="auto"
                >
                  {contacts[participant.contactId] ?? "…"}
                </Link>
                <Role
                  key={participant.role}
                  role={participant.role ?? ""}
                  label={t("deal.roleOf", { name: contacts[participant.contactId] ?? "" })}
                  main={index === 0}
                  onSave={
                    mayWrite
                      ? (role) =>
                          save(
                            deal.contacts.map((one) =>
                              one === participant
                                ? { contactId: one.contactId, ...(role ? { role } : {}) }
                                : one,
                            ),
                          )
                      : undefined
                  }
                />
              </div>
              {mayWrite && (
                <button
                  type="button"
                  className={`${menu.dots} ${css.remove}`}
                  aria-label={t("deal.removeContact", { name: contacts[participant.contactId] ?? "" })}
                  onClick={() => save(deal.contacts.filter((one) => one !== participant))}
                >
                  <IconX size={14} />
                </button>
              )}
            </li>
          ))}
        </ul>
        {deal.contacts.length === 0 && !adding && <p className={menu.none}>{t("deal.noContacts")}</p>}
      </Related>
    </>
  );
}

function Role(props: {
  role: string;
  label: string;
  main: boolean;
  onSave: ((role: string) => void) | undefined;
}) {
  const { t } = useTranslation();
  const [text, setText] = useState(props.role);
  const { onSave } = props;
  const none = t(props.main ? "deal.mainContact" : "deal.role");
  if (!onSave) return <span className={css.role}>{props.role || none}</span>;
  const save = () => {
    if (text.trim() !== props.role) onSave(text.trim());
  };
  return (
    <input
      className={css.role}
      aria-label={props.label}
      placeholder={none}
      maxLength={60}
      dir="auto"
      value={text}
      onChange={(event) => setText(event.currentTarget.value)}
      onBlur={save}
      onKeyDown={(event) => {
        if (event.key === "Enter") event.currentTarget.blur();
        else if (event.key === "Escape") setText(props.role);
      }}
    />
  );
}
