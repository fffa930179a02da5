// The map above: what moves. Officers, calls as rings, the line from an officer to a call, posts, flowing
// roads.

import { phaseOf, waitOf } from "./call_records.js";
import { gatheredCalls, lookOf } from "./gather.js";
import { fontOf } from "./ground.js";
import { Boxes } from "./labels.js";
import { mixed } from "./palette.js";
import { Sprites } from "./sprites.js";

/** @import { CallRecord, Colours, Context, GatheredCalls, Gathering, Head, Moment, Phase } from "./types.js" */
/** @import { Ride, RoadStates, Route, Side, Staff, WaitNumber } from "./types.js" */
/** @import { Camera } from "./camera.js" */

const SPRITE_RADII = [3.4, 4.3, 5.2]; // by how near the land is
const NEARER_FROM = [7, 9.5]; // pixels a cell from which the next larger sprite is used
const SIGN_RADIUS = 4.4; // of the sign of a corps that waits at its station
const GATHERED_RADIUS = 9; // pixels, at least, of a ring with a number in it

const OLD_AFTER = 60; // minutes after which a ring is as dark and wide as it gets
const AGES = 24; // colours between a new ring and an old one
const LEAST_ECHO = 2; // minutes
const PIXELS_AN_ECHO = 8_000; // of the map for each answered call that is still seen
const RIDE_ECHO = 0.7; // of the echo of a call, for which the ride to it is still seen
const LEAST_URGENT = 3; // priorities up to this have their minutes written

const MOST_DOTS = 900;
const DOTS_PER_FLOW = 1 / 260;
const FEWEST_DOTS = 0.12; // on a link, below which it has none
const GOLDEN = 0.618034; // spreads the starts of dots on links evenly, whatever the number of links

/** Traffic officers are drawn last, on top: there are few of them and they are the question. */
const DRAWN_LATER = ["auxiliary", "station", "patrol", "case_specialist", "traffic_specialist", "traffic"];

export class Movers {
  /**
   * @param {Head} head
   * @param {Colours} colours
   * @param {Side} side
   * @param {number} ratio
   * @param {string} lang
   */
  constructor(head, colours, side, ratio, lang) {
    this.head = head;
    this.colours = colours;
    this.lang = lang;
    this.sideColour = colours[side];
    this.sprites = SPRITE_RADII.map((radius) => new Sprites(colours, radius, ratio));
    this.signs = new Sprites(colours, SIGN_RADIUS, ratio);
    this.ages = Array.from({ length: AGES }, (_, i) =>
      mixed(colours["call-new"], colours["call-old"], i / (AGES - 1)),
    );
    /** @type {WaitNumber[]} minutes and counts still to be written in this picture, over all else */
    this.numbers = [];
  }

  /**
   * @param {Context} context
   * @param {Camera} camera
   * @param {Moment} given
   */
  draw(context, camera, given) {
    context.clearRect(0, 0, camera.width, camera.height);
    const room = (camera.width * camera.height) / PIXELS_AN_ECHO;
    const moment = { ...given, echo: echoFor(given.calls, given.t, given.echo, room) };
    if (!moment.still) this.drawFlow(context, camera, moment.roads, moment.flowPhase);
    this.drawPosts(context, camera, moment.holders);
    this.drawRides(context, camera, moment);
    this.drawOfficers(context, camera, moment);
    this.drawCalls(context, camera, moment);
    moment.drawNames(context);
    this.writeNumbers(context, moment);
  }

  /**
   * Dots on the links: as many as the flow, as quick as the speed; their pace is of the screen, not of the
   * clock.
   * @param {Context} context
   * @param {Camera} camera
   * @param {RoadStates} roads
   * @param {number} flowPhase
   */
  drawFlow(context, camera, roads, flowPhase) {
    context.fillStyle = this.colours.soft;
    context.globalAlpha = 0.55;
    let drawn = 0;
    for (let link = 0; link < roads.flow.length && drawn < MOST_DOTS; link++) {
      const dots = roads.flow[link] * DOTS_PER_FLOW;
      const start = (link * GOLDEN) % 1;
      // Of links with less than one dot, some have one.
      if (dots < FEWEST_DOTS || (dots < 1 && start > dots * 1.2)) continue;
      const pace = roads.blocked[link] ? 0 : roads.speed[link];
      drawn += this.drawDots(context, camera, link, Math.max(1, Math.round(dots)), start + flowPhase * pace);
    }
    context.globalAlpha = 1;
  }

