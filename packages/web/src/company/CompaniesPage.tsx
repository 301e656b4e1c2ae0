import { Button } from "@mantine/core";
import { IconPhone, IconPlus } from "@tabler/icons-react";
import { useQuery } from "@tanstack/react-query";
import { useNavigate, useSearch } from "@tanstack/react-router";
import { useTranslation } from "react-i18next";
import { useMe } from "../api/index.ts";
import { useMembers } from "../member/member.data.ts";
import { byCreation } from "../shell/byCreation.ts";
import { openCreate } from "../shell/Create.tsx";
import { changed } from "../shell/listSearch.ts";
import { Page } from "../shell/Page.tsx";
import { RecordList } from "../shell/RecordList.tsx";
import { Avatar } from "../ui/Avatar.tsx";
import { CompanyRecord } from "./CompanyRecord.tsx";
import { companies, companyCount } from "./company.data.ts";
import { useCompanyColumns } from "./useCompanyColumns.tsx";

export function CompaniesPage() {
  const { t } = useTranslation();
  const me = useMe();
  const navigate = useNavigate({ from: "/companies" });
  const search = useSearch({ from: "/app/companies" });
  const { shelf, panel, owner, order } = search;
  const members = useMembers();
  const columns = useCompanyColumns();
  const mayWrite = me.may("company:write");
  const counted = !shelf && me.mayCount(owner);
  const total = useQuery({ ...companyCount(owner), enabled: counted });
  const create = () => openCreate("company");

  return (
    <Page
      title={t("company.plural")}
      tabs={[
        { key: "all", label: t("company.all"), active: !shelf, search: {} },
        { key: "trash", label: t("ui.trash"), active: shelf === "trash", search: { shelf: "trash" } },
      ]}
      action={
        mayWrite && (
          <Button leftSection={<IconPlus size={16} />} onClick={create}>
            {t("company.new")}
          </Button>
        )
      }
    >
      <RecordList
        data={companies}
        query={{ ownerId: owner, order }}
        total={counted ? total.data : undefined}
        filters={
          shelf
            ? []
            : [
                {
                  key: "owner",
                  label: t("company.field.owner"),
                  value: owner ?? "",
                  options: members.options,
                  onChange: (id) => void navigate({ search: changed(search, { owner: id || undefined }) }),
                },
              ]
        }
        {...byCreation(order, (next) => void navigate({ search: changed(search, { order: next }) }))}
        columns={columns}
        label={t("company.plural")}
        one={t("company.one")}
        count={(count, more) => t("company.count", { count, more })}
        mayWrite={mayWrite}
        trash={shelf === "trash"}
        panel={panel}
        onPanel={(id) => void navigate({ search: changed(search, { panel: id }) })}
        onOpen={(id) => void navigate({ to: "/companies/$id", params: { id } })}
        preview={(id) => <CompanyRecord key={id} id={id} narrow />}
        phone={(company) => ({
          lead: <Avatar name={company.name} size={32} square />,
          title: company.name,
          detail: [company.industry, company.address?.city ?? company.domain].filter(Boolean).join(" · "),
          onwards: company.phone
            ? {
                label: t("activity.kind.call"),
                icon: <IconPhone size={18} />,
                run: () => location.assign(`tel:${company.phone}`),
              }
            : undefined,
        })}
        empty={{
          title: t("company.empty.title"),
          text: t("company.empty.text"),
          act: t("company.empty.act"),
          onAct: create,
        }}
      />
    </Page>
  );
}
