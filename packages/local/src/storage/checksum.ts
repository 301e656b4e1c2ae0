import { createHash } from "node:crypto";
import { crc32 } from "node:zlib";

export const ALGORITHMS = ["crc32", "crc32c", "crc64nvme", "sha1", "sha256"] as const;
export type Algorithm = (typeof ALGORITHMS)[number];
export type Checksum = { algorithm: Algorithm; value: string; type: "FULL_OBJECT" | "COMPOSITE" };

type Hasher = { update(chunk: Uint8Array): void; digest(): string };

function table(polynomial: bigint, bits: number): BigUint64Array {
  const rows = new BigUint64Array(256);
  for (let byte = 0; byte < 256; byte++) {
    let value = BigInt(byte);
    for (let bit = 0; bit < 8; bit++) value = value & 1n ? (value >> 1n) ^ polynomial : value >> 1n;
    rows[byte] = BigInt.asUintN(bits, value);
  }
  return rows;
}

// Reflected polynomials: Castagnoli (RFC 3720) and NVM Express' 64 bit one.
let castagnoli: Uint32Array | undefined;
let nvme: BigUint64Array | undefined;

function crc32c(): Hasher {
  castagnoli ??= Uint32Array.from(table(0x82f63b78n, 32), Number);
  const rows = castagnoli;
  let value = 0xffffffff;
  return {
    update(chunk) {
      for (const byte of chunk) value = rows[(value ^ byte) & 0xff]! ^ (value >>> 8);
    },
    digest() {
      const out = Buffer.alloc(4);
      out.writeUInt32BE((value ^ 0xffffffff) >>> 0);
      return out.toString("base64");
    },
  };
}

function crc64nvme(): Hasher {
  nvme ??= table(0x9a6c9329ac4bc9b5n, 64);
  const rows = nvme;
  const mask = 0xffffffffffffffffn;
  let value = mask;
  return {
    update(chunk) {
      for (const byte of chunk) value = rows[Number(value & 0xffn) ^ byte]! ^ (value >> 8n);
    },
    digest() {
      const out = Buffer.alloc(8);
      out.writeBigUInt64BE(value ^ mask);
      return out.toString("base64");
    },
  };
}

function plain32(): Hasher {
  let value = 0;
  return {
    update(chunk) {
      value = crc32(chunk, value);
    },
    digest() {
      const out = Buffer.alloc(4);
      out.writeUInt32BE(value >>> 0);
      return out.toString("base64");
    },
  };
}

function hash(name: string): Hasher {
  const state = createHash(name);
  return { update: (chunk) => void state.update(chunk), digest: () => state.digest("base64") };
}

const HASHERS: Record<Algorithm, () => Hasher> = {
  crc32: plain32,
  crc32c,
  crc64nvme,
  sha1: () => hash("sha1"),
  sha256: () => hash("sha256"),
};

export const hasher = (algorithm: Algorithm): Hasher => HASHERS[algorithm]();

export const isAlgorithm = (name: string): name is Algorithm =>
  (ALGORITHMS as readonly string[]).includes(name);

/** A multipart object's checksum: over its parts' checksums, with their number behind it. */
export function composite(algorithm: Algorithm, parts: readonly string[]): string {
  const state = hasher(algorithm);
  for (const part of parts) state.update(Buffer.from(part, "base64"));
  return `${state.digest()}-${parts.length}`;
}
