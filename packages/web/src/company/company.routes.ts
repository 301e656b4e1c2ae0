import { createRoute, lazyRouteComponent } from "@tanstack/react-router";
import { listSearch } from "../shell/listSearch.ts";
import { appRoute } from "../shell/shell.routes.tsx";

export const companiesRoute = createRoute({
  getParentRoute: () => appRoute,
  path: "/companies",
  validateSearch: listSearch,
  component: lazyRouteComponent(() => import("./CompaniesPage.tsx"), "CompaniesPage"),
});

export const companyRoute = createRoute({
  getParentRoute: () => appRoute,
  path: "/companies/$id",
  component: lazyRouteComponent(() => import("./CompanyPage.tsx"), "CompanyPage"),
});

export const companyRoutes = [companiesRoute, companyRoute] as const;
