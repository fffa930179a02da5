// Borders of the county and its townships as smooth lines: a map drawn by hand, not a staircase of cells.
// Paths are in cells, x to the east and y to the north; `placed` puts one under the camera.

/** @import { Cells, Point, Segment } from "./types.js" */
/** @import { Camera } from "./camera.js" */

const PASSES = 4; // of smoothing

/**
 * The border of the county, and those between its townships.
 * @param {Cells} cells
 */
export function outlines(cells) {
  /** @type {Map<number, number>} township of each cell */
  const owner = new Map();
  for (let i = 0; i < cells.rows; i++) owner.set(key(cells.x[i], cells.y[i]), cells.township[i]);
  /** @type {Segment[]} */
  const outer = [];
  /** @type {Segment[]} */
  const inner = [];
  for (let i = 0; i < cells.rows; i++) {
    const x = cells.x[i];
    const y = cells.y[i];
    for (const { dx, dy, line } of sidesOf(x, y)) {
      const other = owner.get(key(x + dx, y + dy));
      if (other === undefined) outer.push(line);
      else if (other !== cells.township[i] && dx + dy > 0) inner.push(line);
    }
  }
  return { outer: pathOf(chains(outer), true), inner: pathOf(chains(inner), false) };
}

/**
 * @param {Path2D} base
 * @param {Camera} camera
 */
export function placed(base, camera) {
  const path = new Path2D();
  const { scale } = camera;
  const x = camera.width / 2 - camera.x * scale;
  const y = camera.height / 2 + camera.y * scale;
  path.addPath(base, new DOMMatrix([scale, 0, 0, -scale, x, y]));
  return path;
}

/**
 * @param {number} x
 * @param {number} y
 */
function key(x, y) {
  return x * 8192 + y;
}

/**
 * The four sides of a cell with the neighbour beyond, walked with the cell on the left.
 * @param {number} x
 * @param {number} y
 * @returns {{ dx: number, dy: number, line: Segment }[]}
 */
function sidesOf(x, y) {
  const left = x - 0.5;
  const right = x + 0.5;
  const bottom = y - 0.5;
  const top = y + 0.5;
  return [
    { dx: 1, dy: 0, line: [right, bottom, right, top] },
    { dx: 0, dy: 1, line: [right, top, left, top] },
    { dx: -1, dy: 0, line: [left, top, left, bottom] },
    { dx: 0, dy: -1, line: [left, bottom, right, bottom] },
  ];
}

/**
 * Segments joined end to end into lines; a line ends where three or more meet.
 * @param {Segment[]} segments
 * @returns {Point[][]}
 */
function chains(segments) {
  const meeting = segmentsByEnd(segments);
  /** @type {Set<Segment>} */
  const used = new Set();
  /** @type {(x: number, y: number) => Point[]} */
  const walk = (x, y) => {
    /** @type {Point[]} */
    const points = [[x, y]];
    for (;;) {
      const [atX, atY] = points[points.length - 1];
      const meetHere = meeting.get(nameOf(atX, atY)) ?? [];
      if (points.length > 1 && meetHere.length !== 2) return points;
      const next = meetHere.find((line) => !used.has(line));
      if (!next) return points;
      used.add(next);
      points.push(next[0] === atX && next[1] === atY ? [next[2], next[3]] : [next[0], next[1]]);
    }
  };
  // Ends of open lines first: a walk that began in the middle of one would cut it in two.
  const ends = [...meeting].sort((a, b) => Number(a[1].length === 2) - Number(b[1].length === 2));
  const found = ends.flatMap(([end, lines]) => {
    const [x, y] = end.split(",").map(Number);
    return lines.map(() => walk(x, y));
  });
  return found.filter((points) => points.length > 1);
}

/**
 * @param {Segment[]} segments
 * @returns {Map<string, Segment[]>}
 */
function segmentsByEnd(segments) {
  /** @type {Map<string, Segment[]>} */
  const found = new Map();
  for (const line of segments) {
    for (const end of [nameOf(line[0], line[1]), nameOf(line[2], line[3])]) {
      found.set(end, [...(found.get(end) ?? []), line]);
    }
  }
  return found;
}

/**
 * @param {number} x
 * @param {number} y
 */
function nameOf(x, y) {
  return `${x},${y}`;
}

/**
 * Each point drawn towards its neighbours, a few times; ends of open lines stay.
 * @param {Point[]} points
 */
function smoothed(points) {
  const [first] = points;
  const last = points[points.length - 1];
  const closed = first[0] === last[0] && first[1] === last[1];
  let line = closed ? points.slice(0, -1) : points;
  for (let pass = 0; pass < PASSES; pass++) {
    const former = line;
    const n = former.length;
    line = former.map((point, i) => {
      if (!closed && (i === 0 || i === n - 1)) return point;
      const a = former[(i - 1 + n) % n];
      const b = former[(i + 1) % n];
      return [(a[0] + 2 * point[0] + b[0]) / 4, (a[1] + 2 * point[1] + b[1]) / 4];
    });
  }
  return { line, closed };
}

/**
 * @param {Point[][]} lines
 * @param {boolean} close
 */
function pathOf(lines, close) {
  const path = new Path2D();
  for (const points of lines) {
    const { line, closed } = smoothed(points);
    for (const [i, [x, y]] of line.entries()) path[i ? "lineTo" : "moveTo"](x, y);
    if (close || closed) path.closePath();
  }
  return path;
}
