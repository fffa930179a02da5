// The records of calls: one for every call of every chunk seen, kept for the whole run after its scene is
// gone.

/** @import { CallColumns, CallProgress, CallRecord, Chunk, EndColumns, Legs, Measured } from "./types.js" */
/** @import { Phase, Result, Ride, SceneResource } from "./types.js" */

// Numbers of duties and states as the model declares them (its `Duty` and `CallState`).
const TO_CALL = 5;
const ON_SCENE = 6;
const GAVE_UP = 7;
const UNREPORTED = 8;

const DOMAINS = ["traffic", "order", "service"];
const AREAS = ["rural", "urban"];

/**
 * The records of one chunk. Without the result (hidden from a class, or not yet here) the progress of calls
 * is read from the officers who are under way to them.
 * @param {SceneResource} scene
 * @param {Result | null} result
 * @returns {CallRecord[]}
 */
export function callRecords(scene, result) {
  const { calls, legs } = scene.tables;
  const rides = ridesByCall(legs);
  const progress = result ? progressFromEnds(result.tables.ends) : progressFromLegs(legs, scene.to);
  return Array.from({ length: calls.rows }, (_, row) => {
    const call = callOf(calls, row);
    return { ...call, rides: rides.get(call.id) ?? [], ...(progress.get(call.id) ?? nothingYet()) };
  });
}

/**
 * What of a call is known from the start.
 * @param {CallColumns} calls
 * @param {number} row
 */
function callOf(calls, row) {
  return {
    id: calls.id[row],
    kind: calls.kind[row],
    domain: calls.domain[row],
    priority: calls.priority[row],
    area: calls.area[row],
    cell: calls.cell[row],
    township: calls.township[row],
    complex: !!calls.complex[row],
    onPatrol: !!calls.on_patrol[row],
    secondary: !!calls.secondary?.[row],
    arose: calls.arose[row],
    known: calls.known[row],
    needed: calls.needed?.[row] ?? 1,
    patience: calls.patience?.[row] ?? NaN,
  };
}

/** @returns {CallProgress} */
function nothingYet() {
  return {
    dispatched: NaN,
    there: NaN,
    crew: NaN,
    closed: NaN,
    state: NaN,
    lead: NaN,
    helper: NaN,
    handling: NaN,
    satisfaction: NaN,
    badly: false,
    escalations: 0,
  };
}

/**
 * @param {EndColumns} ends
 * @returns {Map<number, CallProgress>}
 */
function progressFromEnds(ends) {
  /** @type {Map<number, CallProgress>} */
  const found = new Map();
  for (let i = 0; i < ends.rows; i++) {
    found.set(ends.id[i], {
      dispatched: ends.dispatched[i],
      there: ends.first_there[i],
      crew: ends.crew_there[i],
      closed: ends.closed[i],
      state: ends.state[i],
      lead: ends.lead[i],
      helper: ends.helper[i],
      handling: ends.handling_minutes[i],
      satisfaction: ends.satisfaction[i],
      badly: !!ends.closed_badly[i],
      escalations: ends.escalations[i],
    });
  }
  return found;
}

/**
 * The drives to each call, in order of time.
 * @param {Legs} legs
 * @returns {Map<number, Ride[]>}
 */
function ridesByCall(legs) {
  /** @type {Map<number, Ride[]>} */
  const found = new Map();
  for (let i = 0; i < legs.rows; i++) {
    if (legs.duty[i] !== TO_CALL || Number.isNaN(legs.call[i])) continue;
    const ride = {
      officer: legs.officer[i],
      t0: legs.t0[i],
      t1: legs.t1[i],
      from: legs.cell0[i],
      to: legs.cell1[i],
      start: legs.start?.[i] ?? 0,
      upto: legs.upto?.[i] ?? 1,
    };
    found.set(legs.call[i], [...(found.get(legs.call[i]) ?? []), ride]);
  }
  return found;
}

/**
 * @param {Legs} legs
 * @param {number} end where the chunk ends: what lasts until then may go on
 * @returns {Map<number, CallProgress>}
 */
function progressFromLegs(legs, end) {
  /** @type {Map<number, CallProgress>} */
  const found = new Map();
  for (let i = 0; i < legs.rows; i++) {
    const id = legs.call[i];
    if (Number.isNaN(id)) continue;
    const progress = found.get(id) ?? nothingYet();
    found.set(id, progress);
    addLeg(progress, legs, i, end);
  }
  return found;
}

/**
 * @param {CallProgress} progress
 * @param {Legs} legs
 * @param {number} row
 * @param {number} end
 */
