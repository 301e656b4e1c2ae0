import { useQuery } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { useTranslation } from "react-i18next";
import { NextStep } from "../activity/NextStep.tsx";
import { RecordTimeline } from "../activity/RecordTimeline.tsx";
import { useWriting } from "../activity/useWriting.tsx";
import { useMe } from "../api/index.ts";
import { companies } from "../company/company.data.ts";
import { RelatedDeals } from "../deal/RelatedDeals.tsx";
import { useStanding } from "../deal/useStanding.ts";
import { useFormat } from "../format/index.ts";
import { RecordOf, type RecordProps } from "../shell/RecordOf.tsx";
import { useRecordActs } from "../shell/useRecordActs.ts";
import { Properties, RecordLayout, Related } from "../ui/record/index.ts";
import menu from "../ui/record/menu.module.css";
import { RemoveMenu } from "../ui/record/RemoveMenu.tsx";
import { type Contact, contacts } from "./contact.data.ts";
import { LifecycleStatus } from "./lifecycle.tsx";
import { useContactProperties } from "./useContactProperties.tsx";

/** One contact, as a page or in a panel. */
export function ContactRecord(props: RecordProps) {
  return (
    <RecordOf query={useQuery(contacts.record(props.id))} narrow={props.narrow} onName={props.onName}>
      {(contact) => <Loaded contact={contact} narrow={props.narrow ?? false} />}
    </RecordOf>
  );
}

function Loaded({ contact, narrow }: { contact: Contact; narrow: boolean }) {
  const { t } = useTranslation();
  const me = useMe();
  const acts = useRecordActs(contacts);
  const { words, ...standing } = useStanding({ contactId: contact.id });
  const { compose, setCompose, actions, mayMail } = useWriting({
    phone: contact.phone,
    mails: !contact.removedAt,
  });
  const properties = useContactProperties(contact, (patch) => acts.edit([{ record: contact, patch }]));
  const mayRemove = me.may("contact:remove") && !contact.removedAt;

  return (
    <RecordLayout
      narrow={narrow}
      name={<span dir="auto">{contact.name}</span>}
      sentence={<Sentence contact={contact} deals={words} />}
      next={!contact.removedAt && <NextStep {...standing} about={[contact.id]} />}
      actions={actions}
      menu={mayRemove && <RemoveMenu onRemove={() => acts.remove([contact])} />}
      properties={<Properties label={t("ui.record.details")} items={properties} />}
      timeline={
        <RecordTimeline
          party={contact.id}
          recipients={mayMail ? [contact] : undefined}
          compose={compose}
          onCompose={setCompose}
        />
      }
      related={
        <>
          <Company contact={contact} />
          <RelatedDeals of={{ contactId: contact.id }} />
        </>
      }
    />
  );
}

/** Who this is, in one sentence made from facts. */
function Sentence({ contact, deals }: { contact: Contact; deals: string | undefined }) {
  const { t } = useTranslation();
  const format = useFormat();
  const facts = format.facts([
    contact.title,
    deals,
    t("contact.since", { date: format.month(contact.createdAt) }),
    contact.lastActivityAt
      ? t("contact.last", { when: format.relative(contact.lastActivityAt) })
      : t("contact.never"),
  ]);
  return (
    <>
      <LifecycleStatus lifecycle={contact.lifecycle} /> · {facts}
      {contact.removedAt && <b> · {t("ui.inTrash")}</b>}
    </>
  );
}

function Company({ contact }: { contact: Contact }) {
  const { t } = useTranslation();
  const company = useQuery({ ...companies.record(contact.companyId ?? ""), enabled: !!contact.companyId });
  return (
    <Related title={t("company.one")}>
      {company.data ? (
        <Link to="/companies/$id" params={{ id: company.data.id }} className={menu.related}>
          <b dir="auto">{company.data.name}</b>
          <span>{[company.data.industry, company.data.address?.city].filter(Boolean).join(" · ")}</span>
        </Link>
      ) : (
        <p className={menu.none}>{contact.companyId ? "" : t("contact.noCompany")}</p>
      )}
    </Related>
  );
}
