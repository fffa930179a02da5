// What is read from the curve at a value of a lever: numbers between the points that the server sent. No page.

/** @import { Band, Curve, CurveLever, CurveReading, Estimated, Plane, Proof, RuleReading } from "./types.js" */

const ROOM = 0.09; // of the span, left free above and below what is drawn
const TABLE_POINTS = 9; // rows of the table in place of the chart

/**
 * Where x lies among the points, as the one before it and the share of the way to the next; null outside.
 * @param {number[]} at
 * @param {number} x
 */
function placeOf(at, x) {
  const last = at.length - 1;
  const slack = 1e-9 * Math.abs(at[last] - at[0]);
  if (!(x >= at[0] - slack && x <= at[last] + slack)) return null;
  let i = 0;
  while (i < last - 1 && at[i + 1] <= x) i += 1;
  const step = at[i + 1] - at[i];
  return { i, share: step ? Math.max(0, Math.min(1, (x - at[i]) / step)) : 0 };
}

/**
 * The value at x on the straight line between the two points around it; null outside the points.
 * @param {number[]} at
 * @param {number[]} values
 * @param {number} x
 */
export function between(at, values, x) {
  const place = placeOf(at, x);
  if (!place) return null;
  const { i, share } = place;
  const next = values[i + 1] ?? values[i];
  return values[i] + (next - values[i]) * share;
}

/**
 * @param {number[]} at
 * @param {Band} band
 * @param {number} x
 * @returns {Estimated | null}
 */
function estimatedAt(at, { mean, low, high }, x) {
  const found = between(at, mean, x);
  if (found === null) return null;
  return { mean: found, low: between(at, low, x) ?? found, high: between(at, high, x) ?? found };
}

/**
 * What the curve of a lever says at a value; null where it says nothing.
 * @param {Curve | null | undefined} curve
 * @param {string} lever
 * @param {number} x
 * @returns {CurveReading | null}
 */
export function readingAt(curve, lever, x) {
  const found = curve?.levers?.[lever];
  if (!curve || !found) return null;
  const { mean, low, high } = found;
  const known = curve.rules.filter(({ name }) => mean[name]);
  const rules = known.flatMap((rule) => {
    const band = { mean: mean[rule.name], low: low[rule.name], high: high[rule.name] };
    const here = estimatedAt(found.at, band, x);
    return here && Number.isFinite(here.mean) ? [{ ...rule, ...here }] : [];
  });
  if (!rules.length) return null;
  const difference = found.difference && estimatedAt(found.at, found.difference, x);
  return { x, rules, difference, sign: difference ? signOf(difference) : 0 };
}

/**
 * On which side of 0 all of an interval lies; 0 where it holds 0.
 * @param {Estimated} estimated
 * @returns {-1 | 0 | 1}
 */
export function signOf({ low, high }) {
  if (low > 0) return 1;
  return high < 0 ? -1 : 0;
}

/**
 * Whether what the worlds say lies as near to the prediction as the intervals of both let expect.
 * @param {Estimated} predicted
 * @param {Proof["difference"]} proof
 */
export function agrees(predicted, proof) {
  if (proof.low === null || proof.high === null) return true;
  const expected = Math.hypot((predicted.high - predicted.low) / 2, (proof.high - proof.low) / 2);
  return Math.abs(predicted.mean - proof.mean) <= expected;
}

/**
 * Least and most of the outcome that is drawn, with room above and below; null with nothing to draw.
 * @param {CurveLever | undefined} lever
 * @param {number[]} besides values that must be seen too
 * @returns {[number, number] | null}
 */
export function spanOf(lever, besides) {
  const bands = lever ? [lever.low, lever.high].flatMap((each) => Object.values(each).flat()) : [];
  const all = [...bands, ...besides].filter(Number.isFinite);
  if (!all.length) return null;
  const least = Math.min(...all);
  const most = Math.max(...all);
  const room = ROOM * (most - least) || Math.max(1e-6, 0.1 * Math.abs(most));
  return [least - room, most + room];
}

/**
 * The step of a slider that is nearest to x, within its range.
 * @param {{ low: number, high: number, step: number }} lever
 * @param {number} x
 */