function addLeg(progress, legs, row, end) {
  const t0 = legs.t0[row];
  const t1 = legs.t1[row];
  if (legs.duty[row] === TO_CALL) {
    progress.dispatched = earlier(progress.dispatched, t0);
    if (t1 <= end) progress.there = earlier(progress.there, t1);
  } else if (legs.duty[row] === ON_SCENE) {
    progress.there = earlier(progress.there, t0);
    if (t1 < end) progress.closed = Math.max(progress.closed || 0, t1);
  } else return;
  progress.lead = legs.officer[row];
}

/**
 * The earlier of two moments, of which the first may not have come.
 * @param {number} a
 * @param {number} b
 */
function earlier(a, b) {
  return Number.isNaN(a) ? b : Math.min(a, b);
}

/**
 * Where a call is in its course at a moment; quiet: nobody has called yet.
 * @param {CallRecord} call
 * @param {number} t
 * @returns {Phase}
 */
export function phaseOf(call, t) {
  if (!(call.known <= t)) return "quiet";
  if (call.closed <= t) return call.state === GAVE_UP ? "gave_up" : "done";
  if (call.there <= t) return "attended";
  if (call.dispatched <= t) return "coming";
  return "waiting";
}

/**
 * Whether nobody came, and the caller gave up by t.
 * @param {CallRecord} call
 * @param {number} t
 */
export function gaveUp(call, t) {
  return call.state === GAVE_UP && call.closed <= t;
}

/**
 * Minutes from the call until somebody came; where nobody has come, until now or the end of the caller's
 * patience.
 * @param {CallRecord} call
 * @param {number} t
 */
export function waitOf(call, t) {
  if (call.there <= t) return call.there - call.known;
  const until = Math.min(t, Number.isNaN(call.closed) ? t : call.closed) - call.known;
  return Math.max(0, call.patience >= 0 ? Math.min(until, call.patience) : until);
}

/**
 * Whether the outcomes count it: a call that somebody made.
 * @param {CallRecord} call
 * @param {number} t
 */
export function counts(call, t) {
  return call.known <= t && !call.onPatrol && call.state !== UNREPORTED;
}

/**
 * A measure of calls at any moment, from the records; null where only the chunk ends know it.
 * @param {string} name of an outcome
 * @param {CallRecord[]} calls
 * @param {number} t
 * @returns {Measured | null}
 */
export function measure(name, calls, t) {
  const pattern =
    /^(response_mean|calls_total|calls_gave_up)(?:_(traffic|order|service))?(?:_(rural|urban))?$/;
  const parts = pattern.exec(name);
  if (!parts) return null;
  const [, what, domain, area] = parts;
  const counted = calls.filter(
    (call) =>
      counts(call, t) &&
      (!domain || call.domain === DOMAINS.indexOf(domain)) &&
      (!area || call.area === AREAS.indexOf(area)),
  );
  const n = counted.length;
  if (what === "calls_total") return { value: n, n };
  if (what === "calls_gave_up") return { value: counted.filter((call) => gaveUp(call, t)).length, n };
  return { value: n ? counted.reduce((sum, call) => sum + waitOf(call, t), 0) / n : null, n };
}

/**
 * The most calls without anybody there, in each stretch of so many minutes up to t.
 * @param {CallRecord[]} calls
 * @param {number} t
 * @param {number} stretch
 * @returns {{ minute: number, waiting: number }[]}
 */
export function queueLengths(calls, t, stretch) {
  const turns = queueTurns(calls, t);
  const points = [];
  let waiting = 0;
  let next = 0;
  for (let minute = 0; minute <= t; minute += stretch) {
    let most = waiting;
    for (; next < turns.length && turns[next].at <= Math.min(t, minute + stretch); next++) {
      waiting += turns[next].by;
      most = Math.max(most, waiting);
    }
    points.push({ minute, waiting: most });
  }
  return points;
}

/**
 * When the queue grows or shrinks by one, in order of time; who leaves goes before who comes.
 * @param {CallRecord[]} calls
 * @param {number} t
 */
function queueTurns(calls, t) {
  const turns = [];
  for (const call of calls) {
    if (!counts(call, t)) continue;
    const end = Number.isNaN(call.there) ? call.closed : call.there;
    turns.push({ at: call.known, by: 1 });
    if (end <= t) turns.push({ at: end, by: -1 });
  }
  return turns.sort((a, b) => a.at - b.at || a.by - b.by);
}

/**
 * The latest record of every call in these chunks, with all the drives to it.
 * @param {Chunk[]} chunks
 * @returns {CallRecord[]}
 */
export function latestRecords(chunks) {
  /** @type {Map<number, CallRecord>} */
  const found = new Map();
  for (const chunk of chunks) {
    for (const call of chunk.records ?? []) {
      const rides = found.get(call.id)?.rides;
      found.set(call.id, rides?.length ? { ...call, rides: [...rides, ...call.rides] } : call);
    }
  }
  return [...found.values()];
}
