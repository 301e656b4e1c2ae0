import { useQuery } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import { asProblem } from "../api/index.ts";
import { membersQuery } from "../member/member.data.ts";
import { ErrorNotice } from "../ui/ErrorNotice.tsx";
import { SettingsPage } from "./SettingsPage.tsx";

export function MembersPage() {
  const { t } = useTranslation();
  const members = useQuery(membersQuery);
  return (
    <SettingsPage>
      {members.error && (
        <ErrorNotice problem={asProblem(members.error)} onRetry={() => void members.refetch()} />
      )}
      <ul>
        {members.data?.map((member) => (
          <li key={member.id}>
            {member.name} · {t(`settings.role.${member.role}`)}
          </li>
        ))}
      </ul>
    </SettingsPage>
  );
}