export function snapped({ low, high, step }, x) {
  const steps = Math.round((x - low) / step);
  const value = Math.max(low, Math.min(high, low + steps * step));
  return Number(value.toPrecision(12));
}

/**
 * Round numbers for an axis, at most so many.
 * @param {number} low
 * @param {number} high
 * @param {number} most
 */
export function ticks(low, high, most) {
  const rough = (high - low) / most;
  if (!(rough > 0)) return [low];
  const unit = 10 ** Math.floor(Math.log10(rough));
  const step = ([1, 2, 5, 10].find((each) => each * unit >= rough) ?? 10) * unit;
  const first = Math.ceil(low / step - 1e-9);
  const count = Math.floor(high / step + 1e-9) - first + 1;
  return Array.from({ length: Math.max(0, count) }, (_, i) => Number(((first + i) * step).toPrecision(12)));
}

/**
 * The curve at a few values, for who cannot see it.
 * @param {Curve} curve
 * @param {string} lever
 * @returns {CurveReading[]}
 */
export function tableOf(curve, lever) {
  const at = curve.levers[lever]?.at ?? [];
  const step = Math.max(1, Math.round((at.length - 1) / (TABLE_POINTS - 1)));
  const rows = at.filter((_, i) => i % step === 0 || i === at.length - 1);
  return rows.map((x) => readingAt(curve, lever, x)).filter((each) => each !== null);
}

/**
 * Labels that must not lie on each other: places at least `apart` from one another, as near as may be to
 * where they would like to be.
 * @param {number[]} wanted in order
 * @param {number} apart
 * @param {number} low
 * @param {number} high
 */
export function spread(wanted, apart, low, high) {
  const order = wanted.map((_, i) => i).sort((a, b) => wanted[a] - wanted[b]);
  const places = wanted.slice();
  order.forEach((i, k) => {
    const before = k ? places[order[k - 1]] + apart : low;
    places[i] = Math.max(before, Math.min(high, wanted[i]));
  });
  for (let k = order.length - 1, most = high; k >= 0; k--, most -= apart) {
    const i = order[k];
    places[i] = Math.min(places[i], most);
  }
  return places;
}

/**
 * The tile of the map of two levers that is nearest to a point.
 * @param {Plane} plane
 * @param {number} x
 * @param {number} y
 */
export function tileAt(plane, x, y) {
  return { i: nearest(plane.at_x, x), j: nearest(plane.at_y, y) };
}

/**
 * @param {number[]} at
 * @param {number} x
 */
function nearest(at, x) {
  return at.reduce((best, each, i) => (Math.abs(each - x) < Math.abs(at[best] - x) ? i : best), 0);
}

/**
 * A rule's reading by side, where it has one.
 * @param {CurveReading | null} reading
 * @param {string} side
 * @returns {RuleReading | undefined}
 */
export function ofSide(reading, side) {
  return reading?.rules.find((each) => each.side === side);
}

/**
 * Stretches of a lever by the side that is surely better there, empty where neither is; from end to end.
 * @param {CurveLever} lever
 * @param {string} better which way of the outcome is better
 * @returns {{ from: number, to: number, side: "left" | "right" | "" }[]}
 */
export function winners({ at, difference }, better) {
  if (!difference) return [];
  /** @type {{ from: number, to: number, side: "left" | "right" | "" }[]} */
  const found = [];
  for (let i = 0; i + 1 < at.length; i++) {
    const middle = (at[i] + at[i + 1]) / 2;
    const here = estimatedAt(at, difference, middle);
    const side = here ? winnerOf(signOf(here), better) : "";
    const last = found.at(-1);
    if (last?.side === side) last.to = at[i + 1];
    else found.push({ from: at[i], to: at[i + 1], side });
  }
  return found;
}

/**
 * @param {-1 | 0 | 1} sign of right less left
 * @param {string} better
 * @returns {"left" | "right" | ""}
 */
export function winnerOf(sign, better) {
  if (!sign || better === "neither") return "";
  return sign < 0 === (better === "less") ? "right" : "left";
}
