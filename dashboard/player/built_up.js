// People as built-up land: the more people a cell holds, the more of it buildings cover. Every building has its
// place for good, so a town that grows keeps what it had, and a village that empties loses houses one by one.

import { hashed } from "./hashing.js";

/** @import { Cells, House, Point } from "./types.js" */

export const SLOTS = 5; // buildings side by side in a full cell
const PLACES = SLOTS * SLOTS;
const HALF_FULL = 4_200; // people/km2 at which buildings cover 63 % of what they can
const BEND = 0.75;
const TOWN_FROM = 450; // people/km2 from which the ground itself takes the tone of a town
const TOWN_FULL = 9_000;
const TOWN_LEAST = 0.3; // tone of the edge of a town
const GATHERS = 2.4; // how strongly the houses of a cell gather around its hamlet

/**
 * The share of its places that has a building, by people/km2: 0 for none, towards 1, never falling.
 * @param {number} density
 */
export function cover(density) {
  return 1 - Math.exp(-((Math.max(0, density) / HALF_FULL) ** BEND));
}

/**
 * The tone of the ground between the buildings, 0 for open land to 1 for the middle of a city, never falling.
 * @param {number} density people/km2
 */
export function townTone(density) {
  if (density <= TOWN_FROM) return 0;
  const share = Math.min(1, Math.log(density / TOWN_FROM) / Math.log(TOWN_FULL / TOWN_FROM));
  return TOWN_LEAST + (1 - TOWN_LEAST) * share;
}

/**
 * The side of a building in cells: blocks of a town are larger than houses of a village.
 * @param {number} density people/km2
 */
export function houseSide(density) {
  return (0.42 + 0.44 * cover(density)) / SLOTS;
}

/**
 * People/km2 of every cell.
 * @param {Pick<Cells, "rows" | "people">} cells
 * @param {number} cellKm
 */
export function densities({ rows, people }, cellKm) {
  return Float64Array.from({ length: rows }, (_, i) => (people[i] || 0) / cellKm ** 2);
}

/**
 * How many buildings a cell has: rounded up or down by its own chance, so that thin land has some.
 * @param {number} x
 * @param {number} y
 * @param {number} density
 */
export function houseCount(x, y, density) {
  return Math.min(PLACES, Math.floor(PLACES * cover(density) + hashed(x, y, 7)));
}

/** @type {Map<number, Point[]>} places of cells that were asked for before */
const PLACES_KNOWN = new Map();
const MOST_KNOWN = 30_000;

/**
 * The places of a cell in the order in which they are built upon, in cells from its middle: around a hamlet.
 * @param {number} x
 * @param {number} y
 */
export function placesOf(x, y) {
  const key = x * 8192 + y;
  const known = PLACES_KNOWN.get(key);
  if (known) return known;
  if (PLACES_KNOWN.size >= MOST_KNOWN) PLACES_KNOWN.clear();
  const places = ordered(x, y);
  PLACES_KNOWN.set(key, places);
  return places;
}

/**
 * @param {number} x
 * @param {number} y
 * @returns {Point[]}
 */
function ordered(x, y) {
  const hx = 0.6 * (hashed(x, y, 1) - 0.5);
  const hy = 0.6 * (hashed(x, y, 2) - 0.5);
  const places = Array.from({ length: PLACES }, (_, slot) => {
    const px = ((slot % SLOTS) + 0.5) / SLOTS - 0.5;
    const py = (Math.floor(slot / SLOTS) + 0.5) / SLOTS - 0.5;
    const turn = GATHERS * Math.hypot(px - hx, py - hy) + hashed(x, y, 16 + slot);
    return { px, py, turn };
  });
  places.sort((a, b) => a.turn - b.turn);
  return places.map(({ px, py }) => [px, py]);
}

/**
 * All buildings of the land, in cells; `lit` is the share of the night after which its lamps go on.
 * @param {Pick<Cells, "rows" | "x" | "y" | "people">} cells
 * @param {number} cellKm
 * @returns {House[]}
 */
export function houses(cells, cellKm) {
  const density = densities(cells, cellKm);
  /** @type {House[]} */
  const found = [];
  for (let i = 0; i < cells.rows; i++) {
    const x = cells.x[i];
    const y = cells.y[i];
    const count = houseCount(x, y, density[i]);
    if (!count) continue;
    const side = houseSide(density[i]);
    const dense = townTone(density[i]);
    const places = placesOf(x, y);
    for (let k = 0; k < count; k++) found.push({ x: x + places[k][0], y: y + places[k][1], side, dense });
  }
  return found;
}

/**
 * How much of the land in each cell is drawn as built, in cells.
 * @param {Pick<Cells, "rows" | "x" | "y" | "people">} cells
 * @param {number} cellKm
 */
export function ink(cells, cellKm) {
  const density = densities(cells, cellKm);
  return density.map((each, i) => houseCount(cells.x[i], cells.y[i], each) * houseSide(each) ** 2);
}
