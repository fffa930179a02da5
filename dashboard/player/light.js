// The light of the hour: night falls and lifts slowly, and the two rush hours have a low sun.

/** @import { Light } from "./types.js" */

const DAY = 1440;
const DAWN = [330, 420]; // minutes of the day between which it gets light
const DUSK = [1110, 1230];
const SUNS = [465, 1070]; // minutes of the day at which the sun is low and the roads are full
const SUN_LASTS = 100;
const STEPS = 12; // of light that are told apart: the ground is drawn anew with each

/**
 * The light at a minute of the run, which begins at midnight: `night` 0 to 1, `sun` 0 to 1.
 * @param {number} t
 * @returns {Light}
 */
export function lightAt(t) {
  const minute = ((t % DAY) + DAY) % DAY;
  const night = 1 - passed(minute, DAWN) + passed(minute, DUSK);
  const sun = Math.max(...SUNS.map((at) => 1 - Math.abs(minute - at) / SUN_LASTS), 0);
  return { night: stepped(night), sun: stepped(sun) };
}

/**
 * @param {number} minute
 * @param {number[]} span
 */
function passed(minute, [from, to]) {
  const share = Math.max(0, Math.min(1, (minute - from) / (to - from)));
  return share * share * (3 - 2 * share);
}

/** @param {number} share */
function stepped(share) {
  return Math.round(share * STEPS) / STEPS;
}
