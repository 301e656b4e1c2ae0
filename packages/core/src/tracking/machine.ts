/**
 * Who opened or clicked: a person, a machine, or nobody yet. The rule, kept simple so that it can be said:
 * - a prefetch (Sec-Purpose, Purpose or X-Moz says so) or a HEAD counts as nothing;
 * - no user agent, the bare "Mozilla/5.0" of Apple's mail privacy proxy, or one that names a bot, scanner or library is
 *   a machine; so is whatever comes within 3 seconds of sending: nobody reads that fast, gateways do;
 * - everything else is a person. Gmail's and Yahoo's image proxies fetch when somebody looks, so they count as people.
 */
export type Hints = { method: string; agent: string | undefined; purpose: string | undefined };
export type Visitor = "person" | "machine" | "nobody";

const MACHINES =
  /bot\b|crawl|spider|scan|preview|headless|monitor|curl|wget|python|java\/|go-http|okhttp|axios|node-fetch|barracuda|proofpoint|mimecast|symantec|fortinet|trendmicro|safelinks|phish|virus/i;
const FAST_MS = 3_000;

export function visitorOf({ method, agent, purpose }: Hints, sentAt: string, now: Date): Visitor {
  if (method === "HEAD" || /prefetch|prerender|preview/i.test(purpose ?? "")) return "nobody";
  if (now.getTime() - Date.parse(sentAt) < FAST_MS) return "machine";
  const name = agent?.trim() ?? "";
  return name === "" || name === "Mozilla/5.0" || MACHINES.test(name) ? "machine" : "person";
}
