import { createRoute, lazyRouteComponent } from "@tanstack/react-router";
import { appRoute } from "../shell/shell.routes.tsx";

const getParentRoute = () => appRoute;

export const profileRoute = createRoute({
  getParentRoute,
  path: "/settings/profile",
  component: lazyRouteComponent(() => import("./ProfilePage.tsx"), "ProfilePage"),
});
export const securityRoute = createRoute({
  getParentRoute,
  path: "/settings/security",
  component: lazyRouteComponent(() => import("./SecurityPage.tsx"), "SecurityPage"),
});
export const membersRoute = createRoute({
  getParentRoute,
  path: "/settings/members",
  component: lazyRouteComponent(() => import("./MembersPage.tsx"), "MembersPage"),
});

export const teamsRoute = createRoute({
  getParentRoute,
  path: "/settings/teams",
  component: lazyRouteComponent(() => import("./TeamsPage.tsx"), "TeamsPage"),
});
export const keysRoute = createRoute({
  getParentRoute,
  path: "/settings/keys",
  component: lazyRouteComponent(() => import("./KeysPage.tsx"), "KeysPage"),
});

export const settingsRoutes = [profileRoute, securityRoute, membersRoute, teamsRoute, keysRoute] as const;
