import { Link, useParams } from "@tanstack/react-router";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { Page } from "../shell/Page.tsx";
import { CompanyRecord } from "./CompanyRecord.tsx";

export function CompanyPage() {
  const { t } = useTranslation();
  const { id } = useParams({ from: "/app/companies/$id" });
  const [name, setName] = useState("");
  return (
    <Page title={name || t("company.one")} heading={<Link to="/companies">{t("company.plural")}</Link>}>
      <CompanyRecord key={id} id={id} onName={setName} />
    </Page>
  );
}
