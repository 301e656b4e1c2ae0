import { Menu } from "@mantine/core";
import {
  IconCalendarEvent,
  IconChecklist,
  IconDots,
  IconMail,
  IconNote,
  IconPhone,
  IconTrash,
} from "@tabler/icons-react";
import { useQuery } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { useEffect, useState } from "react";
import { useTranslation } from "react-i18next";
import type { Composable } from "../activity/Composer.tsx";
import { type Compose, RecordTimeline } from "../activity/RecordTimeline.tsx";
import { asProblem, useMe } from "../api/index.ts";
import { companies } from "../company/company.data.ts";
import { RelatedDeals } from "../deal/RelatedDeals.tsx";
import { useFormat } from "../format/index.ts";
import { useRecordActs } from "../shell/useRecordActs.ts";
import { ErrorNotice } from "../ui/ErrorNotice.tsx";
import { Properties, type RecordAction, RecordLayout, Related } from "../ui/record/index.ts";
import menu from "../ui/record/menu.module.css";
import { RecordSkeleton } from "../ui/record/RecordSkeleton.tsx";
import { type Contact, contacts } from "./contact.data.ts";
import { LifecycleStatus } from "./lifecycle.tsx";
import { useContactProperties } from "./useContactProperties.tsx";

const icon = { size: 16, stroke: 1.6 };

/** One contact, as a page or in a panel. */
export function ContactRecord(props: { id: string; narrow?: boolean; onName?: (name: string) => void }) {
  const query = useQuery(contacts.record(props.id));
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
  return <Loaded contact={query.data} narrow={props.narrow ?? false} />;
}

function Loaded({ contact, narrow }: { contact: Contact; narrow: boolean }) {
  const { t } = useTranslation();
  const me = useMe();
  const acts = useRecordActs(contacts);
  const [compose, setCompose] = useState<Compose>({ kind: "note", focusKey: 0 });
  const write = (kind: Composable) => setCompose((before) => ({ kind, focusKey: before.focusKey + 1 }));
  const properties = useContactProperties(contact, (patch) => acts.edit([{ record: contact, patch }]));
  const mayRemove = me.may("contact:remove") && !contact.removedAt;

  const actions: RecordAction[] = [
    ...(contact.email
      ? [
          {
            key: "mail",
            label: t("activity.kind.mail"),
            icon: <IconMail {...icon} />,
            letter: "m",
            href: `mailto:${contact.email}`,
            run: () => undefined,
          },
        ]
      : []),
    {
      key: "call",
      label: t("activity.kind.call"),
      icon: <IconPhone {...icon} />,
      href: contact.phone ? `tel:${contact.phone}` : undefined,
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
  return (
    <RecordLayout
      narrow={narrow}
      name={<span dir="auto">{contact.name}</span>}
      sentence={<Sentence contact={contact} />}
      actions={actions}
      menu={
        mayRemove && (
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
                onClick={() => acts.remove([contact])}
              >
                {t("ui.remove")}
              </Menu.Item>
            </Menu.Dropdown>
          </Menu>
        )
      }
      properties={<Properties label={t("ui.record.details")} items={properties} />}
      timeline={<RecordTimeline party={contact.id} compose={compose} onCompose={setCompose} />}
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
function Sentence({ contact }: { contact: Contact }) {
  const { t } = useTranslation();
  const format = useFormat();
  const parts = [
    contact.title,
    t("contact.since", { date: format.month(contact.createdAt) }),
    contact.lastActivityAt
      ? t("contact.last", { when: format.relative(contact.lastActivityAt) })
      : t("contact.never"),
  ].filter(Boolean);
  return (
    <>
      <LifecycleStatus lifecycle={contact.lifecycle} /> · {parts.join(" · ")}
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
