import { createRoute, lazyRouteComponent } from "@tanstack/react-router";
import { appRoute } from "../shell/shell.routes.tsx";

export const importsRoute = createRoute({
  getParentRoute: () => appRoute,
  path: "/imports",
  component: lazyRouteComponent(() => import("./ImportsPage.tsx"), "ImportsPage"),
});

export const importRoute = createRoute({
  getParentRoute: () => appRoute,
  path: "/imports/$id",
  component: lazyRouteComponent(() => import("./ImportPage.tsx"), "ImportPage"),
});

export const importRoutes = [importsRoute, importRoute] as const;
