// What lies under the pointer, and all that is known about it: plain data for the inspector to show.

import { phaseOf, waitOf } from "./call_records.js";
import { SIDES } from "./recording.js";

/** @import { CallRecord, Description, Head, Kind, Life, Side, Sides, Thing } from "./types.js" */
/** @import { Camera } from "./camera.js" */
/** @import { Formatter } from "./format.js" */
/** @import { MapView } from "./map_view.js" */
/** @import { Recording } from "./recording.js" */

/**
 * What a description is made from.
 * @typedef {object} Sources
 * @property {Recording} recording
 * @property {number} t
 * @property {Formatter} formatter
 * @property {Sides<MapView>} views
 */

const REACH = 16; // pixels from the pointer to a thing
const ROAD_REACH = 6;
const LANES_FROM = 14; // pixels a cell from which village lanes can be pointed at
const ROADS = ["village", "county", "trunk", "street"]; // by class

// Pixels by which a thing counts as nearer or further than it is: calls before officers, buildings after
// them.
const CALLS_NEARER = -3;
const STATIONS_FURTHER = 4;
const POSTS_FURTHER = 5;

/** The nearest of the things offered. */
class Nearest {
  /**
   * @param {Camera} camera
   * @param {Side} side
   * @param {number} px
   * @param {number} py
   */
  constructor(camera, side, px, py) {
    this.camera = camera;
    this.side = side;
    this.px = px;
    this.py = py;
    this.distance = REACH;
    /** @type {Thing | null} */
    this.thing = null;
  }

  /**
   * A thing at a place in pixels.
   * @param {Kind} kind
   * @param {number} id
   * @param {number} px
   * @param {number} py
   */
  offer(kind, id, px, py, handicap = 0) {
    const distance = Math.hypot(px - this.px, py - this.py) + handicap;
    if (distance >= this.distance) return;
    this.distance = distance;
    this.thing = { kind, id, side: this.side };
  }
}

/**
 * The nearest thing at (px, py), null where there is only paper.
 * @param {MapView} view
 * @param {Camera} camera
 * @param {number} px
 * @param {number} py
 * @param {number} t
 * @returns {Thing | null}
 */
export function pick(view, camera, px, py, t) {
  const { cells, posts, sites } = view.head.tables;
  const nearest = new Nearest(camera, view.side, px, py);
  /** @type {(kind: Kind, id: number, cell: number, handicap: number) => void} */
  const offerAt = (kind, id, cell, handicap) =>
    nearest.offer(kind, id, camera.px(cells.x[cell]), camera.py(cells.y[cell]), handicap);
  for (const call of view.calls) {
    if (!call.onPatrol && phaseOf(call, t) !== "done") offerAt("call", call.id, call.cell, CALLS_NEARER);
  }
  for (const { row, px, py } of view.standing.singles) nearest.offer("officer", row, px, py);
  // A sign of those who wait together stands for the first of them; the house beside it tells of all.
  for (const { signs } of view.standing.gatherings) {
    for (const { row, px, py } of signs) nearest.offer("officer", row, px, py);
  }
  for (let i = 0; i < posts.rows; i++) offerAt("post", i, posts.cell[i], POSTS_FURTHER);
  for (let i = 0; i < sites.rows; i++) offerAt("station", i, sites.cell[i], STATIONS_FURTHER);
  return nearest.thing ?? roadAt(view, camera, px, py) ?? townshipAt(view, camera, px, py);
}

/**
 * @param {MapView} view
 * @param {Camera} camera
 * @param {number} px
 * @param {number} py
 * @returns {Thing | null}
 */
function roadAt(view, camera, px, py) {
  const { x, y } = view.head.tables.cells;
  let id = -1;
  let nearest = ROAD_REACH;
  for (const [i, { a, b, road }] of view.edges.entries()) {
    if (road === 0 && camera.scale < LANES_FROM) continue;
    const dx = camera.px(x[b]) - camera.px(x[a]);
    const dy = camera.py(y[b]) - camera.py(y[a]);
    const distance = toSegment(px - camera.px(x[a]), py - camera.py(y[a]), dx, dy);
    if (distance < nearest) [nearest, id] = [distance, i];
  }
  return id < 0 ? null : { kind: "road", id, side: view.side };
}

/**
 * How far (px, py) is from the segment from the origin to (dx, dy).
 * @param {number} px
 * @param {number} py
 * @param {number} dx
 * @param {number} dy
 */
function toSegment(px, py, dx, dy) {
  const share = Math.max(0, Math.min(1, (px * dx + py * dy) / (dx * dx + dy * dy || 1)));
  return Math.hypot(dx * share - px, dy * share - py);
}

/**
 * @param {MapView} view
 * @param {Camera} camera
 * @param {number} px
 * @param {number} py
 * @returns {Thing | null}
 */
function townshipAt(view, camera, px, py) {
  const [x, y] = camera.cell(px, py);
  const cell = view.cellAt(Math.round(x), Math.round(y));
  return cell < 0 ? null : { kind: "township", id: view.head.tables.cells.township[cell], side: view.side };
}

