// The recording: two worlds cut into chunks, fetched in order of distance to the playhead, and the state at a
// time t.
//
//   const recording = new Recording({ person, onEvent });
//   recording.setPlan(plan);  recording.seek(t);
//   if (recording.ready(t)) { recording.officers("left", t); recording.calls("left", t); }
//
// Plain JavaScript without a page: tested under Node. Scenes far from the playhead are dropped and fetched
// again when wanted; records of calls and the outcomes at the chunk ends stay, so that charts know the whole
// past.

import { callRecords, latestRecords, measure, queueLengths } from "./call_records.js";
import { decode } from "./decode.js";
import { BadResource, FetchQueue } from "./fetch_queue.js";
import {
  byDistance,
  distanceOf,
  emptyWorld,
  markRefused,
  withFirstLegs,
  withRoutes,
  worldOf,
} from "./worlds.js";

/** @import { CachedCalls, CallRecord, Change, Chunk, FetchEvent, Head } from "./types.js" */
/** @import { Job, Legs, MeasuredAt, OfficerStates, Plan } from "./types.js" */
/** @import { RecordingEvent, Request, Result, RoadStates, Scene, Side } from "./types.js" */
/** @import { Sides, Spot, Staff, World } from "./types.js" */

/** @type {Side[]} */
export const SIDES = ["left", "right"];

const AHEAD = 8; // chunks asked for beyond the playhead at a time
const BEHIND = 6; // and before it
const SCENES_KEPT = 24; // decoded scenes a side that stay in memory
const SCENES_AHEAD = SCENES_KEPT - 4; // of these, how many may lie ahead
const PLANNED_WITHIN = 5_000; // ms that a new plan may take before it is asked for again
const ECHO_CHUNKS = 3; // how far back the ends of calls are still looked at when drawing

export class Recording {
  /**
   * @param {object} options
   * @param {string} [options.person]
   * @param {(event: RecordingEvent) => void} [options.onEvent]
   * @param {ConstructorParameters<typeof FetchQueue>[0]["fetch"]} [options.fetch]
   * @param {ConstructorParameters<typeof FetchQueue>[0]["timer"]} [options.timer]
   */
  constructor({ fetch, person, onEvent = () => {}, timer } = {}) {
    this.onEvent = onEvent;
    this.fetchQueue = new FetchQueue({
      fetch,
      timer,
      person,
      onBytes: (job, bytes) => this.arrived(job, bytes),
      onEvent: (event) => this.onFetchEvent(event),
    });
    /** @type {Map<string, Head>} by address */
    this.heads = new Map();
    /** @type {Plan | null} */
    this.plan = null;
    this.minutes = 0;
    /** @type {Sides<World>} */
    this.worlds = { left: emptyWorld("left"), right: emptyWorld("right") };
    this.playhead = 0;
    this.playheadChunk = -1;
    /** Grows with all that arrives: what was computed from less is then out of date. */
    this.version = 0;
    this.hidden = false;
    /** When it was last reported that the plan is gone, in ms since 1970. */
    this.goneAt = -Infinity;
    /** @type {Spot} where `Routes.place` writes, so that a frame makes no garbage */
    this.spot = { x: 0, y: 0, dx: 0, dy: 0 };
  }

  /**
   * A new plan: chunks with the same addresses stay, the others are fetched. (Who draws keeps the old picture
   * on the canvas until `ready`.)
   * @param {Plan} plan
   */
  setPlan(plan) {
    this.plan = plan;
    this.minutes = plan.minutes;
    const { left, right } = this.worlds;
    this.worlds = {
      left: worldOf("left", plan.left, left.chunks),
      right: worldOf("right", plan.right, right.chunks),
    };
    this.want();
  }

  /** @param {number} t */
  seek(t) {
    const chunk = this.chunkAt(t);
    this.playhead = t;
    if (chunk === this.playheadChunk) return;
    this.playheadChunk = chunk;
    this.forget();
    this.want();
  }

  stop() {
    this.fetchQueue.stop();
  }

  /**
   * While outcomes are hidden, how calls end is not asked for; once they are shown again, all of it is.
   * @param {boolean} hidden
   */
  hide(hidden) {
    if (hidden === this.hidden) return;
    this.hidden = hidden;
    if (this.plan) this.retry();
  }

