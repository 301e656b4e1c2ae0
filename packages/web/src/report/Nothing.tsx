import { Button } from "@mantine/core";
import { Link } from "@tanstack/react-router";
import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";
import { useMe } from "../api/index.ts";
import { ShowSamples } from "../shell/Samples.tsx";
import { Empty } from "../ui/Empty.tsx";
import type { Dashboard } from "./report.data.ts";

/** Whether there is nothing at all to tell: no contact, no deal, no campaign. */
export function isNothing({ contacts, funnel, deals, campaigns }: Dashboard): boolean {
  return (
    contacts.total === 0 &&
    funnel.steps.every(({ count }) => count === 0) &&
    deals.months.every(({ created, won, lost }) => created.count + won.count + lost.count === 0) &&
    campaigns.length === 0
  );
}

/** A new workspace's Home: what it will show, and how to begin. */
export function Nothing({ ghost }: { ghost: ReactNode }) {
  const { t } = useTranslation();
  const { may } = useMe();
  return (
    <Empty
      title={t("report.empty.title")}
      text={t("report.empty.text")}
      ghost={ghost}
      action={
        may("import:write") && (
          <Button component={Link} to="/imports">
            {t("report.empty.act")}
          </Button>
        )
      }
      second={<ShowSamples />}
    />
  );
}
