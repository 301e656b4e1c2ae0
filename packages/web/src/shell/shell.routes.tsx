import type { QueryClient } from "@tanstack/react-query";
import {
  createRootRouteWithContext,
  createRoute,
  lazyRouteComponent,
  redirect,
} from "@tanstack/react-router";
import { Problem } from "../api/index.ts";
import { meQuery } from "../api/me.ts";
import { Root } from "./Root.tsx";

export const rootRoute = createRootRouteWithContext<{ queryClient: QueryClient }>()({ component: Root });

/** Everything for signed-in people; whoever is not goes to sign in and comes back. */
export const appRoute = createRoute({
  getParentRoute: () => rootRoute,
  id: "app",
  beforeLoad: async ({ context, location }) => {
    try {
      await context.queryClient.ensureQueryData(meQuery);
    } catch (error) {
      if (error instanceof Problem && error.status === 401) {
        throw redirect({ to: "/sign-in", search: location.href === "/" ? {} : { next: location.href } });
      }
      throw error;
    }
  },
  component: lazyRouteComponent(() => import("./Shell.tsx"), "Shell"),
});