  /**
   * The chunk that a minute is in; the last one at the end of the run.
   * @param {number} t
   */
  chunkAt(t) {
    if (!this.plan) return 0;
    const last = this.plan.left.chunks.length - 1;
    return Math.max(0, Math.min(last, Math.floor(t / this.plan.chunk_minutes)));
  }

  // Fetching

  want() {
    const playhead = this.chunkAt(this.playhead);
    this.fetchQueue.want(
      SIDES.flatMap((side) => [
        ...this.headRequests(this.worlds[side], playhead),
        ...this.chunkRequests(this.worlds[side], playhead),
      ]),
    );
  }

  /**
   * Land and rules as they are at the playhead, then as they will be after changes soon to come.
   * @param {World} world
   * @param {number} playhead
   * @returns {Request[]}
   */
  headRequests(world, playhead) {
    if (world.broken) return [];
    const coming = world.chunks.slice(playhead, playhead + AHEAD).map((chunk) => chunk.head);
    const missing = [...new Set(coming)].filter((url) => !this.heads.has(url));
    return missing.map((url, i) => ({ url, rank: i || -1, chunk: playhead, what: "head", playhead }));
  }

  /**
   * Scenes and results, the nearest to the playhead first and a few at a time.
   * @param {World} world
   * @param {number} playhead
   */
  chunkRequests(world, playhead) {
    /** @type {Request[]} */
    const requests = [];
    const room = { ahead: AHEAD, behind: BEHIND };
    for (const k of byDistance(playhead, world.chunks.length)) {
      const chunk = world.chunks[k];
      const where = k >= playhead ? "ahead" : "behind";
      const what = room[where] > 0 ? this.missing(chunk, k, playhead) : null;
      if (!what) continue;
      room[where] -= 1;
      // The nearest past matters about as much as what is five chunks ahead; a result less than its scene.
      const distance = where === "ahead" ? k - playhead : 4.5 + (playhead - k) / 4;
      const rank = distance + (what === "result" ? 0.5 : 0);
      requests.push({ url: chunk.urls[what], rank, chunk: k, what, playhead });
    }
    return requests;
  }

  /**
   * What should be fetched of a chunk next.
   * @param {Chunk} chunk
   * @param {number} k
   * @param {number} playhead
   * @returns {"scene" | "result" | null}
   */
  missing(chunk, k, playhead) {
    if (chunk.broken) return null;
    const near = k >= playhead && k < playhead + SCENES_AHEAD;
    if (!chunk.records || (near && !chunk.scene)) return "scene";
    return this.hidden || chunk.result || chunk.refused ? null : "result";
  }

  /**
   * What the server will not give is not asked for again until `retry` or a new plan. That the plan itself is
   * gone is reported once, however many addresses are.
   * @param {FetchEvent} event
   */
  onFetchEvent(event) {
    if (event.kind === "gone" && !this.newlyGone(event.job)) return;
    if (event.kind === "refused") {
      for (const side of SIDES) markRefused(this.worlds[side], event.job);
      this.want();
    }
    this.onEvent(event);
  }

  /** @param {Job} job */
  newlyGone(job) {
    const now = Date.now();
    if (now - this.goneAt < PLANNED_WITHIN || !this.addresses().has(job.url)) return false;
    this.goneAt = now;
    return true;
  }

  /** All addresses of the plan in force. */
  addresses() {
    const worlds = this.plan ? [this.plan.left, this.plan.right] : [];
    const chunks = worlds.flatMap((world) => world.chunks);
    return new Set([
      ...worlds.map((world) => world.head),
      ...chunks.flatMap((each) => [each.head, each.scene, each.result]),
    ]);
  }

  retry() {
    for (const side of SIDES) {
      const world = this.worlds[side];
      world.broken = false;
      for (const chunk of world.chunks) {
        chunk.broken = false;
        chunk.refused = false;
      }
    }
    this.want();
  }

  /**
   * @param {Job} job
   * @param {ArrayBuffer} bytes
   */
  arrived(job, bytes) {
    try {
      this.take(job, bytes);
    } catch (error) {
      throw new BadResource(`unreadable ${job.what}: ${error instanceof Error ? error.message : error}`);
    }
    this.want();
    this.onEvent({ kind: "arrived", what: job.what, chunk: job.chunk });
  }

