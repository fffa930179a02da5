// The tape: two worlds cut into chunks, fetched in order of distance to the playhead, and the state at a time t.
//
//   const tape = new Tape({ person, onNews });
//   tape.setPlan(plan);  tape.seek(t);
//   if (tape.ready(t)) { tape.officers("left", t); tape.calls("left", t); tape.roads("left", t); ... }
//
// Plain JavaScript without a page: tested under Node. Scenes far from the playhead are dropped and fetched again
// when wanted; records of calls and the outcomes at the chunk ends stay, so that charts know the whole past.

import { decode } from "./decode.js";
import { BadResource, Fetching } from "./fetching.js";
import { latest, measured, queued, records } from "./ledger.js";
import { Paths } from "./paths.js";

export const SIDES = ["left", "right"];
const AHEAD = 8; // chunks asked for beyond the playhead at a time
const SCENES_KEPT = 24; // decoded scenes a side that stay in memory
const PLANNED_WITHIN = 5_000; // ms that a new plan may take before it is asked for again
const ECHO_CHUNKS = 3; // how far back the ends of calls are still looked at when drawing

export class Tape {
  constructor({ fetch, person, onNews = () => {}, timer } = {}) {
    this.onNews = onNews;
    this.fetching = new Fetching({
      ...(fetch && { fetch }),
      ...(timer && { timer }),
      person,
      onBytes: (job, bytes) => this.arrived(job, bytes),
      onState: (state) => this.heard(state),
    });
    this.heads = new Map(); // url -> decoded head, with its Paths
    this.plan = null;
    this.worlds = {};
    this.playhead = 0;
    this.place = { x: 0, y: 0, dx: 0, dy: 0 };
    this.hidden = false;
  }

  // A new plan: chunks with the same addresses stay, the others are fetched. (Who draws keeps the old picture
  // on the canvas until `ready`.)
  setPlan(plan) {
    const former = this.worlds;
    this.plan = plan;
    this.minutes = plan.minutes;
    this.worlds = {};
    for (const side of SIDES) {
      const old = former[side]?.chunks ?? [];
      this.worlds[side] = {
        side,
        rule: plan[side].rule,
        chunks: plan[side].chunks.map((told, k) => kept(told, old[k])),
      };
      let head = plan[side].head;
      this.worlds[side].chunks.forEach((chunk, k) => {
        head = plan[side].chunks[k].head ?? head;
        chunk.head = head;
      });
    }
    this.want();
  }

  seek(t) {
    const chunk = this.chunkAt(t);
    this.playhead = t;
    if (chunk !== this.playheadChunk) {
      this.playheadChunk = chunk;
      this.forget();
      this.want();
    }
  }

  stop() {
    this.fetching.stop();
  }

  // While outcomes are hidden, how calls end is not asked for; once they are shown again, all of it is.
  hide(hidden) {
    if (hidden === this.hidden) return;
    this.hidden = hidden;
    if (this.plan) this.retry();
  }

  chunkAt(t) {
    const last = this.plan.left.chunks.length - 1;
    return Math.max(0, Math.min(last, Math.floor(t / this.plan.chunk_minutes)));
  }

  // Fetching

  want() {
    const list = [];
    const here = this.chunkAt(this.playhead);
    for (const side of SIDES) {
      const world = this.worlds[side];
      for (const [rank, url] of this.headsWanted(world, here))
        list.push({ url, rank, chunk: here, what: "head" });
      let ahead = 0;
      let behind = 0;
      for (const k of byDistance(here, world.chunks.length)) {
        const chunk = world.chunks[k];
        const near = k >= here && k < here + SCENES_KEPT - 4;
        const missing = !chunk.records || (near && !chunk.scene);
        const room = k >= here ? ahead < AHEAD : behind < 6;
        const unended = !this.hidden && !(chunk.result || chunk.refused);
        if (!room || chunk.broken || !(missing || unended)) continue;
        if (k >= here) ahead += 1;
        else behind += 1;
        const rank = k >= here ? k - here : 4.5 + (here - k) / 4;
        if (missing) list.push({ url: chunk.urls.scene, rank, chunk: k, what: "scene" });
        else list.push({ url: chunk.urls.result, rank: rank + 0.5, chunk: k, what: "result" });
      }
    }
    for (const job of list) job.playhead = here;
    this.fetching.want(list);
  }

