import { handle } from "hono/aws-lambda";
import { app } from "./app.ts";
import { behindCloudFront } from "../origin.ts";

export const handler = behindCloudFront(handle(app));