  /**
   * @param {Job} job
   * @param {ArrayBuffer} bytes
   */
  take(job, bytes) {
    if (job.what === "head") {
      this.heads.set(job.url, withRoutes(decode(bytes)));
      return;
    }
    const chunks = SIDES.map((side) => this.worlds[side].chunks[job.chunk]);
    const takers = chunks.filter(
      (chunk) => chunk?.urls[job.what === "scene" ? "scene" : "result"] === job.url,
    );
    if (job.what === "scene") this.takeScene(takers, withFirstLegs(decode(bytes)));
    else this.takeResult(takers, decode(bytes));
  }

  /**
   * @param {Chunk[]} chunks the same on both sides where both worlds are the same
   * @param {Scene} scene
   */
  takeScene(chunks, scene) {
    for (const chunk of chunks) {
      chunk.scene = scene;
      chunk.events = scene.events ?? [];
      chunk.records = callRecords(scene, chunk.result);
    }
    this.version += 1;
    this.forget();
  }

  /**
   * @param {Chunk[]} chunks
   * @param {Result} result
   */
  takeResult(chunks, result) {
    for (const chunk of chunks) {
      chunk.result = result;
      // A scene that was dropped is asked for again.
      chunk.records = chunk.scene ? callRecords(chunk.scene, result) : null;
    }
    this.version += 1;
  }

  /** Drop scenes far from the playhead. */
  forget() {
    const playhead = this.chunkAt(this.playhead);
    for (const side of SIDES) {
      const { chunks } = this.worlds[side];
      const held = [...chunks.keys()].filter((k) => chunks[k].scene);
      held.sort((a, b) => distanceOf(a, playhead) - distanceOf(b, playhead));
      for (const k of held.slice(SCENES_KEPT)) {
        if (chunks[k].result || chunks[k].refused) chunks[k].scene = null;
      }
    }
  }

  // Looking

  /**
   * Land, roads and rules in force at t, where they are here.
   * @param {Side} side
   * @returns {Head | null}
   */
  headIfHere(side, t = this.playhead) {
    const url = this.worlds[side].chunks[this.chunkAt(t)]?.head;
    return this.heads.get(url ?? "") ?? null;
  }

  /**
   * Land, roads and rules in force at t. Error unless `ready`.
   * @param {Side} side
   * @returns {Head}
   */
  head(side, t = this.playhead) {
    return here(this.headIfHere(side, t), "head", t);
  }

  /**
   * What happens around t. Error unless `ready`.
   * @param {Side} side
   * @param {number} t
   * @returns {Scene}
   */
  scene(side, t) {
    return here(this.worlds[side].chunks[this.chunkAt(t)]?.scene, "scene", t);
  }

  /**
   * Whether both worlds can be drawn at t.
   * @param {number} t
   */
  ready(t) {
    if (!this.plan) return false;
    const k = this.chunkAt(t);
    return SIDES.every((side) => this.headIfHere(side, t) && this.worlds[side].chunks[k].scene);
  }

  /**
   * The end of what can be played from t on without waiting.
   * @param {number} t
   */
  playableTo(t) {
    const first = this.chunkAt(t);
    const left = this.worlds.left.chunks;
    const right = this.worlds.right.chunks;
    let k = first;
    while (k < left.length && left[k].scene && right[k].scene) k += 1;
    return k === first ? t : left[k - 1].to;
  }

  /**
   * Stretches of the run that both worlds have computed, as [[from, to], ...].
   * @returns {[number, number][]}
   */
  computed() {
    /** @type {[number, number][]} */
    const stretches = [];
    for (const [k, chunk] of this.worlds.left.chunks.entries()) {
      if (!chunk.records || !this.worlds.right.chunks[k].records) continue;
      const last = stretches.at(-1);
      if (last && last[1] === chunk.from) last[1] = chunk.to;
      else stretches.push([chunk.from, chunk.to]);
    }
    return stretches;
  }

