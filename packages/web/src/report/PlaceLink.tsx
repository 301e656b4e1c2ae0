import { Link } from "@tanstack/react-router";
import type { ReactNode } from "react";
import { placeOf } from "./place.ts";
import type { Sentence } from "./report.data.ts";

/** A number or a sentence that leads to its records. */
export function PlaceLink(props: { link: Sentence["link"]; className?: string; children: ReactNode }) {
  const { to, params, search } = placeOf(props.link);
  return (
    <Link
      to={to}
      params={params as never}
      search={search as never}
      {...(props.className ? { className: props.className } : {})}
    >
      {props.children}
    </Link>
  );
}
