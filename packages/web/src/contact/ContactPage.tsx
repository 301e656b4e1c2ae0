import { Link, useParams } from "@tanstack/react-router";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { Page } from "../shell/Page.tsx";
import { ContactRecord } from "./ContactRecord.tsx";

export function ContactPage() {
  const { t } = useTranslation();
  const { id } = useParams({ from: "/app/contacts/$id" });
  const [name, setName] = useState("");
  return (
    <Page title={name || t("contact.one")} heading={<Link to="/contacts">{t("contact.plural")}</Link>}>
      <ContactRecord key={id} id={id} onName={setName} />
    </Page>
  );
}
