// Changes that the server has not acknowledged: numbered, kept in the tab, and told until it has.

const KEY = "jiaosuo.unsent";
const BACK = "jiaosuo.back";
export const PATIENCE = 5_000; // ms after which what was not acknowledged is told again

/** @typedef {{ name: string, data: unknown }} Told */

export class Unsent {
  /**
   * @param {Storage | null} storage
   * @param {number} acknowledged how many changes of this visitor the server has acknowledged
   */
  constructor(storage, acknowledged = 0) {
    this.storage = storage;
    this.acknowledged = acknowledged;
    /** Whether the worlds stood still when the page was loaded again. */
    this.paused = false;
    /** @type {Told[]} */
    this.all = this.takeBack();
    this.back = this.all.length;
    this.put();
  }

  /**
   * A change that is told now, with its number.
   * @param {string} name
   * @param {unknown} data
   */
  keep(name, data) {
    this.all.push({ name, data });
    this.put();
    return this.numbered().at(-1);
  }

  /** All that is not acknowledged, in its order: the server takes the next number only. */
  numbered() {
    return this.all.map((told, index) => ({ ...told, number: this.acknowledged + index + 1 }));
  }

  /**
   * The server has acknowledged so many; fewer than before: it has begun to count anew, and knows none of these.
   * @param {number} count
   */
  acknowledge(count) {
    this.all.splice(0, Math.max(0, count - this.acknowledged));
    this.acknowledged = count;
    this.put();
  }

  /**
   * What was not acknowledged before the page was loaded again because the server was away.
   * @returns {Told[]}
   */
  takeBack() {
    try {
      const said = this.storage?.getItem(BACK);
      this.storage?.removeItem(BACK);
      this.paused = said === "paused";
      const found = said === "playing" || said === "paused" ? this.storage?.getItem(KEY) : null;
      const kept = JSON.parse(found ?? "[]");
      return Array.isArray(kept) ? kept : [];
    } catch {
      return []; // a browser that keeps nothing has nothing to tell
    }
  }

  put() {
    try {
      this.storage?.setItem(KEY, JSON.stringify(this.all));
    } catch {
      // a browser that keeps nothing loses it when the page goes, and the page says so
    }
  }
}

/** This tab's own storage, null where there is none. */
export function storageOfTab() {
  try {
    return globalThis.sessionStorage ?? null;
  } catch {
    return null;
  }
}
