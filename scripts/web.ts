import { createReadStream, existsSync, globSync, statSync } from "node:fs";
import { extname, join, sep } from "node:path";
import { DeleteObjectsCommand, PutObjectCommand, paginateListObjectsV2, S3Client } from "@aws-sdk/client-s3";
import { WEB } from "../infra/path.ts";
import type { Stage } from "../infra/stages.ts";

const types: Record<string, string> = {
  ".css": "text/css; charset=utf-8",
  ".html": "text/html; charset=utf-8",
  ".ico": "image/x-icon",
  ".js": "text/javascript; charset=utf-8",
  ".json": "application/json",
  ".map": "application/json",
  ".png": "image/png",
  ".svg": "image/svg+xml",
  ".txt": "text/plain; charset=utf-8",
  ".webmanifest": "application/manifest+json",
  ".woff2": "font/woff2",
};

/** Days that a replaced file stays: pages opened before the deployment still ask for it. */
const OLD_FILES_DAYS = 7;

/** Publishes the built client: assets first, then the page that names them, then the old ones go. */
export async function publish(stage: Stage, bucket: string, folder = WEB): Promise<string[]> {
  if (!existsSync(join(folder, "index.html")))
    throw new Error(`There is no built client in ${folder}: run \`npm run build:web\` first.`);
  const client = new S3Client({ region: stage.region });
  const files = globSync("**/*", { cwd: folder })
    .filter((file) => statSync(join(folder, file)).isFile())
    .map((file) => file.split(sep).join("/"))
    .sort((a, b) => Number(isPage(a)) - Number(isPage(b)));
  for (const file of files) {
    const path = join(folder, file);
    await client.send(
      new PutObjectCommand({
        Bucket: bucket,
        Key: file,
        Body: createReadStream(path),
        ContentLength: statSync(path).size,
        ContentType: types[extname(file)] ?? "application/octet-stream",
        CacheControl: cacheOf(file),
      }),
    );
  }
  await sweep(client, bucket, new Set(files));
  return files;
}

/** Files under assets/ carry a hash in their name; the others keep it and must be asked for again. */
export function cacheOf(file: string): string {
  return file.startsWith("assets/") ? "public, max-age=31536000, immutable" : "public, no-cache";
}

function isPage(file: string): boolean {
  return file.endsWith(".html");
}

async function sweep(client: S3Client, bucket: string, files: Set<string>): Promise<void> {
  const before = Date.now() - OLD_FILES_DAYS * 86_400_000;
  for await (const page of paginateListObjectsV2({ client }, { Bucket: bucket })) {
    const old = (page.Contents ?? []).filter(
      ({ Key, LastModified }) => !files.has(Key!) && LastModified!.getTime() < before,
    );
    if (old.length === 0) continue;
    const Objects = old.map(({ Key }) => ({ Key: Key! }));
    await client.send(new DeleteObjectsCommand({ Bucket: bucket, Delete: { Objects, Quiet: true } }));
  }
}
