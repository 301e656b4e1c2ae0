import { createRoute, lazyRouteComponent } from "@tanstack/react-router";
import { listSearch } from "../shell/listSearch.ts";
import { appRoute } from "../shell/shell.routes.tsx";

export const contactsRoute = createRoute({
  getParentRoute: () => appRoute,
  path: "/contacts",
  validateSearch: listSearch,
  component: lazyRouteComponent(() => import("./ContactsPage.tsx"), "ContactsPage"),
});

export const contactRoute = createRoute({
  getParentRoute: () => appRoute,
  path: "/contacts/$id",
  component: lazyRouteComponent(() => import("./ContactPage.tsx"), "ContactPage"),
});

export const contactRoutes = [contactsRoute, contactRoute] as const;
