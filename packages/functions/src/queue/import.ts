import * as Job from "@rapport/core/aws/job";
import { during } from "@rapport/core/aws/patience";
import * as Import from "@rapport/core/import";
import type { Context, SQSEvent } from "aws-lambda";

/** Runs imports and their undoing, a slice at a time. One message an invocation: a job takes all the time it is given. */
export async function handler(event: SQSEvent, context: Context): Promise<void> {
  for (const record of event.Records)
    await during(context, () =>
      Job.run(
        JSON.parse(record.body),
        { import: Import.slice as never, "import-undo": Import.undoSlice as never },
        Job.within(context),
      ),
    );
}
