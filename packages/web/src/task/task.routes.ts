import { createRoute, lazyRouteComponent } from "@tanstack/react-router";
import { appRoute } from "../shell/shell.routes.tsx";

export type TaskSearch = { owner?: string };

export const tasksRoute = createRoute({
  getParentRoute: () => appRoute,
  path: "/tasks",
  validateSearch: (search: Record<string, unknown>): TaskSearch =>
    typeof search.owner === "string" ? { owner: search.owner } : {},
  component: lazyRouteComponent(() => import("./TasksPage.tsx"), "TasksPage"),
});

export const taskRoutes = [tasksRoute] as const;
