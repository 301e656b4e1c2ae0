import { createRoute, lazyRouteComponent } from "@tanstack/react-router";
import { rootRoute } from "../shell/shell.routes.tsx";

const getParentRoute = () => rootRoute;

export const signInRoute = createRoute({
  getParentRoute,
  path: "/sign-in",
  validateSearch: (search: Record<string, unknown>): { next?: string } =>
    typeof search.next === "string" ? { next: search.next } : {},
  component: lazyRouteComponent(() => import("./SignInPage.tsx"), "SignInPage"),
});
export const signUpRoute = createRoute({
  getParentRoute,
  path: "/sign-up",
  component: lazyRouteComponent(() => import("./SignUpPage.tsx"), "SignUpPage"),
});
export const forgottenRoute = createRoute({
  getParentRoute,
  path: "/forgotten",
  component: lazyRouteComponent(() => import("./ForgottenPage.tsx"), "ForgottenPage"),
});
export const resetRoute = createRoute({
  getParentRoute,
  path: "/reset",
  component: lazyRouteComponent(() => import("./ResetPage.tsx"), "ResetPage"),
});
export const joinRoute = createRoute({
  getParentRoute,
  path: "/accept",
  component: lazyRouteComponent(() => import("./JoinPage.tsx"), "JoinPage"),
});

export const authRoutes = [signInRoute, signUpRoute, forgottenRoute, resetRoute, joinRoute] as const;