  // Land and rules as they are at the playhead, then as they will be after changes soon to come.
  headsWanted(world, here) {
    const urls = new Map();
    for (const chunk of world.chunks.slice(here, here + AHEAD)) {
      if (!this.heads.has(chunk.head) && !world.broken && !urls.has(chunk.head))
        urls.set(chunk.head, urls.size ? urls.size : -1);
    }
    return [...urls].map(([url, rank]) => [rank, url]);
  }

  // What the server will not give is not asked for again until `retry` or a new plan. That the plan itself is
  // gone is told once, however many addresses are.
  heard(state) {
    if (state.kind === "gone") {
      const now = Date.now();
      const told = now - (this.goneAt ?? -Infinity) < PLANNED_WITHIN;
      if (told || !this.urls().has(state.job.url)) return;
      this.goneAt = now;
    }
    if (state.kind === "refused") {
      for (const world of Object.values(this.worlds)) {
        const chunk = world.chunks[state.job.chunk];
        if (state.job.what === "head" && world.chunks.some((each) => each.head === state.job.url))
          world.broken = true;
        else if (chunk?.urls.result === state.job.url) chunk.refused = true;
        else if (chunk?.urls.scene === state.job.url) chunk.broken = true;
      }
      this.want();
    }
    this.onNews(state);
  }

  // All addresses of the plan in force.
  urls() {
    const { left, right } = this.plan;
    return new Set(
      [left, right].flatMap((world) => [
        world.head,
        ...world.chunks.flatMap((each) => [each.head, each.scene, each.result]),
      ]),
    );
  }

  retry() {
    for (const world of Object.values(this.worlds)) {
      for (const each of [world, ...world.chunks]) each.broken = each.refused = false;
    }
    this.want();
  }

  arrived(job, bytes) {
    let data;
    try {
      data = decode(bytes);
    } catch (error) {
      throw new BadResource(`unreadable ${job.what}: ${error.message}`);
    }
    if (job.what === "head") this.heads.set(job.url, withPaths(data));
    for (const side of SIDES) {
      const chunk = this.worlds[side].chunks[job.chunk];
      if (job.what === "head" || chunk?.urls[job.what] !== job.url) continue;
      if (job.what === "scene") this.takeScene(chunk, data);
      else this.takeResult(chunk, data);
    }
    this.want();
    this.onNews({ kind: "arrived", what: job.what, chunk: job.chunk });
  }

  takeScene(chunk, scene) {
    scene.legs = legsByOfficer(scene.tables.legs);
    chunk.scene = scene;
    chunk.events = scene.events ?? [];
    chunk.records = records(scene, chunk.result);
    this.version = (this.version ?? 0) + 1;
    this.forget();
  }

  takeResult(chunk, result) {
    chunk.result = { ...result, tables: { ends: result.tables.ends } };
    chunk.records = chunk.scene ? records(chunk.scene, chunk.result) : null; // a scene let go is asked for again
    this.version = (this.version ?? 0) + 1;
  }

  // Drop scenes far from the playhead.
  forget() {
    const here = this.chunkAt(this.playhead);
    for (const side of SIDES) {
      const chunks = this.worlds[side].chunks;
      const held = chunks.map((chunk, k) => (chunk.scene ? k : -1)).filter((k) => k >= 0);
      if (held.length <= SCENES_KEPT) continue;
      held.sort((a, b) => apart(a, here) - apart(b, here));
      for (const k of held.slice(SCENES_KEPT))
        if (chunks[k].result || chunks[k].refused) chunks[k].scene = null;
    }
  }

  // Looking

  // Land, roads and rules in force at t.
  head(side, t = this.playhead) {
    return this.heads.get(this.worlds[side]?.chunks[this.chunkAt(t)]?.head) ?? null;
  }

  scene(side, t) {
    return this.worlds[side].chunks[this.chunkAt(t)].scene;
  }

  // Whether both worlds can be drawn at t.
  ready(t) {
    return !!this.plan && SIDES.every((side) => this.head(side, t) && this.scene(side, t));
  }