  /**
   * The dots of one link; returns how many were drawn.
   * @param {Context} context
   * @param {Camera} camera
   * @param {number} link
   * @param {number} dots
   * @param {number} first share of the link at which the first dot is
   */
  drawDots(context, camera, link, dots, first) {
    const { cells, links } = this.head.tables;
    const tail = links.tail[link];
    const head = links.head[link];
    const ax = camera.px(cells.x[tail]);
    const ay = camera.py(cells.y[tail]);
    if (!camera.sees(ax, ay, 20)) return 0;
    const dx = camera.px(cells.x[head]) - ax;
    const dy = camera.py(cells.y[head]) - ay;
    const size = Math.max(1.4, Math.min(2.6, camera.scale / 6));
    const aside = (0.09 * camera.scale) / (Math.hypot(dx, dy) || 1); // keep to the right
    const ox = ax - dy * aside - size / 2;
    const oy = ay + dx * aside - size / 2;
    for (let i = 0; i < dots; i++) {
      const share = (first + i / dots) % 1;
      context.fillRect(ox + dx * share, oy + dy * share, size, size);
    }
    return dots;
  }

  /**
   * @param {Context} context
   * @param {Camera} camera
   * @param {Float64Array} holders
   */
  drawPosts(context, camera, holders) {
    const { posts, cells } = this.head.tables;
    context.lineWidth = 1.6;
    const radius = Math.max(3.6, Math.min(7.5, 0.7 * camera.scale));
    for (let i = 0; i < posts.rows; i++) {
      const held = !Number.isNaN(holders[i]);
      const cell = posts.cell[i];
      context.beginPath();
      context.arc(camera.px(cells.x[cell]), camera.py(cells.y[cell]), radius, 0, 2 * Math.PI);
      context.strokeStyle = held ? this.colours["post-on"] : this.colours.soft;
      context.setLineDash(held ? [] : [2.5, 2.5]);
      context.stroke();
    }
    context.setLineDash([]);
  }

  /**
   * Who comes: the route still to go, in the colour of the side; once there, its echo.
   * @param {Context} context
   * @param {Camera} camera
   * @param {Moment} moment
   */
  drawRides(context, camera, { t, echo, calls }) {
    context.lineCap = "round";
    context.strokeStyle = this.sideColour;
    for (const call of calls) {
      for (const ride of call.rides) this.drawRide(context, camera, ride, t, (t - ride.t1) / echo);
    }
    context.globalAlpha = 1;
  }

  /**
   * @param {Context} context
   * @param {Camera} camera
   * @param {Ride} ride
   * @param {number} t
   * @param {number} since its end, as a share of the echo
   */
  drawRide(context, camera, { t0, t1, from, to, start, upto }, t, since) {
    if (t < t0 || since > RIDE_ECHO || from === to) return;
    const share = start + (upto - start) * Math.min(1, (t - t0) / Math.max(0.01, t1 - t0));
    context.globalAlpha = since > 0 ? 0.75 * (1 - since / RIDE_ECHO) : 0.85;
    context.lineWidth = 2.4;
    this.traceRoute(context, camera, this.head.routes.route(from, to), since > 0 ? start : share);
    context.stroke();
  }

  /**
   * A route from a share of its time on.
   * @param {Context} context
   * @param {Camera} camera
   * @param {Route} route
   * @param {number} from
   */
  traceRoute(context, camera, { cells, at }, from) {
    const { x, y } = this.head.tables.cells;
    context.beginPath();
    let open = false;
    for (const [i, cell] of cells.entries()) {
      const last = i + 1 === cells.length;
      if (!last && at[i + 1] <= from) continue;
      if (!open && !last && from > at[i]) {
        const next = cells[i + 1];
        const part = (from - at[i]) / (at[i + 1] - at[i] || 1);
        const px = camera.px(x[cell] + (x[next] - x[cell]) * part);
        context.moveTo(px, camera.py(y[cell] + (y[next] - y[cell]) * part));
      } else context[open ? "lineTo" : "moveTo"](camera.px(x[cell]), camera.py(y[cell]));
      open = true;
    }
  }

  /**
   * Who waits at a station first, then who is on the way or elsewhere.
   * @param {Context} context
   * @param {Camera} camera
   * @param {Moment} moment
   */
  drawOfficers(context, camera, { officers, standing }) {
    const sprites = this.sprites[NEARER_FROM.filter((scale) => camera.scale >= scale).length];
    for (const gathering of standing.gatherings) this.drawGathering(context, gathering);
    for (const { row, px, py } of standing.singles) {
      const corps = this.head.corps[officers.staff.corps[row]];
      sprites.draw(context, corps, lookOf(officers.duty[row]), px, py);
    }
  }

