import { Menu } from "@mantine/core";
import {
  IconCalendarEvent,
  IconChecklist,
  IconDots,
  IconNote,
  IconPhone,
  IconPlus,
  IconTrash,
} from "@tabler/icons-react";
import { useInfiniteQuery, useQuery } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { useEffect, useState } from "react";
import { useTranslation } from "react-i18next";
import type { Composable } from "../activity/Composer.tsx";
import { type Compose, RecordTimeline } from "../activity/RecordTimeline.tsx";
import { asProblem, useMe } from "../api/index.ts";
import { contacts } from "../contact/contact.data.ts";
import { RelatedDeals } from "../deal/RelatedDeals.tsx";
import { useFormat } from "../format/index.ts";
import { openCreate } from "../shell/Create.tsx";
import { useRecordActs } from "../shell/useRecordActs.ts";
import { ErrorNotice } from "../ui/ErrorNotice.tsx";
import { Properties, type RecordAction, RecordLayout, Related } from "../ui/record/index.ts";
import menu from "../ui/record/menu.module.css";
import { RecordSkeleton } from "../ui/record/RecordSkeleton.tsx";
import { type Company, companies } from "./company.data.ts";
import { useCompanyProperties } from "./useCompanyProperties.tsx";

const icon = { size: 16, stroke: 1.6 };

/** One company, as a page or in a panel. */
export function CompanyRecord(props: { id: string; narrow?: boolean; onName?: (name: string) => void }) {
  const query = useQuery(companies.record(props.id));
  const { onName } = props;
  const name = query.data?.name;
  useEffect(() => {
    if (name) onName?.(name);
  }, [name, onName]);
  if (query.error)
    return (
      <div className={menu.notice}>
        <ErrorNotice problem={asProblem(query.error)} onRetry={() => void query.refetch()} />
      </div>
    );
  if (!query.data) return <RecordSkeleton narrow={props.narrow} />;
  return <Loaded company={query.data} narrow={props.narrow ?? false} />;
}

function Loaded({ company, narrow }: { company: Company; narrow: boolean }) {
  const { t } = useTranslation();
  const format = useFormat();
  const me = useMe();
  const acts = useRecordActs(companies);
  const [compose, setCompose] = useState<Compose>({ kind: "note", focusKey: 0 });
  const write = (kind: Composable) => setCompose((before) => ({ kind, focusKey: before.focusKey + 1 }));
  const properties = useCompanyProperties(company, (patch) => acts.edit([{ record: company, patch }]));
  const actions: RecordAction[] = [
    {
      key: "call",
      label: t("activity.kind.call"),
      icon: <IconPhone {...icon} />,
      href: company.phone ? `tel:${company.phone}` : undefined,
      run: () => write("call"),
    },
    {
      key: "note",
      label: t("activity.kind.note"),
      icon: <IconNote {...icon} />,
      letter: "n",
      run: () => write("note"),
    },
    {
      key: "task",
      label: t("activity.kind.task"),
      icon: <IconChecklist {...icon} />,
      letter: "t",
      run: () => write("task"),
    },
    {
      key: "meeting",
      label: t("activity.kind.meeting"),
      icon: <IconCalendarEvent {...icon} />,
      run: () => write("meeting"),
    },
  ];
  const sentence = [
    company.industry,
    company.size !== undefined && t("company.people", { count: company.size }),
    company.address?.city,
    t("company.since", { date: format.month(company.createdAt) }),
    company.removedAt && t("ui.inTrash"),
  ].filter(Boolean);
  return (
    <RecordLayout
      narrow={narrow}
      name={<span dir="auto">{company.name}</span>}
      sentence={sentence.join(" · ")}
      actions={actions}
      menu={
        me.may("company:remove") &&
        !company.removedAt && (
          <Menu position="bottom-end">
            <Menu.Target>
              <button type="button" className={menu.dots} aria-label={t("ui.more")}>
                <IconDots size={16} />
              </button>
            </Menu.Target>
            <Menu.Dropdown>
              <Menu.Item
                color="danger"
                leftSection={<IconTrash size={16} />}
                onClick={() => acts.remove([company])}
              >
                {t("ui.remove")}
              </Menu.Item>
            </Menu.Dropdown>
          </Menu>
        )
      }
      properties={<Properties label={t("ui.record.details")} items={properties} />}
      timeline={<RecordTimeline party={company.id} compose={compose} onCompose={setCompose} />}
      related={
        <>
          <RelatedDeals of={{ companyId: company.id }} />
          <People company={company} />
        </>
      }
    />
  );
}

function People({ company }: { company: Company }) {
  const { t } = useTranslation();
  const list = useInfiniteQuery(contacts.list({ companyId: company.id, limit: 20 }));
  const people = list.data?.pages.flatMap((page) => page.items) ?? [];
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
