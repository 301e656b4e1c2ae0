import { createRoute, lazyRouteComponent } from "@tanstack/react-router";
import { appRoute } from "../shell/shell.routes.tsx";

const getParentRoute = () => appRoute;

export const formsRoute = createRoute({
  getParentRoute,
  path: "/forms",
  component: lazyRouteComponent(() => import("./FormsPage.tsx"), "FormsPage"),
});
export const newFormRoute = createRoute({
  getParentRoute,
  path: "/forms/new",
  component: lazyRouteComponent(() => import("./FormPage.tsx"), "NewFormPage"),
});
export const formRoute = createRoute({
  getParentRoute,
  path: "/forms/$id",
  component: lazyRouteComponent(() => import("./FormPage.tsx"), "FormPage"),
});

export const formRoutes = [formsRoute, newFormRoute, formRoute] as const;