  /**
   * A sign for each corps, with how many of it wait here.
   * @param {Context} context
   * @param {Gathering} gathering
   */
  drawGathering(context, { signs }) {
    context.font = `600 11px ${fontOf(this.lang)}`;
    context.textAlign = "left";
    context.textBaseline = "middle";
    context.lineJoin = "round";
    context.lineWidth = 3;
    context.strokeStyle = this.colours.paper;
    context.fillStyle = this.colours.ink;
    for (const { corps, look, count, px, py } of signs) {
      if (count > 1) {
        context.strokeText(String(count), px + 6, py + 0.5);
        context.fillText(String(count), px + 6, py + 0.5);
      }
      this.signs.draw(context, this.head.corps[corps], look, px, py);
    }
  }

  /**
   * Calls: a ring that grows and darkens while nobody comes; when somebody has come, the minutes it took.
   * @param {Context} context
   * @param {Camera} camera
   * @param {Moment} moment
   */
  drawCalls(context, camera, moment) {
    const { x, y } = this.head.tables.cells;
    const { t, echo } = moment;
    this.numbers = [];
    /** @type {CallRecord[]} */
    const open = [];
    for (const call of moment.calls) {
      const px = camera.px(x[call.cell]);
      const py = camera.py(y[call.cell]);
      if (!camera.sees(px, py, 40)) continue;
      const phase = phaseOf(call, t);
      if (call.onPatrol) this.drawFound(context, px, py, (t - call.known) / echo);
      else if (phase === "quiet") this.drawQuiet(context, px, py);
      else if (phase === "waiting" || phase === "coming") open.push(call);
      else this.drawCall(context, call, phase, px, py, moment);
    }
    for (const gathered of gatheredCalls(open, { x, y }, camera)) this.drawOpen(context, gathered, moment);
    context.globalAlpha = 1;
  }

  /**
   * Open calls at one place: the ring of the one that waits longest, and how many they are.
   * @param {Context} context
   * @param {GatheredCalls} gathered
   * @param {Moment} moment
   */
  drawOpen(context, { px, py, calls }, moment) {
    const [longest] = calls;
    this.drawCall(context, longest, phaseOf(longest, moment.t), px, py, moment, calls.length);
    if (calls.length > 1)
      this.numbers.push({ text: String(calls.length), px, py: py + 4, age: -1, strength: 1 });
  }

  /**
   * @param {Context} context
   * @param {number} px
   * @param {number} py
   */
  drawQuiet(context, px, py) {
    context.globalAlpha = 0.8;
    context.fillStyle = this.colours["call-new"];
    context.beginPath();
    context.arc(px, py, 1.8, 0, 2 * Math.PI);
    context.fill();
  }

  /**
   * Found by an officer on patrol: nobody called and nobody waits; a small ring that fades.
   * @param {Context} context
   * @param {number} px
   * @param {number} py
   * @param {number} age as a share of the echo
   */
  drawFound(context, px, py, age) {
    const fresh = 1 - age;
    if (!(fresh > 0)) return;
    context.globalAlpha = 0.6 * fresh;
    context.strokeStyle = this.colours.soft;
    context.lineWidth = 1.4;
    context.beginPath();
    context.arc(px, py, 4, 0, 2 * Math.PI);
    context.stroke();
  }

  /**
   * @param {Context} context
   * @param {CallRecord} call
   * @param {Phase} phase
   * @param {number} px
   * @param {number} py
   * @param {Moment} moment
   * @param {number} count of calls that this ring stands for
   */
  drawCall(context, call, phase, px, py, { t, echo, hidden }, count = 1) {
    const minutes = hidden ? 0 : waitOf(call, t);
    const end = endOf(call, t);
    const open = phase === "waiting" || phase === "coming";
    const since = open ? 0 : Math.max(0, (t - end) / echo);
    const age = Math.min(1, minutes / OLD_AFTER);
    const own = (5 + 13 * Math.sqrt(age)) * (call.priority === 1 ? 1.35 : 1);
    const radius = count > 1 ? Math.max(GATHERED_RADIUS, own) : own;
    const rising = Math.min(1, Math.max(0, (t - call.known) / (0.12 * echo)));
    context.strokeStyle = this.ages[Math.round(age * (AGES - 1))];
    if (since < 1) {
      context.globalAlpha = (1 - since) * (0.35 + 0.65 * rising);
      context.lineWidth = (call.priority === 1 ? 3.4 : 2.2) * (1 - 0.5 * since);
      drawRing(context, phase, px, py, radius, since);
    }
    if (phase === "attended") this.drawAttended(context, px, py);
    if (hidden || since <= 0 || since >= 1 || call.priority > LEAST_URGENT) return;
    const text = phase === "gave_up" ? "✕" : `${Math.round(minutes)}′`;
    this.numbers.push({ text, px, py: py - radius - 3, age, strength: 1 - since });
  }

