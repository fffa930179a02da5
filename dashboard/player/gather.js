// Who waits together is drawn together: officers at their station as a sign of each corps with a number, calls
// that lie on each other as one ring with a number. Nobody is left out, and nobody is drawn twice.

import { around, Boxes } from "./labels.js";

/** @import { Box, CallRecord, GatheredCalls, Gathering, Look, OfficerStates, Point } from "./types.js" */
/** @import { Sign, Single, Staff } from "./types.js" */
/** @import { Camera } from "./camera.js" */

// Numbers of duties as the model declares them (its `Duty`).
const OFF = 0;
const POST = 3;
const TO_CALL = 5;
const ON_SCENE = 6;
const PAPERWORK = 7;
const TRAINING = 8;
const OTHER_WORK = 9;
const CASE_FILE = 10;
const WATCH = 11;

const BUSY = new Set([TO_CALL, ON_SCENE, POST]);
const PALE = new Set([PAPERWORK, TRAINING, OTHER_WORK, CASE_FILE, WATCH]);

// Stations nearer to each other than this share their signs, in pixels.
const WITHIN_X = 58;
const WITHIN_Y = 30;
const CROWD = 7; // who stand at one place elsewhere are signs with a number from one more on
const CROWD_STEP = 7; // pixels from the middle of a crowd to those around it
const SIGN = { width: 14, digit: 6.5, height: 13 }; // pixels of a sign, and of each digit behind it
const IN_ROW = 4; // signs side by side
const ABOVE = [9, 20, 34]; // pixels between a station and its signs, at best and where there is no room
const CALLS_WITHIN = 13; // pixels between calls that share a ring

/**
 * @param {number} duty
 * @returns {Look}
 */
export function lookOf(duty) {
  if (BUSY.has(duty)) return "busy";
  return PALE.has(duty) ? "off" : "ready";
}

/** Where the officers of a force wait, and which stations share their signs under a camera. */
export class Stations {
  /**
   * @param {Staff} staff
   * @param {{ x: ArrayLike<number>, y: ArrayLike<number> }} cells
   */
  constructor(staff, cells) {
    this.staff = staff;
    /** @type {Map<number, Home>} by place */
    this.homes = new Map();
    for (let row = 0; row < staff.rows; row++) {
      const cell = staff.home_cell[row];
      const x = cells.x[cell];
      const y = cells.y[cell];
      const home = this.homes.get(placeOf(x, y)) ?? { x, y, officers: 0, corps: new Map() };
      home.officers += 1;
      home.corps.set(staff.corps[row], (home.corps.get(staff.corps[row]) ?? 0) + 1);
      this.homes.set(placeOf(x, y), home);
    }
    this.version = -1;
    /** @type {Map<number, Spread>} by place */
    this.spreads = new Map();
  }

  /**
   * Settle where the signs stand under a camera, clear of the names; again only when it has moved.
   * @param {Camera} camera
   * @param {Box[]} names
   */
  settle(camera, names) {
    if (this.version === camera.version) return;
    this.version = camera.version;
    this.spreads = new Map();
    /** @type {Spread[]} */
    const made = [];
    const largestFirst = [...this.homes].sort((a, b) => b[1].officers - a[1].officers || a[0] - b[0]);
    for (const [place, { x, y, corps }] of largestFirst) {
      const at = /** @type {Point} */ ([camera.px(x), camera.py(y)]);
      const near = made.find((each) => close(each.at, at));
      const spread = near ?? { at, corps: new Map(), middle: at };
      for (const [each, count] of corps) spread.corps.set(each, (spread.corps.get(each) ?? 0) + count);
      if (!near) made.push(spread);
      this.spreads.set(place, spread);
    }
    const boxes = new Boxes(names);
    for (const spread of made) spread.middle = middleOf(spread, boxes);
  }

