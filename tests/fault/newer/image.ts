import * as now from "../../../packages/core/src/fact/image.ts";

export * from "../../../packages/core/src/fact/image.ts";

type Item = Parameters<typeof now.imageBetween>[0];
type Attributes = Record<string, { N?: string }>;

/** The newer version reads both: its second schema is the first, but for the number. */
const known = (item: Item): Item => (item?._schema === 2 ? { ...item, _schema: 1 } : item);
const knownAttributes = (image: unknown): unknown =>
  (image as Attributes | undefined)?._schema?.N === "2"
    ? { ...(image as Attributes), _schema: { N: "1" } }
    : image;

export const imageBetween = (before: Item, after: Item, sequence = ""): now.Image =>
  now.imageBetween(known(before), known(after), sequence);

export function imageOf(record: now.StreamRecord): now.Image {
  const { OldImage, NewImage, ...rest } = record.dynamodb ?? {};
  const images = { OldImage: knownAttributes(OldImage), NewImage: knownAttributes(NewImage) };
  return now.imageOf({ ...record, dynamodb: { ...rest, ...images } });
}