  // The end of what can be played from t on without waiting.
  playableTo(t) {
    let k = this.chunkAt(t);
    const { left, right } = this.worlds;
    while (k < left.chunks.length && left.chunks[k].scene && right.chunks[k].scene) k += 1;
    return k === this.chunkAt(t) ? t : left.chunks[k - 1].to;
  }

  // Stretches of the run that both worlds have computed, as [[from, to], ...].
  computed() {
    const ranges = [];
    this.worlds.left?.chunks.forEach((chunk, k) => {
      if (!chunk.records || !this.worlds.right.chunks[k].records) return;
      const last = ranges.at(-1);
      if (last && last[1] === chunk.from) last[1] = chunk.to;
      else ranges.push([chunk.from, chunk.to]);
    });
    return ranges;
  }

  // Changes of rule or staffing that the timelines of the two worlds tell, as far as they are computed.
  changes() {
    const told = SIDES.flatMap((side) =>
      (this.worlds[side]?.chunks ?? []).flatMap((chunk) =>
        (chunk.events ?? []).map((event) => ({ ...event, side })),
      ),
    );
    return told.filter((event) => event.rule || event.staffing);
  }

  // Row of the stretch an officer is in at t, -1 where the tape says nothing.
  legOf(scene, officer, t) {
    const { first } = scene.legs;
    const { t0 } = scene.tables.legs;
    let row = -1;
    for (let i = first[officer]; i < first[officer + 1] && t0[i] <= t; i++) row = i;
    return row;
  }

  // All officers at t, written into `out` (arrays that grow): x, y in cells, duty, call, dx, dy while moving.
  officers(side, t, out) {
    const scene = this.scene(side, t);
    const head = this.head(side, t);
    const { cells } = head.tables;
    const staff = scene.tables.officers ?? head.tables.officers;
    const { legs } = scene.tables;
    out = roomy(out, staff.rows);
    out.rows = staff.rows;
    out.staff = staff;
    for (let officer = 0; officer < staff.rows; officer++) {
      const row = officer + 1 < scene.legs.first.length ? this.legOf(scene, officer, t) : -1;
      const home = staff.home_cell[officer];
      if (row < 0 || t > legs.t1[row]) {
        write(out, officer, cells.x[home], cells.y[home], 0, NaN, 0, 0);
        continue;
      }
      const place = this.placeOf(head, legs, row, t);
      write(out, officer, place.x, place.y, legs.duty[row], legs.call[row], place.dx, place.dy);
    }
    return out;
  }

  placeOf(head, legs, row, t) {
    const t0 = legs.t0[row];
    const span = legs.t1[row] - t0;
    const part = span > 0 ? Math.min(1, (t - t0) / span) : 1;
    const start = legs.start?.[row] ?? 0;
    const upto = legs.upto?.[row] ?? 1;
    return head.paths.place(legs.cell0[row], legs.cell1[row], start + (upto - start) * part, this.place);
  }

  // Calls that are alive at t or ended less than `echo` minutes ago.
  calls(side, t, echo = 0) {
    return this.recent(side, this.chunkAt(t)).filter(
      (call) => call.arose <= t && (!(call.closed <= t) || call.closed >= t - echo || call.there >= t - echo),
    );
  }

  // The latest record of every call of this chunk and the few before it.
  recent(side, k) {
    const world = this.worlds[side];
    if (world.recent?.k === k && world.recent.version === this.version) return world.recent.list;
    const list = latest(world.chunks.slice(Math.max(0, k - ECHO_CHUNKS), k + 1));
    world.recent = { k, version: this.version, list };
    return list;
  }

  // The latest record up to chunk k of every call since the start.
  all(side, k) {
    const world = this.worlds[side];
    if (world.all?.k === k && world.all.version === this.version) return world.all.list;
    const list = latest(world.chunks.slice(0, k + 1));
    world.all = { k, version: this.version, list };
    return list;
  }

  callById(side, id, t) {
    return this.all(side, this.chunkAt(t)).find((call) => call.id === id) ?? null;
  }

  posts(side, t) {
    const rows = this.scene(side, t).tables.posts;
    const holders = new Float64Array(this.head(side, t).tables.posts.rows).fill(NaN);
    for (let i = 0; i < rows.rows; i++)
      if (rows.t0[i] <= t && t < rows.t1[i]) holders[rows.post[i]] = rows.officer[i];
    return holders;
  }

