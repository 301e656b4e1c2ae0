import { createRoute, lazyRouteComponent } from "@tanstack/react-router";
import { appRoute } from "../shell/shell.routes.tsx";

const views = ["list", "won", "lost", "trash"] as const;
const texts = ["pipeline", "q", "owner", "next", "panel", "month", "since"] as const;

/** `month` and `since`, of closing, are asked of closed deals only: `2026-05`. */
export type DealSearch = { view?: (typeof views)[number] } & { [key in (typeof texts)[number]]?: string };

export const dealsRoute = createRoute({
  getParentRoute: () => appRoute,
  path: "/deals",
  validateSearch: (search: Record<string, unknown>): DealSearch => {
    const view = views.find((one) => one === search.view);
    const kept = texts.flatMap((key) => {
      const value = search[key];
      return typeof value === "string" && value ? [[key, value]] : [];
    });
    return { ...(view ? { view } : {}), ...Object.fromEntries(kept) };
  },
  component: lazyRouteComponent(() => import("./DealsPage.tsx"), "DealsPage"),
});

export const dealRoute = createRoute({
  getParentRoute: () => appRoute,
  path: "/deals/$id",
  component: lazyRouteComponent(() => import("./DealPage.tsx"), "DealPage"),
});

export const pipelinesRoute = createRoute({
  getParentRoute: () => appRoute,
  path: "/settings/pipelines",
  component: lazyRouteComponent(() => import("./PipelinesPage.tsx"), "PipelinesPage"),
});

export const dealRoutes = [dealsRoute, dealRoute, pipelinesRoute] as const;
