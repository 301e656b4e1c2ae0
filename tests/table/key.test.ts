import fc from "fast-check";
import { describe, expect, it } from "vitest";
import * as Key from "../../packages/local/src/table/key.ts";
import type { Item } from "../../packages/local/src/table/value.ts";

const keysOf = (type: Key.KeyType): Key.Keys => ({
  hash: [{ name: "pk", type: "S" }],
  range: [{ name: "sk", type }],
});
const keys = keysOf("S");
const item = (pk: string, sk: string): Item => ({ pk: { S: pk }, sk: { S: sk } });
const binary = (pk: string, sk: Uint8Array): Item => ({
  pk: { S: pk },
  sk: { B: Buffer.from(sk).toString("base64") },
});
const word = fc.string({ unit: "binary", minLength: 1, maxLength: 12 });

describe("key bytes", () => {
  it("order texts of one partition by their UTF-8 bytes", () => {
    fc.assert(
      fc.property(word, word, word, (pk, a, b) => {
        const order = Math.sign(Buffer.compare(Key.encode(keys, item(pk, a)), Key.encode(keys, item(pk, b))));
        expect(order).toBe(Math.sign(Buffer.compare(Buffer.from(a), Buffer.from(b))));
      }),
    );
  });

  it("order binary values of every byte", () => {
    const bytes = fc.uint8Array({ minLength: 1, maxLength: 8 });
    fc.assert(
      fc.property(bytes, bytes, (a, b) => {
        const order = Math.sign(
          Buffer.compare(Key.encode(keysOf("B"), binary("p", a)), Key.encode(keysOf("B"), binary("p", b))),
        );
        expect(order).toBe(Math.sign(Buffer.compare(a, b)));
      }),
    );
  });

  it("never mix partitions, whatever bytes their keys hold", () => {
    fc.assert(
      fc.property(word, word, word, (a, b, sk) => {
        fc.pre(a !== b);
        const start = Key.prefix(keys, item(a, sk));
        const other = Key.encode(keys, item(b, sk));
        const inside = Buffer.compare(other, start) >= 0 && Buffer.compare(other, Key.after(start)) < 0;
        expect(inside).toBe(false);
      }),
    );
  });

  it("put what begins with a text, and nothing else, into its range", () => {
    fc.assert(
      fc.property(word, word, (sk, start) => {
        const low = Key.withValue(Key.prefix(keys, item("p", sk)), { S: start }, "S", false);
        const key = Key.encode(keys, item("p", sk));
        const inside = Buffer.compare(key, low) >= 0 && Buffer.compare(key, Key.after(low)) < 0;
        expect(inside).toBe(Buffer.from(sk).subarray(0, Buffer.byteLength(start)).equals(Buffer.from(start)));
      }),
    );
  });

  it("belong to exactly one segment of a scan and one shard", () => {
    fc.assert(
      fc.property(word, fc.integer({ min: 1, max: 40 }), (pk, total) => {
        const key = Key.encode(keys, item(pk, "x"));
        const owners = Array.from({ length: total }, (_, i) => Key.segment(i, total)).filter(
          (part) =>
            Buffer.compare(key, part.low) >= 0 &&
            (!part.high || Buffer.compare(key, part.high) < 0) &&
            Key.inSegment(key, part),
        );
        expect(owners).toHaveLength(1);
        expect(Key.shardOf(key, 4)).toBeLessThan(4);
      }),
    );
  });
});
