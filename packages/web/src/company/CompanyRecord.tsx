import { IconPlus } from "@tabler/icons-react";
import { useInfiniteQuery, useQuery } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { useTranslation } from "react-i18next";
import { NextStep } from "../activity/NextStep.tsx";
import { RecordTimeline } from "../activity/RecordTimeline.tsx";
import { useWriting } from "../activity/useWriting.tsx";
import { useMe } from "../api/index.ts";
import { contacts } from "../contact/contact.data.ts";
import { RelatedDeals } from "../deal/RelatedDeals.tsx";
import { useStanding } from "../deal/useStanding.ts";
import { useFormat } from "../format/index.ts";
import { openCreate } from "../shell/Create.tsx";
import { RecordOf, type RecordProps } from "../shell/RecordOf.tsx";
import { useRecordActs } from "../shell/useRecordActs.ts";
import { Properties, RecordLayout, Related } from "../ui/record/index.ts";
import menu from "../ui/record/menu.module.css";
import { RemoveMenu } from "../ui/record/RemoveMenu.tsx";
import { type Company, companies } from "./company.data.ts";
import { useCompanyProperties } from "./useCompanyProperties.tsx";

/** One company, as a page or in a panel. */
export function CompanyRecord(props: RecordProps) {
  return (
    <RecordOf query={useQuery(companies.record(props.id))} narrow={props.narrow} onName={props.onName}>
      {(company) => <Loaded company={company} narrow={props.narrow ?? false} />}
    </RecordOf>
  );
}

function Loaded({ company, narrow }: { company: Company; narrow: boolean }) {
  const { t } = useTranslation();
  const format = useFormat();
  const me = useMe();
  const acts = useRecordActs(companies);
  const people = usePeople(company);
  const { words, ...standing } = useStanding({ companyId: company.id });
  const { compose, setCompose, actions, mayMail } = useWriting({
    phone: company.phone,
    mails: !company.removedAt && people.list.length > 0,
  });
  const properties = useCompanyProperties(company, (patch) => acts.edit([{ record: company, patch }]));
  const sentence = format.facts([
    company.industry,
    company.size !== undefined && t("company.people", { count: company.size }),
    company.address?.city,
    words,
    t("company.since", { date: format.month(company.createdAt) }),
    company.removedAt !== undefined && t("ui.inTrash"),
  ]);
  return (
    <RecordLayout
      narrow={narrow}
      name={<span dir="auto">{company.name}</span>}
      sentence={sentence}
      next={!company.removedAt && <NextStep {...standing} about={[company.id]} />}
      actions={actions}
      menu={
        me.may("company:remove") &&
        !company.removedAt && <RemoveMenu onRemove={() => acts.remove([company])} />
      }
      properties={<Properties label={t("ui.record.details")} items={properties} />}
      timeline={
        <RecordTimeline
          party={company.id}
          recipients={mayMail ? people.list : undefined}
          compose={compose}
          onCompose={setCompose}
        />
      }
      related={
        <>
          <RelatedDeals of={{ companyId: company.id }} />
          <People company={company} people={people} />
        </>
      }
    />
  );
}

/** Who works there, as far as it was asked for. */
function usePeople(company: Company) {
  const query = useInfiniteQuery(contacts.list({ companyId: company.id, limit: 20 }));
  return { query, list: query.data?.pages.flatMap((page) => page.items) ?? [] };
}

function People(props: { company: Company; people: ReturnType<typeof usePeople> }) {
  const { t } = useTranslation();
  const { company } = props;
  const { query: list, list: people } = props.people;
  return (
    <Related
      title={t("contact.plural")}
      count={list.data && !list.hasNextPage ? people.length : undefined}
      action={
        <button
          type="button"
          className={menu.dots}
          aria-label={t("contact.new")}
          onClick={() => openCreate("contact", { companyId: company.id })}
        >
          <IconPlus size={16} />
        </button>
      }
    >
      {people.map((contact) => (
        <Link key={contact.id} to="/contacts/$id" params={{ id: contact.id }} className={menu.related}>
          <b dir="auto">{contact.name}</b>
          <span>{contact.title ?? t(`contact.lifecycle.${contact.lifecycle}`)}</span>
        </Link>
      ))}
      {list.hasNextPage && (
        <button type="button" onClick={() => void list.fetchNextPage()} className={menu.none}>
          {t("ui.more")}
        </button>
      )}
      {list.isSuccess && people.length === 0 && <p className={menu.none}>{t("company.noContacts")}</p>}
    </Related>
  );
}
