import { deserialize, serialize } from "node:v8";
import type { Content } from "./rows.ts";
import type { Store } from "./store.ts";

/** What is to become of a row: its new content, or nothing when it is to go; not to be seen before it is due. */
interface Change {
  row?: Content;
  due: number;
}

/** Makes one change of a tree. */
type Apply = (key: Buffer, row: Content | undefined) => void;

/** What waits for one tree, by the bytes of its keys: the last change of a key is the one that counts. */
interface Part {
  changes: Map<string, Change>;
  /** When the last of them is due. */
  due: number;
  apply?: Apply;
}

/** So many changes, or bytes of texts, go into their trees at once. */
const most = 8192;
const mostBytes = 8 * 2 ** 20;

/** A change as the journal keeps it: tree, key, and of a row that stays place, size and text. */
type Noted = [name: string, key: string, ref?: number, size?: number, text?: string];

/**
 * Changes of index trees, gathered until somebody reads the tree or until there are many: entries of an index come in
 * no order, so that each alone would write a page of its own, twice. A journal, one row a commit, brings them back after
 * a kill, due or not.
 */
export class Backlog {
  private readonly store: Store;
  private readonly now: () => number;
  private readonly parts = new Map<string, Part>();
  /** Changes since the last commit. */
  private fresh: Noted[] = [];
  /** Changes in the journal and since: some may be in their trees already, which does no harm. */
  private count = 0;
  private bytes = 0;

  constructor(store: Store, now: () => number) {
    this.store = store;
    this.now = now;
    this.load();
    store.hook("before", () => this.note());
    store.hook("abort", () => this.load());
  }

  /** What waits in the journal, as the last commit left it. */
  private load(): void {
    for (const { changes } of this.parts.values()) changes.clear();
    this.fresh = [];
    this.count = 0;
    this.bytes = 0;
    const rows = this.store.prepare("SELECT body FROM backlog ORDER BY seq").all() as unknown as [
      Uint8Array,
    ][];
    for (const [body] of rows)
      for (const [name, key, ref, size, text] of deserialize(body) as Noted[]) {
        const row = ref === undefined ? undefined : { ref, size: size!, text: text! };
        this.part(name).changes.set(key, { row, due: 0 });
        this.count++;
      }
  }

  private part(name: string): Part {
    let part = this.parts.get(name);
    if (!part) {
      part = { changes: new Map(), due: 0 };
      this.parts.set(name, part);
    }
    return part;
  }

  /** A tree whose changes may wait. */
  join(name: string, apply: Apply): void {
    this.part(name).apply = apply;
  }

  /** Forgets a tree that is dropped. */
  leave(name: string): void {
    this.parts.delete(name);
  }

  /** Notes what becomes of a row, due at once (0) or at some time. `own` trees keep size and text, others a place only. */
  add(name: string, key: Buffer, row: Content | undefined, own: boolean, due: number): void {
    const bytes = key.toString("latin1");
    const part = this.part(name);
    // A row that changes faster than its index follows is still seen now and then.
    const waits = part.changes.get(bytes);
    const change: Change = { due: waits ? Math.min(waits.due, due) : due };
    if (row) change.row = { ref: row.ref, size: own ? row.size : 0, text: own ? row.text : "" };
    part.changes.set(bytes, change);
    part.due = Math.max(part.due, due);
    if (change.row) this.fresh.push([name, bytes, change.row.ref, change.row.size, change.row.text]);
    else this.fresh.push([name, bytes]);
    this.count++;
    this.bytes += change.row?.text.length ?? 0;
    if (this.count >= most || this.bytes >= mostBytes) this.settle();
  }

  /** Brings one tree up to date, as far as its changes are due; called before it is read. */
  bring(name: string): void {
    const part = this.parts.get(name);
    if (!part?.changes.size) return;
    const now = this.now();
    const all = part.due <= now;
    const due = [...part.changes].filter(([, change]) => all || change.due <= now).map(([key]) => key);
    if (!due.length) return;
    this.store.begin();
    this.enter(part, due);
    for (const { changes } of this.parts.values()) if (changes.size) return;
    this.clear();
  }

  /** Brings all trees up to date, due or not. */
  settle(): void {
    if (!this.count) return;
    this.store.begin();
    for (const part of this.parts.values()) this.enter(part, [...part.changes.keys()]);
    this.clear();
  }

  private enter({ changes, apply }: Part, keys: string[]): void {
    for (const key of keys.sort()) {
      apply?.(Buffer.from(key, "latin1"), changes.get(key)!.row);
      changes.delete(key);
    }
  }

  private clear(): void {
    this.fresh = [];
    this.count = 0;
    this.bytes = 0;
    this.store.prepare("DELETE FROM backlog").run();
  }

  private note(): void {
    if (!this.fresh.length) return;
    this.store.prepare("INSERT INTO backlog (body) VALUES (?)").run(serialize(this.fresh));
    this.fresh = [];
  }
}
