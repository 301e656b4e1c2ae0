import { createRoute, lazyRouteComponent } from "@tanstack/react-router";
import { appRoute } from "../shell/shell.routes.tsx";

export type CompanySearch = { shelf?: "trash"; panel?: string };

export const companiesRoute = createRoute({
  getParentRoute: () => appRoute,
  path: "/companies",
  validateSearch: (search: Record<string, unknown>): CompanySearch => ({
    ...(search.shelf === "trash" ? { shelf: "trash" as const } : {}),
    ...(typeof search.panel === "string" ? { panel: search.panel } : {}),
  }),
  component: lazyRouteComponent(() => import("./CompaniesPage.tsx"), "CompaniesPage"),
});

export const companyRoute = createRoute({
  getParentRoute: () => appRoute,
  path: "/companies/$id",
  component: lazyRouteComponent(() => import("./CompanyPage.tsx"), "CompanyPage"),
});

export const companyRoutes = [companiesRoute, companyRoute] as const;
