import { createRoute, lazyRouteComponent } from "@tanstack/react-router";
import { appRoute } from "../shell/shell.routes.tsx";

export const homeRoute = createRoute({
  getParentRoute: () => appRoute,
  path: "/",
  component: lazyRouteComponent(() => import("./HomePage.tsx"), "HomePage"),
});

export const reportRoutes = [homeRoute] as const;
