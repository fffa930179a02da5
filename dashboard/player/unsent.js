// Changes that the server has not acknowledged: numbered, kept in the tab, and told until it has.

const KEY = "jiaosuo.unsent";
const BACK = "jiaosuo.back";
const PATIENCE = 5_000; // ms after which what was not acknowledged is told again
const LONGEST = 60_000; // it doubles each time: a server that is slow is not asked the more for it
/** What is told in place of a change that came too late: the server counts it, and does nothing. */
const NOTHING = { name: "inspect", data: null };

/** @typedef {{ name: string, data: unknown, of: string }} Told */

export class Unsent {
  /**
   * @param {Storage | null} storage
   * @param {number} acknowledged how many changes of this visitor the server has acknowledged
   */
  constructor(storage, acknowledged = 0) {
    this.storage = storage;
    this.acknowledged = acknowledged;
    this.patience = PATIENCE;
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
   * @param {string} of the place in which it was made
   */
  keep(name, data, of = "") {
    this.all.push({ name, data, of });
    this.put();
    return this.numbered(of).at(-1);
  }

  /**
   * All that is not acknowledged, in its order: the server takes the next number only.
   * @param {string} of the place now: a change that was made in another one does nothing here
   */
  numbered(of = "") {
    return this.all.map((told, index) => {
      const { name, data } = told.of === of ? told : NOTHING;
      return { name, data, number: this.acknowledged + index + 1 };
    });
  }

  /**
   * The server has acknowledged so many; fewer than before: it has begun to count anew, and knows none of these.
   * @param {number} count
   */
  acknowledge(count) {
    if (count === this.acknowledged) return;
    this.all.splice(0, Math.max(0, count - this.acknowledged));
    this.acknowledged = count;
    this.patience = PATIENCE;
    this.put();
  }

  /** How long to wait for an answer before all is told again (ms): each time twice as long. */
  wait() {
    const now = this.patience;
    this.patience = Math.min(LONGEST, 2 * now);
    return now;
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
      return Array.isArray(kept) ? kept.filter((each) => typeof each?.name === "string") : [];
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

/** @type {Map<string, Unsent>} */
const known = new Map();

/**
 * What a visitor's page has told: the same for a player that is taken away and comes again.
 * @param {string} person
 * @param {number} acknowledged
 */
export function unsentOf(person, acknowledged) {
  const found = known.get(person) ?? new Unsent(storageOfTab(), acknowledged);
  known.set(person, found);
  found.acknowledge(acknowledged);
  return found;
}

/** This tab's own storage, null where there is none. */
function storageOfTab() {
  try {
    return globalThis.sessionStorage ?? null;
  } catch {
    return null;
  }
}