  // Flow, speed and whether blocked, of all links in the minutes around t; `step` names the stretch.
  roads(side, t) {
    const scene = this.scene(side, t);
    const { links } = scene.tables;
    const count = this.head(side, t).tables.links.rows;
    const steps = links.flow.length / count;
    const minutes = scene.step_minutes ?? links.step_minutes ?? (scene.to - scene.from) / steps;
    const step = Math.max(0, Math.min(steps - 1, Math.floor((t - scene.from) / minutes)));
    const cut = (column) => column.subarray(step * count, (step + 1) * count);
    return {
      step: `${scene.from} ${step}`,
      flow: cut(links.flow),
      speed: cut(links.speed),
      blocked: cut(links.blocked),
    };
  }

  // Whether everything from the start to chunk k is known, so that sums from the start are true.
  whole(side, k) {
    const { chunks } = this.worlds[side];
    for (let i = 0; i <= k; i++)
      if (!chunks[i].records || !(chunks[i].result || chunks[i].refused)) return false;
    return true;
  }

  // An outcome at t: {value, n, at}; from the calls where they tell, else as of the last chunk end. Null: unknown.
  outcome(side, name, t) {
    const k = this.chunkAt(t);
    if (this.whole(side, k)) {
      const now = measured(name, this.all(side, k), t);
      if (now) return { ...now, at: t };
    }
    const { chunks } = this.worlds[side];
    for (let i = t >= chunks[k].to ? k : k - 1; i >= 0; i--) {
      const told = chunks[i].result?.running?.[name];
      if (told) return { value: told[0], n: told[1], at: chunks[i].to };
    }
    return null;
  }

  // An outcome at every chunk end up to t: [{minute, value}], for charts.
  series(side, name, t) {
    const points = [];
    for (const chunk of this.worlds[side].chunks) {
      if (chunk.to > t) break;
      const told = name === "delay" ? [chunk.result?.delay ?? null] : chunk.result?.running?.[name];
      if (told && told[0] !== null) points.push({ minute: chunk.to, value: told[0] });
    }
    return points;
  }

  // How many calls have nobody there yet, as a line of [minute, calls]: the most in each stretch of time.
  queue(side, t, points = 120) {
    const k = this.chunkAt(t);
    const { chunks } = this.worlds[side];
    let first = k;
    while (first > 0 && chunks[first - 1].records) first -= 1;
    const line = queued(this.all(side, k), t, Math.max(10, this.minutes / points));
    return line.filter(({ minute }) => minute >= chunks[first].from);
  }
}

// Parts

function kept(told, old) {
  const urls = { scene: told.scene, result: told.result };
  if (old && old.urls.scene === urls.scene && old.urls.result === urls.result) return old;
  return { from: told.from, to: told.to, urls, scene: null, records: null, result: null };
}

function withPaths(head) {
  head.paths = new Paths(head.tables.cells, head.tables.links);
  return head;
}

// Where the stretches of each officer begin among the rows, which are in order of officer and time.
function legsByOfficer(legs) {
  let most = -1;
  for (let i = 0; i < legs.rows; i++) most = Math.max(most, legs.officer[i]);
  const first = new Int32Array(most + 2);
  for (let i = 0; i < legs.rows; i++) first[legs.officer[i] + 1] += 1;
  for (let i = 0; i <= most; i++) first[i + 1] += first[i];
  return { first };
}

function* byDistance(here, count) {
  for (let k = here; k < count; k++) yield k;
  for (let k = here - 1; k >= 0; k--) yield k;
}

// What lies behind the playhead is dropped before what lies ahead.
function apart(k, here) {
  return k >= here ? k - here : 3 * (here - k);
}

function roomy(out, rows) {
  if (out && out.x.length >= rows) return out;
  const floats = () => new Float64Array(rows);
  return {
    x: floats(),
    y: floats(),
    dx: floats(),
    dy: floats(),
    call: floats(),
    duty: new Uint8Array(rows),
    rows,
  };
}

function write(out, i, x, y, duty, call, dx, dy) {
  out.x[i] = x;
  out.y[i] = y;
  out.duty[i] = duty;
  out.call[i] = call;
  out.dx[i] = dx;
  out.dy[i] = dy;
}
