// Numbers between 0 and 1 that belong to a place for good: the same land is drawn the same in every picture.

/**
 * A number in [0, 1) for three whole numbers.
 * @param {number} x
 * @param {number} y
 * @param {number} k
 */
export function hashed(x, y, k) {
  let n = Math.imul(x, 374761393) + Math.imul(y, 668265263) + Math.imul(k, 2246822519);
  n = Math.imul(n ^ (n >>> 15), 2246822507);
  n = Math.imul(n ^ (n >>> 13), 3266489909);
  return ((n ^ (n >>> 16)) >>> 0) / 4294967296;
}

/**
 * Smooth noise in [0, 1) over the plane, of one wave a unit.
 * @param {number} x
 * @param {number} y
 * @param {number} seed
 */
export function noise(x, y, seed) {
  const x0 = Math.floor(x);
  const y0 = Math.floor(y);
  const u = eased(x - x0);
  const v = eased(y - y0);
  const south = hashed(x0, y0, seed) * (1 - u) + hashed(x0 + 1, y0, seed) * u;
  const north = hashed(x0, y0 + 1, seed) * (1 - u) + hashed(x0 + 1, y0 + 1, seed) * u;
  return south * (1 - v) + north * v;
}

/** @param {number} share */
function eased(share) {
  return share * share * share * (share * (6 * share - 15) + 10);
}