/**
 * Everything about a thing, in words.
 * @param {Thing} thing
 * @param {Sources} sources
 * @returns {Thing & Description}
 */
export function describe(thing, sources) {
  return { ...thing, ...DESCRIBERS[thing.kind](thing, sources) };
}

/** @type {Record<Kind, (thing: Thing, sources: Sources) => Description>} */
const DESCRIBERS = { officer, call, post, station, road, township };

/**
 * @param {Thing} thing
 * @param {Sources} sources
 * @returns {Description}
 */
function officer({ id, side }, { recording, t, formatter, views }) {
  const view = views[side];
  const { head } = view;
  const { staff, duty } = view.officers;
  const corps = head.corps[staff.corps[id]];
  const title = formatter.text("officer_of", { corps: formatter.label("corps", corps) });
  /** @type {[string, string][]} */
  const facts = [
    [formatter.text("corps"), formatter.label("corps", corps)],
    [formatter.text("doing"), formatter.label("duties", head.duties[duty[id]])],
    [formatter.text("home"), view.townshipName(staff.township[id])],
  ];
  for (const domain of head.domains ?? []) {
    const skill = staff[`skill_${domain}`]?.[id] ?? -1;
    const label = formatter.text("skill_of", { domain: formatter.label("domains", domain) });
    if (skill >= 0) facts.push([label, skill.toFixed(2)]);
  }
  return { title, corps, facts, strip: today(id, side, recording, t, head) };
}

/**
 * Stretches of an officer's day so far, as far as the recording holds them.
 * @param {number} id
 * @param {Side} side
 * @param {Recording} recording
 * @param {number} t
 * @param {Head} head
 */
function today(id, side, recording, t, head) {
  const begin = Math.floor(t / 1440) * 1440;
  /** @type {{ from: number, to: number, duty: string }[]} */
  const stretches = [];
  for (const { from, to, scene } of scenesToday(recording, side, begin, t)) {
    const { firstLeg } = scene;
    const { legs } = scene.tables;
    for (let i = firstLeg[id]; i < firstLeg[id + 1]; i++) {
      const duty = head.duties[legs.duty[i]];
      addStretch(stretches, Math.max(begin, from, legs.t0[i]), Math.min(t, to, legs.t1[i]), duty);
    }
  }
  return { begin, stretches };
}

/**
 * A stretch joins the one before it where there is no gap between them and the duty is the same.
 * @param {{ from: number, to: number, duty: string }[]} stretches
 * @param {number} from
 * @param {number} to
 * @param {string} duty
 */
function addStretch(stretches, from, to, duty) {
  if (to <= from) return;
  const last = stretches.at(-1);
  if (last && last.duty === duty && from - last.to < 1) last.to = to;
  else stretches.push({ from, to, duty });
}

/**
 * The scenes of the day up to t that are still here.
 * @param {Recording} recording
 * @param {Side} side
 * @param {number} begin
 * @param {number} t
 */
function scenesToday(recording, side, begin, t) {
  return recording.worlds[side].chunks.flatMap(({ from, to, scene }) =>
    scene && to > begin && from <= t ? [{ from, to, scene }] : [],
  );
}

/**
 * @param {Thing} thing
 * @param {Sources} sources
 * @returns {Description}
 */
function call({ id, side }, sources) {
  const { recording, t, formatter, views } = sources;
  const view = views[side];
  const record = recording.callById(side, id, t);
  if (!record) return { title: formatter.text("call_gone"), facts: [] };
  const called = Number.isNaN(record.known) ? "–" : formatter.clockText(record.known);
  /** @type {[string, string][]} */
  const facts = [
    [formatter.text("where"), view.townshipName(record.township)],
    [formatter.text("priority"), String(record.priority)],
    [formatter.text("called_at"), called],
  ];
  if (record.complex) facts.push([formatter.text("needs"), formatter.text("complex_call")]);
  const lives = SIDES.map((each) => ({
    side: each,
    ...life(recording.callById(each, id, t), each, sources),
  }));
  return { title: formatter.label("kinds", view.kindName(record)), facts, lives };
}

/**
 * One world's course of a call: what happened when, and a sentence.
 * @param {CallRecord | null} record
 * @param {Side} side
 * @param {Sources} sources
 * @returns {Life}
 */
function life(record, side, { t, formatter, views }) {
  if (formatter.hidden) return { text: "?", steps: [] };
  if (!record) return { text: formatter.text("no_such_call"), steps: [] };
  const { known, dispatched, there, closed } = record;
  const steps = Object.entries({ known, dispatched, there, closed })
    .filter(([, at]) => at <= t)
    .map(([name, at]) => ({ name, label: formatter.text(`step_${name}`), minute: at - known }));
  const phase = phaseOf(record, t);
  const wait = waitOf(record, t);
  const { head, officers } = views[side];
  const who = record.rides.findLast((ride) => ride.t0 <= t)?.officer ?? record.lead;
  const corps =
    who >= 0 ? formatter.label("corps", head.corps[officers.staff.corps[who]]) : formatter.text("somebody");
  const text = formatter.text(`life_${phase}`, { minutes: formatter.minutes(wait), corps });
  return { text, steps, phase, until: Math.max(wait, ...steps.map((each) => each.minute)) };
}

