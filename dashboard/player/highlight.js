// The highlight of the moment: of all that just happened, the one thing worth a sentence, and the sentence.

import { counts, gaveUp, phaseOf, waitOf } from "./call_records.js";
import { SIDES } from "./recording.js";

/** @import { CallRecord, Pair, Sentence } from "./types.js" */
/** @import { Formatter } from "./format.js" */
/** @import { Recording } from "./recording.js" */

const HELD = 2_600; // ms a sentence stays before another may take its place
const STILL_WAITS_FROM = 20; // minutes after which a waiting call is a highlight by itself
const REMEMBERED = 40; // calls shown lately, which are worth less
const SHOWN_BEFORE = 0.15; // of the worth of one that is new

export class Highlight {
  constructor() {
    /** @type {Pair | null} */
    this.shown = null;
    /** When it came, in ms of the page and in minutes of the run. */
    this.since = 0;
    this.shownAt = 0;
    /** @type {Set<number>} */
    this.before = new Set();
  }

  reset() {
    this.shown = null;
    this.since = 0;
    this.before = new Set();
  }

  /**
   * The event to show at t.
   * @param {Recording} recording
   * @param {number} t
   * @param {number} echo how many minutes back an event is fresh
   * @param {number} now in ms
   */
  choose(recording, t, echo, now) {
    const held = now - this.since;
    if (this.shown && held < HELD && t >= this.shownAt - 1) return asOf(this.shown.id, recording, t);
    const found = best(recording, t, 1.5 * echo, this.before);
    if (!found) return this.shown && held < 2 * HELD ? asOf(this.shown.id, recording, t) : null;
    if (found.id !== this.shown?.id) this.remember(found.id);
    this.shown = found;
    this.since = now;
    this.shownAt = t;
    return found;
  }

  /** @param {number} id */
  remember(id) {
    this.before.add(id);
    if (this.before.size > REMEMBERED) this.before = new Set([...this.before].slice(-REMEMBERED / 2));
  }
}

/**
 * @param {number} id
 * @param {Recording} recording
 * @param {number} t
 * @returns {Pair | null}
 */
function asOf(id, recording, t) {
  const left = recording.callById("left", id, t);
  const right = recording.callById("right", id, t);
  return left || right ? { id, left, right } : null;
}

/**
 * @param {Recording} recording
 * @param {number} t
 * @param {number} window
 * @param {Set<number>} before
 */
function best(recording, t, window, before) {
  let most = 0;
  /** @type {Pair | null} */
  let chosen = null;
  for (const pair of pairsOf(recording, t, window)) {
    const worth = worthOf(pair, t, window) * (before.has(pair.id) ? SHOWN_BEFORE : 1);
    if (worth > most) [most, chosen] = [worth, pair];
  }
  return chosen;
}

/**
 * @param {Recording} recording
 * @param {number} t
 * @param {number} window
 */
function pairsOf(recording, t, window) {
  /** @type {Map<number, Pair>} */
  const pairs = new Map();
  for (const side of SIDES) {
    for (const call of recording.calls(side, t, window)) {
      if (!counts(call, t)) continue;
      const pair = pairs.get(call.id) ?? { id: call.id, left: null, right: null };
      pair[side] = call;
      pairs.set(call.id, pair);
    }
  }
  return pairs.values();
}

/**
 * Urgent, long, and different on the two sides is worth a sentence; so is somebody who waits and waits.
 * @param {Pair} pair
 * @param {number} t
 * @param {number} window
 */
function worthOf(pair, t, window) {
  const calls = [pair.left, pair.right].filter((call) => call !== null);
  const ended = calls.filter((call) => endOf(call, t) > t - window);
  const waits = calls.map((call) => waitOf(call, t));
  const longest = Math.max(...waits);
  const waiting = calls.some((call) => ["waiting", "coming"].includes(phaseOf(call, t)));
  if (!ended.length && !(waiting && longest > STILL_WAITS_FROM)) return 0;
  const apart = calls.length === 2 ? Math.abs(waits[0] - waits[1]) : 0;
  const both = ended.length === 2 ? 12 : 0;
  const dull = both && apart < 1 ? 0.4 : 1;
  const traffic = calls[0].domain === 0 ? 10 : 0;
  const urgency = (5 - calls[0].priority) * 8;
  return dull * (urgency + Math.min(60, longest) * 0.6 + Math.min(60, apart) + both + traffic);
}

/**
 * @param {CallRecord} call
 * @param {number} t
 */
function endOf(call, t) {
  if (call.there <= t) return call.there;
  return call.closed <= t ? call.closed : -Infinity;
}

/**
 * The sentence, and what it is about.
 * @param {Pair} pair
 * @param {number} t
 * @param {Formatter} formatter
 * @param {string | undefined} kind of the call
 * @param {string} place
 * @param {[string, string]} names of the two worlds, by their rules
 * @returns {Sentence}
 */
export function sentence(pair, t, formatter, kind, place, [one, other]) {
  const call = eitherOf(pair);
  const values = {
    kind: formatter.kindInSentence(kind),
    place,
    one,
    other,
    left: minutesOf(pair.left, t, formatter),
    right: minutesOf(pair.right, t, formatter),
  };
  const key = `highlight_${stateOf(pair.left, t)}_${stateOf(pair.right, t)}`;
  const text = formatter.text(key, values);
  return { id: pair.id, cell: call.cell, urgent: call.priority === 1, text };
}

/**
 * The call of one of the two worlds: what both have in common can be read from it.
 * @param {Pair} pair
 */
export function eitherOf({ id, left, right }) {
  const call = left ?? right;
  if (!call) throw new Error(`call ${id} is in neither world`);
  return call;
}

/**
 * @param {CallRecord | null} call
 * @param {number} t
 * @param {Formatter} formatter
 */
function minutesOf(call, t, formatter) {
  return call ? formatter.minutes(waitOf(call, t)) : "–";
}

/**
 * came, waits, gave (nobody came), or none (this world has no such call).
 * @param {CallRecord | null} call
 * @param {number} t
 */
function stateOf(call, t) {
  if (!call || !(call.known <= t)) return "none";
  if (call.there <= t) return "came";
  return gaveUp(call, t) ? "gave" : "waits";
}
