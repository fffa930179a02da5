// The story of the moment: of all that just happened, the one thing worth a sentence, and the sentence.

import { counted, GAVE_UP, phase, waited } from "./ledger.js";

const HELD = 2_600; // ms a sentence stays before another may take its place
const STILL_WAITS_FROM = 20; // minutes after which a waiting call is news by itself

export class Story {
  constructor() {
    this.reset();
  }

  reset() {
    this.told = null;
    this.since = 0;
    this.last = new Set();
  }

  // The event to tell at t: {id, left, right}; `echo` is how many minutes back news is fresh.
  moment(tape, t, echo, now) {
    if (this.told && now - this.since < HELD && t >= this.toldAt - 1) return this.refresh(tape, t);
    const found = best(tape, t, echo, this.last);
    if (!found) return this.told && now - this.since < 2 * HELD ? this.refresh(tape, t) : null;
    if (found.id !== this.told?.id) {
      this.last.add(found.id);
      if (this.last.size > 40) this.last = new Set([...this.last].slice(-20));
    }
    Object.assign(this, { told: found, since: now, toldAt: t });
    return found;
  }

  refresh(tape, t) {
    const { id } = this.told;
    const [left, right] = ["left", "right"].map((side) => tape.callById(side, id, t));
    return left || right ? { id, left, right } : null;
  }
}

function best(tape, t, echo, told) {
  const pairs = new Map();
  for (const side of ["left", "right"]) {
    for (const call of tape.calls(side, t, 1.5 * echo)) {
      if (!counted(call, t)) continue;
      const pair = pairs.get(call.id) ?? { id: call.id, left: null, right: null };
      pair[side] = call;
      pairs.set(call.id, pair);
    }
  }
  let most = 0;
  let chosen = null;
  for (const pair of pairs.values()) {
    const worth = newsworth(pair, t, 1.5 * echo) * (told.has(pair.id) ? 0.15 : 1);
    if (worth > most) [most, chosen] = [worth, pair];
  }
  return chosen;
}

// Urgent, long, and different on the two sides is news; so is somebody who waits and waits.
function newsworth(pair, t, window) {
  const calls = [pair.left, pair.right].filter(Boolean);
  const ended = calls.filter((call) => endOf(call, t) > t - window);
  const waits = calls.map((call) => waited(call, t));
  const waiting = calls.some((call) => ["waiting", "coming"].includes(phase(call, t)));
  if (!ended.length && !(waiting && Math.max(...waits) > STILL_WAITS_FROM)) return 0;
  const apart = calls.length === 2 ? Math.abs(waits[0] - waits[1]) : 0;
  const both = ended.length === 2 ? 12 : 0;
  const dull = both && apart < 1 ? 0.4 : 1;
  return (
    dull *
    ((5 - calls[0].priority) * 8 +
      Math.min(60, Math.max(...waits)) * 0.6 +
      Math.min(60, apart) +
      both +
      (calls[0].domain === 0 ? 10 : 0))
  );
}

function endOf(call, t) {
  if (call.there <= t) return call.there;
  return call.closed <= t ? call.closed : -Infinity;
}

// The sentence, and what it is about: {text, id, place, urgent}.
export function sentence(pair, t, teller, townships) {
  const any = pair.left ?? pair.right;
  const kind = teller.kind(any.kindName);
  const values = {
    kind,
    place: townships[any.township],
    left: said(pair.left, t, teller),
    right: said(pair.right, t, teller),
  };
  return {
    id: pair.id,
    cell: any.cell,
    urgent: any.priority === 1,
    text: teller.say(`story_${state(pair.left, t)}_${state(pair.right, t)}`, values),
  };
}

function said(call, t, teller) {
  return call ? teller.minutes(waited(call, t)) : "–";
}

// came, waits, gave (nobody came), or none (this world has no such call).
function state(call, t) {
  if (!call || !(call.known <= t)) return "none";
  if (call.there <= t) return "came";
  return call.closed <= t && call.state === GAVE_UP ? "gave" : "waits";
}
