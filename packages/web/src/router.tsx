import type { QueryClient } from "@tanstack/react-query";
import { createRouter } from "@tanstack/react-router";
import { authRoutes } from "./auth/auth.routes.ts";
import { companyRoutes } from "./company/company.routes.ts";
import { contactRoutes } from "./contact/contact.routes.ts";
import { dealRoutes } from "./deal/deal.routes.ts";
import { formRoutes } from "./form/form.routes.ts";
import { importRoutes } from "./import/import.routes.ts";
import { marketingRoutes } from "./marketing/marketing.routes.ts";
import { reportRoutes } from "./report/report.routes.ts";
import { settingsRoutes } from "./settings/settings.routes.ts";
import { appRoute, rootRoute } from "./shell/shell.routes.tsx";
import { NotFound, PageError, PageSkeleton } from "./shell/states.tsx";
import { taskRoutes } from "./task/task.routes.ts";

/** Each noun's routes are in its own folder; here they only meet. */
const routeTree = rootRoute.addChildren([
  ...authRoutes,
  appRoute.addChildren([
    ...marketingRoutes,
    ...formRoutes,
    ...reportRoutes,
    ...contactRoutes,
    ...companyRoutes,
    ...dealRoutes,
    ...taskRoutes,
    ...importRoutes,
    ...settingsRoutes,
  ]),
]);

export function makeRouter(queryClient: QueryClient) {
  return createRouter({
    routeTree,
    context: { queryClient },
    defaultPreload: "intent",
    defaultPendingMs: 300,
    defaultPendingMinMs: 0,
    defaultPendingComponent: PageSkeleton,
    defaultErrorComponent: PageError,
    defaultNotFoundComponent: NotFound,
    scrollRestoration: true,
  });
}

declare module "@tanstack/react-router" {
  interface Register {
    router: ReturnType<typeof makeRouter>;
  }
}