  /**
   * The officers on duty that the camera sees: those who wait at a station, gathered by corps and look, and
   * each of the others where he or she is. Call `settle` before.
   * @param {OfficerStates} officers
   * @param {number[]} order
   * @param {Camera} camera
   * @returns {{ gatherings: Gathering[], singles: Single[] }}
   */
  sort(officers, order, camera) {
    /** @type {Map<Spread, Map<number, Sign>>} */
    const waiting = new Map();
    /** @type {Map<number, number[]>} rows of those who stand elsewhere, by place */
    const standing = new Map();
    /** @type {Single[]} */
    const singles = [];
    for (const row of order) {
      const single = seen(officers, row, camera);
      if (!single) continue;
      const spread = BUSY.has(officers.duty[row]) ? undefined : this.spreads.get(placeIn(officers, row));
      if (officers.dx[row] || officers.dy[row]) singles.push(single);
      else if (spread) add(signsOf(waiting, spread), officers, row);
      else rowsAt(standing, placeIn(officers, row)).push(row);
    }
    const gatherings = [...waiting].map(([{ middle }, signs]) => laidOut(middle, signs));
    for (const rows of standing.values()) {
      const [first] = rows;
      const middle = /** @type {Point} */ ([camera.px(officers.x[first]), camera.py(officers.y[first])]);
      if (rows.length <= CROWD) singles.push(...crowd(rows, middle));
      else gatherings.push(crowdOf(officers, rows, middle));
    }
    return { gatherings, singles };
  }
}

/**
 * Where an officer is in pixels; null for who is off duty or out of sight.
 * @param {OfficerStates} officers
 * @param {number} row
 * @param {Camera} camera
 * @returns {Single | null}
 */
function seen(officers, row, camera) {
  if (officers.duty[row] === OFF) return null;
  const px = camera.px(officers.x[row]);
  const py = camera.py(officers.y[row]);
  return camera.sees(px, py, 20) ? { row, px, py } : null;
}

/**
 * @param {OfficerStates} officers
 * @param {number} row
 */
function placeIn({ x, y }, row) {
  return placeOf(x[row], y[row]);
}

/**
 * @param {Map<number, number[]>} standing
 * @param {number} place
 */
function rowsAt(standing, place) {
  const rows = standing.get(place) ?? [];
  standing.set(place, rows);
  return rows;
}

/** @typedef {{ x: number, y: number, officers: number, corps: Map<number, number> }} Home */

/**
 * Stations that share their signs: the largest of them, how many of each corps belong there, and the middle of
 * the signs.
 * @typedef {{ at: Point, corps: Map<number, number>, middle: Point }} Spread
 */

/**
 * A number for a place in cells, to a 64th of a cell.
 * @param {number} x
 * @param {number} y
 */
function placeOf(x, y) {
  return Math.round(x * 64) * 1_048_576 + Math.round(y * 64);
}

/**
 * @param {Point} a
 * @param {Point} b
 */
function close(a, b) {
  return Math.abs(a[0] - b[0]) < WITHIN_X && Math.abs(a[1] - b[1]) < WITHIN_Y;
}

/**
 * Above the station, or where there is room for all the signs that it may have.
 * @param {Spread} spread
 * @param {Boxes} boxes
 * @returns {Point}
 */
function middleOf({ at, corps }, boxes) {
  const rows = inRows([...corps.values()].map((count) => ({ count })));
  const width = Math.max(...rows.map((row) => row.reduce((sum, { count }) => sum + widthOf(count), 0)));
  const wanted = ABOVE.flatMap((away) => {
    const [below, above, right, left] = around(at, [width, rows.length * SIGN.height], away);
    return [above, right, left, below];
  });
  const box = boxes.place(wanted) ?? wanted[0];
  return [(box.x0 + box.x1) / 2, (box.y0 + box.y1) / 2];
}

/**
 * Pixels of a sign with its number; one officer has none.
 * @param {number} count
 */
