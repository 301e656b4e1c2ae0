import { Problem, unreachable } from "../api/problem.ts";

/**
 * Puts a file straight into storage, at the address the API signed for exactly this file. `fetch` does not say how far
 * an upload is; XMLHttpRequest does.
 */
export function upload(
  url: string,
  file: Blob,
  options: { signal: AbortSignal; onProgress: (bytes: number) => void },
): Promise<void> {
  return new Promise((done, fail) => {
    const request = new XMLHttpRequest();
    request.open("PUT", url);
    request.setRequestHeader("content-type", "text/csv");
    request.upload.addEventListener("progress", (event) => options.onProgress(event.loaded));
    request.addEventListener("load", () => {
      if (request.status >= 200 && request.status < 300) done();
      else
        fail(
          new Problem({
            status: request.status,
            type: "upload-refused",
            title: `Storage answered ${request.status}`,
          }),
        );
    });
    request.addEventListener("error", () => fail(unreachable(new Error("the upload broke off"))));
    request.addEventListener("abort", () => fail(options.signal.reason));
    options.signal.addEventListener("abort", () => request.abort());
    request.send(file);
  });
}