  /**
   * Changes of rule or staffing that the timelines of the two worlds make, as far as they are computed.
   * @returns {(Change & { side: Side })[]}
   */
  changes() {
    return SIDES.flatMap((side) => {
      const changes = this.worlds[side].chunks.flatMap((chunk) => chunk.events);
      return changes.filter((each) => each.rule || each.staffing).map((each) => ({ ...each, side }));
    });
  }

  /**
   * All officers at t, written into `out` where it is large enough.
   * @param {Side} side
   * @param {number} t
   * @param {OfficerStates | null} out
   */
  officers(side, t, out) {
    const scene = this.scene(side, t);
    const head = this.head(side, t);
    const { cells } = head.tables;
    const staff = scene.tables.officers ?? head.tables.officers;
    const { legs } = scene.tables;
    const states = statesFor(staff, out);
    for (let officer = 0; officer < staff.rows; officer++) {
      const row = legOf(scene, officer, t);
      if (row < 0 || t > legs.t1[row]) {
        const home = staff.home_cell[officer];
        write(states, officer, cells.x[home], cells.y[home], 0, NaN, 0, 0);
        continue;
      }
      const spot = this.spotOf(head, legs, row, t);
      write(states, officer, spot.x, spot.y, legs.duty[row], legs.call[row], spot.dx, spot.dy);
    }
    return states;
  }

  /**
   * Where an officer is on a leg.
   * @param {Head} head
   * @param {Legs} legs
   * @param {number} row
   * @param {number} t
   */
  spotOf(head, legs, row, t) {
    const t0 = legs.t0[row];
    const span = legs.t1[row] - t0;
    const part = span > 0 ? Math.min(1, (t - t0) / span) : 1;
    const start = legs.start?.[row] ?? 0;
    const upto = legs.upto?.[row] ?? 1;
    const share = start + (upto - start) * part;
    return head.routes.place(legs.cell0[row], legs.cell1[row], share, this.spot);
  }

  /**
   * Calls that are alive at t or ended less than `echo` minutes ago.
   * @param {Side} side
   * @param {number} t
   */
  calls(side, t, echo = 0) {
    return this.recent(side, this.chunkAt(t)).filter(
      (call) => call.arose <= t && (!(call.closed <= t) || call.closed >= t - echo || call.there >= t - echo),
    );
  }

  /**
   * The latest record of every call of this chunk and the few before it.
   * @param {Side} side
   * @param {number} k
   */
  recent(side, k) {
    const world = this.worlds[side];
    world.recent = this.cachedCalls(world.recent, world.chunks, Math.max(0, k - ECHO_CHUNKS), k);
    return world.recent.list;
  }

  /**
   * The latest record up to chunk k of every call since the start.
   * @param {Side} side
   * @param {number} k
   */
  all(side, k) {
    const world = this.worlds[side];
    world.all = this.cachedCalls(world.all, world.chunks, 0, k);
    return world.all.list;
  }

  /**
   * @param {CachedCalls | null} cached
   * @param {Chunk[]} chunks
   * @param {number} first
   * @param {number} k
   * @returns {CachedCalls}
   */
  cachedCalls(cached, chunks, first, k) {
    if (cached?.k === k && cached.version === this.version) return cached;
    return { k, version: this.version, list: latestRecords(chunks.slice(first, k + 1)) };
  }

  /**
   * @param {Side} side
   * @param {number} id
   * @param {number} t
   * @returns {CallRecord | null}
   */
  callById(side, id, t) {
    return this.all(side, this.chunkAt(t)).find((call) => call.id === id) ?? null;
  }

  /**
   * Who holds each post at t, NaN where nobody does.
   * @param {Side} side
   * @param {number} t
   */
  posts(side, t) {
    const turns = this.scene(side, t).tables.posts;
    const holders = new Float64Array(this.head(side, t).tables.posts.rows).fill(NaN);
    for (let i = 0; i < turns.rows; i++) {
      if (turns.t0[i] <= t && t < turns.t1[i]) holders[turns.post[i]] = turns.officer[i];
    }
    return holders;
  }

