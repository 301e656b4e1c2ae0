import { createRoute, lazyRouteComponent } from "@tanstack/react-router";
import { recipientSearch } from "../campaign/outcome.ts";
import { appRoute } from "../shell/shell.routes.tsx";

const getParentRoute = () => appRoute;

/** What is made or changed for a campaign leads back to it. */
const forCampaign = (search: Record<string, unknown>): { campaign?: string } =>
  typeof search.campaign === "string" ? { campaign: search.campaign } : {};

export const campaignsRoute = createRoute({
  getParentRoute,
  path: "/campaigns",
  component: lazyRouteComponent(() => import("../campaign/CampaignsPage.tsx"), "CampaignsPage"),
});
export const campaignRoute = createRoute({
  getParentRoute,
  path: "/campaigns/$id",
  component: lazyRouteComponent(() => import("../campaign/CampaignPage.tsx"), "CampaignPage"),
});
export const recipientsRoute = createRoute({
  getParentRoute,
  path: "/campaigns/$id/recipients",
  validateSearch: recipientSearch,
  component: lazyRouteComponent(() => import("../campaign/RecipientsPage.tsx"), "RecipientsPage"),
});
export const segmentsRoute = createRoute({
  getParentRoute,
  path: "/segments",
  component: lazyRouteComponent(() => import("../segment/SegmentsPage.tsx"), "SegmentsPage"),
});
export const newSegmentRoute = createRoute({
  getParentRoute,
  path: "/segments/new",
  /** A report's number opens here with the filter that it counted. */
  validateSearch: (search: Record<string, unknown>): { filter?: string; campaign?: string } => ({
    ...(search.filter === undefined
      ? {}
      : { filter: typeof search.filter === "string" ? search.filter : JSON.stringify(search.filter) }),
    ...forCampaign(search),
  }),
  component: lazyRouteComponent(() => import("../segment/SegmentPage.tsx"), "NewSegmentPage"),
});
export const segmentRoute = createRoute({
  getParentRoute,
  path: "/segments/$id",
  component: lazyRouteComponent(() => import("../segment/SegmentPage.tsx"), "SegmentPage"),
});
export const templatesRoute = createRoute({
  getParentRoute,
  path: "/templates",
  component: lazyRouteComponent(() => import("../template/TemplatesPage.tsx"), "TemplatesPage"),
});
export const newTemplateRoute = createRoute({
  getParentRoute,
  path: "/templates/new",
  validateSearch: forCampaign,
  component: lazyRouteComponent(() => import("../template/TemplatePage.tsx"), "NewTemplatePage"),
});
export const templateRoute = createRoute({
  getParentRoute,
  path: "/templates/$id",
  validateSearch: forCampaign,
  component: lazyRouteComponent(() => import("../template/TemplatePage.tsx"), "TemplatePage"),
});

export const marketingRoutes = [
  campaignsRoute,
  campaignRoute,
  recipientsRoute,
  segmentsRoute,
  newSegmentRoute,
  segmentRoute,
  templatesRoute,
  newTemplateRoute,
  templateRoute,
] as const;