/**
 * @param {Thing} thing
 * @param {Sources} sources
 * @returns {Description}
 */
function post({ id, side }, { formatter, views }) {
  const view = views[side];
  const holder = view.holders[id];
  const who = Number.isNaN(holder)
    ? formatter.text("nobody")
    : formatter.label("corps", view.head.corps[view.officers.staff.corps[holder]]);
  return {
    title: formatter.text("junction_post"),
    facts: [
      [formatter.text("where"), view.townshipName(view.head.tables.posts.township[id])],
      [formatter.text("held_by"), who],
    ],
  };
}

/**
 * @param {Thing} thing
 * @param {Sources} sources
 * @returns {Description}
 */
function station({ id, side }, { formatter, views }) {
  const view = views[side];
  const { sites } = view.head.tables;
  const place = view.townshipName(sites.township[id]);
  /** @type {[string, string][]} */
  const facts = [...officersAt(view, sites.cell[id])].map(([corps, { all, now }]) => [
    formatter.label("corps", corps),
    formatter.text("of_whom_on_duty", { all, now }),
  ]);
  if (!facts.length) facts.push([formatter.text("officers"), "0"]);
  return { title: formatter.text("station_in", { place }), facts };
}

/**
 * How many officers of each corps belong to a place, and how many of them are on duty now.
 * @param {MapView} view
 * @param {number} cell
 */
function officersAt({ head, officers }, cell) {
  /** @type {Map<string, { all: number, now: number }>} */
  const found = new Map();
  const { staff } = officers;
  for (let row = 0; row < staff.rows; row++) {
    if (staff.home_cell[row] !== cell) continue;
    const corps = head.corps[staff.corps[row]];
    const { all, now } = found.get(corps) ?? { all: 0, now: 0 };
    found.set(corps, { all: all + 1, now: now + (officers.duty[row] ? 1 : 0) });
  }
  return found;
}

/**
 * @param {Thing} thing
 * @param {Sources} sources
 * @returns {Description}
 */
function road({ id, side }, { recording, t, formatter, views }) {
  const view = views[side];
  const edge = view.edges[id];
  const { links } = view.head.tables;
  const now = recording.roads(side, t);
  const link = edge.links.reduce((most, each) => (now.flow[each] > now.flow[most] ? each : most));
  /** @type {(n: number) => string} */
  const vehicles = (n) => formatter.text("vehicles_an_hour", { n: Math.round(n) });
  /** @type {[string, string][]} */
  const facts = [
    [formatter.text("flow"), vehicles(now.flow[link])],
    [formatter.text("capacity"), vehicles(links.capacity[link])],
    [formatter.text("speed"), formatter.text("of_free_speed", { n: Math.round(100 * now.speed[link]) })],
  ];
  if (now.blocked[link]) facts.push([formatter.text("lane"), formatter.text("blocked")]);
  const lines = throughTheDay(link, side, recording, t, links.rows);
  return { title: formatter.label("roads", ROADS[edge.road]), facts, lines };
}

/**
 * @param {number} link
 * @param {Side} side
 * @param {Recording} recording
 * @param {number} t
 * @param {number} count of all links
 */
function throughTheDay(link, side, recording, t, count) {
  const begin = Math.floor(t / 1440) * 1440;
  const points = [];
  for (const { from, to, scene } of scenesToday(recording, side, begin, t)) {
    const { flow, speed } = scene.tables.links;
    const steps = flow.length / count;
    for (let i = 0; i < steps; i++) {
      const minute = from + ((to - from) * i) / steps;
      if (minute > t) continue;
      points.push({ minute: minute - begin, flow: flow[i * count + link], speed: speed[i * count + link] });
    }
  }
  return points;
}

/**
 * @param {Thing} thing
 * @param {Sources} sources
 * @returns {Description}
 */
function township({ id, side }, { recording, t, formatter, views }) {
  const view = views[side];
  const { name, population, rule = recording.worlds[side].rule } = view.head.townships[id];
  /** @type {[string, string][]} */
  const facts = population ? [[formatter.text("people"), formatter.whole.format(population)]] : [];
  for (const each of SIDES) {
    const calls = recording
      .all(each, recording.chunkAt(t))
      .filter((record) => record.township === id && record.known <= t && !record.onPatrol);
    const mean = calls.reduce((sum, record) => sum + waitOf(record, t), 0) / calls.length;
    const values = { n: calls.length, minutes: calls.length ? formatter.minutes(mean) : "–" };
    facts.push([formatter.text(`calls_${each}`), formatter.text("calls_and_mean", values)]);
  }
  return { title: view.townshipName(id), facts, township: { name, rule } };
}
