import type { QueryClient } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { keys, type Named, useNames } from "../api/index.ts";
import css from "../ui/link.module.css";

/** The name of a company that another record refers to, as a link; those asked for together come in one request. */
export function CompanyName({ id }: { id: string }) {
  const name = useNames("company", "/companies", [id])[id];
  if (!name) return null;
  return (
    <Link to="/companies/$id" params={{ id }} className={css.quiet} tabIndex={-1} dir="auto">
      {name}
    </Link>
  );
}

/** The same as text, where it has been shown already. */
export function companyNameOf(client: QueryClient, id: string | undefined): string {
  if (!id) return "";
  return client.getQueryData<Named | null>(keys.part("company", id, "name"))?.name ?? "";
}