  /**
   * Flow, speed and whether blocked, of all links in the minutes around t.
   * @param {Side} side
   * @param {number} t
   * @returns {RoadStates}
   */
  roads(side, t) {
    const scene = this.scene(side, t);
    const { links } = scene.tables;
    const count = this.head(side, t).tables.links.rows;
    const steps = links.flow.length / count;
    const minutes = scene.step_minutes ?? links.step_minutes ?? (scene.to - scene.from) / steps;
    const step = Math.max(0, Math.min(steps - 1, Math.floor((t - scene.from) / minutes)));
    const first = step * count;
    return {
      step: `${scene.from} ${step}`,
      flow: links.flow.subarray(first, first + count),
      speed: links.speed.subarray(first, first + count),
      blocked: links.blocked.subarray(first, first + count),
    };
  }

  /**
   * Whether everything from the start to chunk k is known, so that sums from the start are true.
   * @param {Side} side
   * @param {number} k
   */
  whole(side, k) {
    const past = this.worlds[side].chunks.slice(0, k + 1);
    return past.every((chunk) => chunk.records && (chunk.result || chunk.refused));
  }

  /**
   * An outcome at t: from the calls where they say it, else as of the last chunk end. Null: unknown.
   * @param {Side} side
   * @param {string} name
   * @param {number} t
   * @returns {MeasuredAt | null}
   */
  outcome(side, name, t) {
    const k = this.chunkAt(t);
    const { chunks } = this.worlds[side];
    if (chunks.length && this.whole(side, k)) {
      const now = measure(name, this.all(side, k), t);
      if (now) return { ...now, at: t };
    }
    const ended = chunks.slice(0, t >= chunks[k]?.to ? k + 1 : k);
    const last = ended.findLast((chunk) => chunk.result?.running?.[name]);
    const known = last?.result?.running?.[name];
    return last && known ? { value: known[0], n: known[1], at: last.to } : null;
  }

  /**
   * An outcome at every chunk end up to t, for charts.
   * @param {Side} side
   * @param {string} name
   * @param {number} t
   */
  series(side, name, t) {
    const points = [];
    for (const { to, result } of this.worlds[side].chunks) {
      if (to > t) break;
      const value = (name === "delay" ? result?.delay : result?.running?.[name]?.[0]) ?? null;
      if (value !== null) points.push({ minute: to, value });
    }
    return points;
  }

  /**
   * How many calls have nobody there yet, as a line: the most in each stretch of time.
   * @param {Side} side
   * @param {number} t
   */
  queue(side, t, points = 120) {
    const k = this.chunkAt(t);
    const { chunks } = this.worlds[side];
    let first = k;
    while (first > 0 && chunks[first - 1].records) first -= 1;
    const line = queueLengths(this.all(side, k), t, Math.max(10, this.minutes / points));
    return line.filter(({ minute }) => minute >= chunks[first].from);
  }
}

/**
 * @template T
 * @param {T | null | undefined} found
 * @param {string} what
 * @param {number} t
 * @returns {T}
 */
function here(found, what, t) {
  if (found === null || found === undefined) throw new Error(`no ${what} at minute ${t}: ask ready() first`);
  return found;
}

/**
 * Row of the leg an officer is in at t, -1 where the recording says nothing.
 * @param {Scene} scene
 * @param {number} officer
 * @param {number} t
 */
function legOf({ firstLeg, tables }, officer, t) {
  const { t0 } = tables.legs;
  let row = -1;
  for (let i = firstLeg[officer]; i < firstLeg[officer + 1] && t0[i] <= t; i++) row = i;
  return row;
}

/**
 * @param {Staff} staff
 * @param {OfficerStates | null} out
 * @returns {OfficerStates}
 */
function statesFor(staff, out) {
  const { rows } = staff;
  if (out && out.x.length >= rows) return Object.assign(out, { rows, staff });
  return {
    rows,
    staff,
    x: new Float64Array(rows),
    y: new Float64Array(rows),
    dx: new Float64Array(rows),
    dy: new Float64Array(rows),
    call: new Float64Array(rows),
    duty: new Uint8Array(rows),
  };
}

/**
 * @param {OfficerStates} out
 * @param {number} i
 * @param {number} x
 * @param {number} y
 * @param {number} duty
 * @param {number} call
 * @param {number} dx
 * @param {number} dy
 */
function write(out, i, x, y, duty, call, dx, dy) {
  out.x[i] = x;
  out.y[i] = y;
  out.duty[i] = duty;
  out.call[i] = call;
  out.dx[i] = dx;
  out.dy[i] = dy;
}
