// The colours of the maps: the page's CSS variables where it has them, else these.

/** @import { Colours } from "./types.js" */

/** @typedef {[number, number, number]} Rgb */

/** @type {Colours} */
const FALLBACK = {
  paper: "#fbf8f1",
  ink: "#2b2a27",
  soft: "#6f6a60",
  line: "#d8d1c3",
  accent: "#8c3b2e",
  left: "#1f5f8b",
  right: "#a8531c",
  "land-water": "#cfe0e6",
  "land-hill": "#e3e4d3",
  "land-field": "#efeeda",
  "land-village": "#eadfc6",
  "land-urban": "#dccfba",
  water: "#b4d1de",
  "water-edge": "#8fb2c2",
  hill: "#dbe2c8",
  field: "#f2edd9",
  town: "#d3b68d",
  built: "#93734f",
  "built-dense": "#6f5338",
  night: "#3a4a68",
  lamp: "#f2c14e",
  "road-free": "#a99f8d",
  "road-slow": "#d98e32",
  "road-jam": "#b3341f",
  "road-blocked": "#5f0f0f",
  "corps-traffic": "#0072b2",
  "corps-station": "#009e73",
  "corps-patrol": "#cc79a7",
  "corps-auxiliary": "#8a8a8a",
  "corps-traffic_specialist": "#56b4e9",
  "corps-case_specialist": "#e69f00",
  "call-new": "#e2a33b",
  "call-old": "#7c1d12",
  "post-on": "#2b2a27",
};

/**
 * @param {Element} element
 * @returns {Colours}
 */
export function palette(element) {
  const style = getComputedStyle(element);
  const found = Object.entries(FALLBACK).map(([name, colour]) => [
    name,
    style.getPropertyValue(`--${name}`).trim() || colour,
  ]);
  return Object.fromEntries(found);
}

/**
 * The parts of "#rgb", "#rrggbb" or "rgb(...)".
 * @param {string} colour
 * @returns {Rgb}
 */
export function rgb(colour) {
  const hex = /^#([0-9a-f]{3}|[0-9a-f]{6})$/i.exec(colour)?.[1];
  const parts = hex
    ? (hex.match(hex.length === 3 ? /./g : /../g) ?? []).map((part) => parseInt(part.padStart(2, part), 16))
    : (colour.match(/[\d.]+/g) ?? []).map(Number);
  const [red = 128, green = 128, blue = 128] = parts;
  return [red, green, blue];
}

/**
 * A colour between two others.
 * @param {string} from
 * @param {string} to
 * @param {number} share
 */
export function mixed(from, to, share) {
  const a = rgb(from);
  const b = rgb(to);
  const part = Math.max(0, Math.min(1, share));
  return `rgb(${a.map((each, i) => Math.round(each + (b[i] - each) * part)).join(",")})`;
}

/**
 * `steps` colours along a row of stops.
 * @param {string[]} stops
 * @param {number} steps
 */
export function ramp(stops, steps) {
  return Array.from({ length: steps }, (_, i) => {
    const place = (i / (steps - 1)) * (stops.length - 1);
    const first = Math.min(stops.length - 2, Math.floor(place));
    return mixed(stops[first], stops[first + 1], place - first);
  });
}
