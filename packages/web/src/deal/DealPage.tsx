import { Link, useParams } from "@tanstack/react-router";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { Page } from "../shell/Page.tsx";
import { DealRecord } from "./DealRecord.tsx";

export function DealPage() {
  const { t } = useTranslation();
  const { id } = useParams({ from: "/app/deals/$id" });
  const [name, setName] = useState("");
  return (
    <Page title={name || t("deal.one")} heading={<Link to="/deals">{t("deal.plural")}</Link>}>
      <DealRecord key={id} id={id} onName={setName} />
    </Page>
  );
}
