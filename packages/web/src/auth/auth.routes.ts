import { createRoute, lazyRouteComponent } from "@tanstack/react-router";
import { rootRoute } from "../shell/shell.routes.tsx";

const text = (value: unknown) => (typeof value === "string" ? value : undefined);
/** Left out where it is missing, so that addresses stay short. */
const only =
  <Name extends string>(name: Name) =>
  (search: Record<string, unknown>) => {
    const value = text(search[name]);
    return (value === undefined ? {} : { [name]: value }) as { [K in Name]?: string };
  };

const getParentRoute = () => rootRoute;

export const signInRoute = createRoute({
  getParentRoute,
  path: "/sign-in",
  validateSearch: only("next"),
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
  validateSearch: only("token"),
  component: lazyRouteComponent(() => import("./ResetPage.tsx"), "ResetPage"),
});
export const joinRoute = createRoute({
  getParentRoute,
  path: "/join",
  validateSearch: only("token"),
  component: lazyRouteComponent(() => import("./JoinPage.tsx"), "JoinPage"),
});

export const authRoutes = [signInRoute, signUpRoute, forgottenRoute, resetRoute, joinRoute] as const;