  /**
   * @param {Context} context
   * @param {number} px
   * @param {number} py
   */
  drawAttended(context, px, py) {
    context.globalAlpha = 0.9;
    context.strokeStyle = this.colours.ink;
    context.lineWidth = 1;
    context.beginPath();
    context.arc(px, py, 8, 0, 2 * Math.PI);
    context.stroke();
  }

  /**
   * How many calls share a ring, and the minutes it took to come: the longest first, clear of names, of
   * signs and of each other; what finds no room is left out.
   * @param {Context} context
   * @param {Moment} moment
   */
  writeNumbers(context, moment) {
    const signs = moment.standing.gatherings.map(({ box }) => box);
    const written = new Boxes([...moment.nameBoxes, ...signs]);
    context.textAlign = "center";
    context.textBaseline = "alphabetic";
    context.lineJoin = "round";
    context.lineWidth = 3;
    context.strokeStyle = this.colours.paper;
    this.numbers.sort((a, b) => Number(b.age < 0) - Number(a.age < 0) || b.age - a.age);
    for (const number of this.numbers) this.writeNumber(context, number, written);
    context.globalAlpha = 1;
  }

  /**
   * @param {Context} context
   * @param {WaitNumber} number
   * @param {Boxes} written
   */
  writeNumber(context, { text, px, py, age, strength }, written) {
    const isCount = age < 0;
    const size = isCount ? 11 : 13 + 6 * age; // what took long is written larger
    context.font = `${isCount ? 700 : 600} ${size}px ${fontOf(this.lang)}`;
    const half = context.measureText(text).width / 2;
    const rows = (isCount ? [0] : [0, 14, 28]).map((up) => ({
      x0: px - half,
      x1: px + half,
      y0: py - up - 0.75 * size,
      y1: py - up,
    }));
    const box = written.place(rows);
    if (!box) return;
    context.globalAlpha = Math.min(1, strength * 1.6);
    context.fillStyle = isCount ? this.colours.ink : this.sideColour;
    context.strokeText(text, px, box.y1);
    context.fillText(text, px, box.y1);
  }
}

/**
 * For how many minutes an answered call is still seen: where there are very many, the latest alone.
 * @param {CallRecord[]} calls
 * @param {number} t
 * @param {number} echo at most
 * @param {number} room how many the map has room for
 */
export function echoFor(calls, t, echo, room) {
  const ages = calls
    .filter((call) => !call.onPatrol && endOf(call, t) <= t)
    .map((call) => t - endOf(call, t));
  if (ages.length <= room) return echo;
  ages.sort((a, b) => a - b);
  return Math.max(LEAST_ECHO, Math.min(echo, ages[Math.floor(room)]));
}

/**
 * When a caller stopped to wait, because somebody came or the call was given up; NaN while they wait.
 * @param {CallRecord} call
 * @param {number} t
 */
function endOf({ there, closed }, t) {
  return there <= t ? there : closed;
}

/**
 * A ring that widens after its end; filled while nobody is there, crossed out where the caller gave up.
 * @param {Context} context
 * @param {Phase} phase
 * @param {number} px
 * @param {number} py
 * @param {number} radius
 * @param {number} since
 */
function drawRing(context, phase, px, py, radius, since) {
  context.beginPath();
  context.arc(px, py, radius * (1 + 0.25 * since), 0, 2 * Math.PI);
  context.stroke();
  if (phase !== "attended" && phase !== "done") {
    context.globalAlpha *= 0.16;
    context.fillStyle = context.strokeStyle;
    context.fill();
  }
  if (phase === "gave_up") cross(context, px, py, radius * 0.5);
}

/**
 * @param {Context} context
 * @param {number} px
 * @param {number} py
 * @param {number} r
 */
function cross(context, px, py, r) {
  context.beginPath();
  context.moveTo(px - r, py - r);
  context.lineTo(px + r, py + r);
  context.moveTo(px + r, py - r);
  context.lineTo(px - r, py + r);
  context.stroke();
}

/**
 * Rows of the officers in the order in which they are drawn.
 * @param {Staff} staff
 * @param {string[]} names of corps
 */
export function drawingOrder({ corps, rows }, names) {
  /** @type {(row: number) => number} */
  const rankOf = (row) => Math.max(0, DRAWN_LATER.indexOf(names[corps[row]]));
  return Array.from({ length: rows }, (_, row) => row).sort((a, b) => rankOf(a) - rankOf(b));
}
