import { Button } from "@mantine/core";
import { IconPhone, IconPlus } from "@tabler/icons-react";
import { Link, useNavigate, useSearch } from "@tanstack/react-router";
import { useTranslation } from "react-i18next";
import { useMe } from "../api/index.ts";
import { useFormat } from "../format/index.ts";
import { openCreate } from "../shell/Create.tsx";
import { changed } from "../shell/listSearch.ts";
import { Page } from "../shell/Page.tsx";
import { RecordList } from "../shell/RecordList.tsx";
import { Avatar } from "../ui/Avatar.tsx";
import { ChoiceMenu } from "../ui/ChoiceMenu.tsx";
import { ContactRecord } from "./ContactRecord.tsx";
import { contacts } from "./contact.data.ts";
import { LifecycleStatus, useLifecycleOptions } from "./lifecycle.tsx";
import { useContactColumns } from "./useContactColumns.tsx";
import { useContactView } from "./useContactView.ts";

export function ContactsPage() {
  const { t } = useTranslation();
  const format = useFormat();
  const me = useMe();
  const navigate = useNavigate({ from: "/contacts" });
  const search = useSearch({ from: "/app/contacts" });
  const { shelf, panel } = search;
  const view = useContactView(search, (patch) => void navigate({ search: (now) => changed(now, patch) }));
  const columns = useContactColumns();
  const lifecycles = useLifecycleOptions();
  const mayWrite = me.may("contact:write");
  const create = () => openCreate("contact");
  const imports = me.may("import:write") && (
    <Button variant="default" component={Link} to="/imports">
      {t("imports.act")}
    </Button>
  );

  return (
    <Page
      title={t("contact.plural")}
      tabs={[
        { key: "all", label: t("contact.all"), active: !shelf, search: {} },
        { key: "trash", label: t("ui.trash"), active: shelf === "trash", search: { shelf: "trash" } },
      ]}
      tools={imports}
      action={
        mayWrite && (
          <Button leftSection={<IconPlus size={16} />} onClick={create}>
            {t("contact.new")}
          </Button>
        )
      }
    >
      <RecordList
        data={contacts}
        {...view}
        columns={columns}
        label={t("contact.plural")}
        one={t("contact.one")}
        count={(count, more) => t("contact.count", { count, more })}
        mayWrite={mayWrite}
        trash={shelf === "trash"}
        panel={panel}
        onPanel={(id) => void navigate({ search: changed(search, { panel: id }) })}
        onOpen={(id) => void navigate({ to: "/contacts/$id", params: { id } })}
        preview={(id) => <ContactRecord key={id} id={id} narrow />}
        phone={(contact) => ({
          lead: <Avatar name={contact.name} size={32} />,
          title: contact.name,
          detail: [contact.title, contact.email ?? contact.phone].filter(Boolean).join(" · "),
          end: contact.lastActivityAt ? (
            format.relative(contact.lastActivityAt)
          ) : (
            <LifecycleStatus lifecycle={contact.lifecycle} />
          ),
          onwards: contact.phone
            ? {
                label: t("activity.kind.call"),
                icon: <IconPhone size={18} />,
                run: () => location.assign(`tel:${contact.phone}`),
              }
            : undefined,
        })}
        bulk={(change) => (
          <ChoiceMenu
            label={t("contact.field.lifecycle")}
            options={lifecycles}
            onChoose={(lifecycle) => change(() => ({ lifecycle }))}
          />
        )}
        empty={{
          title: t("contact.empty.title"),
          text: t("contact.empty.text"),
          act: t("contact.empty.act"),
          onAct: create,
          second: imports,
        }}
      />
    </Page>
  );
}
