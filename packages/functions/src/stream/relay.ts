import { publish } from "@rapport/core/aws/bus";
import { during, type Lifetime } from "@rapport/core/aws/patience";
import { type Failures, factsOf, type Image, imageOf, inOrder, type StreamRecord } from "@rapport/core/fact";
import * as History from "@rapport/core/history";

/**
 * Loses nothing: tells the bus and History what a batch of the stream changed. A second run gives the same event ids
 * and finds its lines of History written. @throws when the bus or the table did not take everything: it comes again.
 */
export function handler(event: { Records: StreamRecord[] }, lambda?: Lifetime): Promise<Failures> {
  return during(lambda, () => inOrder(event.Records, imageOf, tell));
}

async function tell(images: Image[]): Promise<void> {
  const facts = images.flatMap(factsOf);
  await publish(facts.map((fact) => ({ type: fact.type, detail: fact })));
  await History.append(images);
}
