import * as z from "zod";
import { idOf } from "../kernel/id.ts";
import { line, RecordInfo, version } from "../kernel/record.ts";

export const Info = RecordInfo.extend({ id: idOf("team"), name: line(80).min(1) });
export type Info = z.infer<typeof Info>;

export const Create = z.strictObject({ name: line(80).min(1) });
export const Edit = Create.extend({ id: idOf("team"), version });
