import { handle } from "hono/aws-lambda";
import { behindCloudFront } from "../origin.ts";
import { app } from "./app.ts";

export const handler = behindCloudFront(handle(app));
