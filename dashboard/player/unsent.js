// Changes that the server may not have heard: kept until it has answered, and told again after a restart.

const KEY = "jiaosuo.unsent";
const BACK = "jiaosuo.back";
export const ANSWERED = 5_000; // ms after which a server that is there has heard what it was told
const MOST = 40;

/** @typedef {{ name: string, data: unknown }} Told */

export class Unsent {
  /** @param {Storage | null} storage */
  constructor(storage) {
    this.storage = storage;
    /** Whether the worlds stood still when the page was loaded again. */
    this.paused = false;
  }

  /** @returns {Told[]} */
  get all() {
    try {
      const found = JSON.parse(this.storage?.getItem(KEY) ?? "[]");
      return Array.isArray(found) ? found : [];
    } catch {
      return [];
    }
  }

  /**
   * Something is told now.
   * @param {string} name
   * @param {unknown} data
   */
  keep(name, data) {
    this.put([...this.all, { name, data }].slice(-MOST));
  }

  /** The server has heard all. */
  heard() {
    this.put([]);
  }

  /**
   * What was not heard before the page was loaded again because the server was away; once.
   * @returns {Told[]}
   */
  takeBack() {
    let back = false;
    try {
      const said = this.storage?.getItem(BACK);
      back = said === "playing" || said === "paused";
      this.paused = said === "paused";
      this.storage?.removeItem(BACK);
    } catch {
      // a browser that keeps nothing has nothing to tell
    }
    const kept = back ? this.all : [];
    this.heard();
    return kept;
  }

  /** @param {Told[]} told */
  put(told) {
    try {
      this.storage?.setItem(KEY, JSON.stringify(told));
    } catch {
      // a browser that keeps nothing loses it, and the page says so
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
