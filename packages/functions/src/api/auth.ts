import { Hono } from "hono";
import type { Env } from "./env.ts";

/** Routes of people who are not signed in. */
export const auth = new Hono<Env>();
