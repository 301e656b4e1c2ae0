import { createRoute, lazyRouteComponent } from "@tanstack/react-router";
import { appRoute } from "../shell/shell.routes.tsx";

export type ContactSearch = { shelf?: "trash"; panel?: string };

export const contactsRoute = createRoute({
  getParentRoute: () => appRoute,
  path: "/contacts",
  validateSearch: (search: Record<string, unknown>): ContactSearch => ({
    ...(search.shelf === "trash" ? { shelf: "trash" as const } : {}),
    ...(typeof search.panel === "string" ? { panel: search.panel } : {}),
  }),
  component: lazyRouteComponent(() => import("./ContactsPage.tsx"), "ContactsPage"),
});

export const contactRoute = createRoute({
  getParentRoute: () => appRoute,
  path: "/contacts/$id",
  component: lazyRouteComponent(() => import("./ContactPage.tsx"), "ContactPage"),
});

export const contactRoutes = [contactsRoute, contactRoute] as const;