function widthOf(count) {
  return SIGN.width + (count > 1 ? SIGN.digit * String(count).length : 0);
}

/**
 * @template Each
 * @param {Each[]} signs
 * @returns {Each[][]}
 */
function inRows(signs) {
  const lines = Math.ceil(signs.length / IN_ROW);
  const long = Math.ceil(signs.length / lines);
  return Array.from({ length: lines }, (_, line) => signs.slice(line * long, (line + 1) * long));
}

/**
 * @param {Map<Spread, Map<number, Sign>>} waiting
 * @param {Spread} spread
 */
function signsOf(waiting, spread) {
  const signs = waiting.get(spread) ?? new Map();
  waiting.set(spread, signs);
  return signs;
}

/**
 * One more of a corps: its sign is as of one who is free as long as one of them is.
 * @param {Map<number, Sign>} signs
 * @param {OfficerStates} officers
 * @param {number} row
 */
function add(signs, officers, row) {
  const corps = officers.staff.corps[row];
  const look = lookOf(officers.duty[row]);
  const sign = signs.get(corps) ?? { corps, look, row, count: 0, px: 0, py: 0 };
  sign.count += 1;
  if (look !== "off" && sign.look === "off") Object.assign(sign, { look, row });
  signs.set(corps, sign);
}

/**
 * Signs side by side around a middle.
 * @param {Point} middle
 * @param {Map<number, Sign>} found
 * @returns {Gathering}
 */
function laidOut([mx, my], found) {
  const rows = inRows([...found.values()].sort((a, b) => a.corps - b.corps));
  const signs = rows.flatMap((row, line) => {
    let px = mx - row.reduce((sum, { count }) => sum + widthOf(count), 0) / 2;
    const py = my + (line - (rows.length - 1) / 2) * SIGN.height;
    return row.map((sign) => {
      const placed = { ...sign, px: px + 6, py };
      px += widthOf(sign.count);
      return placed;
    });
  });
  const half = Math.max(...rows.map((row) => row.reduce((sum, { count }) => sum + widthOf(count), 0))) / 2;
  const high = (rows.length * SIGN.height) / 2;
  return { signs, box: { x0: mx - half, x1: mx + half, y0: my - high, y1: my + high } };
}

/**
 * @param {OfficerStates} officers
 * @param {number[]} rows
 * @param {Point} middle
 */
function crowdOf(officers, rows, middle) {
  /** @type {Map<number, Sign>} */
  const signs = new Map();
  for (const row of rows) add(signs, officers, row);
  return laidOut(middle, signs);
}

/**
 * Those who stand at one place: the first on it, the others around it, so that none hides another.
 * @param {number[]} rows
 * @param {Point} middle
 * @returns {Single[]}
 */
function crowd(rows, [px, py]) {
  return rows.map((row, n) => {
    if (n === 0) return { row, px, py };
    const angle = (2 * Math.PI * (n - 1)) / (CROWD - 1);
    return { row, px: px + CROWD_STEP * Math.cos(angle), py: py + CROWD_STEP * Math.sin(angle) };
  });
}

/**
 * Calls that nobody has come to yet, those that lie on each other together: the longest open first.
 * @param {CallRecord[]} open
 * @param {{ x: ArrayLike<number>, y: ArrayLike<number> }} cells
 * @param {Camera} camera
 * @returns {GatheredCalls[]}
 */
export function gatheredCalls(open, cells, camera) {
  /** @type {GatheredCalls[]} */
  const found = [];
  const oldestFirst = [...open].sort((a, b) => a.known - b.known || a.id - b.id);
  for (const call of oldestFirst) {
    const px = camera.px(cells.x[call.cell]);
    const py = camera.py(cells.y[call.cell]);
    const near = found.find((each) => Math.hypot(each.px - px, each.py - py) < CALLS_WITHIN);
    if (near) near.calls.push(call);
    else found.push({ px, py, calls: [call] });
  }
  return found;
}
