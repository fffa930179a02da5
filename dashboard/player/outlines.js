// Borders of the county, its townships and its towns as smooth lines: a map drawn by hand, not a staircase of
// cells. Lines are in cells, x to the east and y to the north; `pathOf` and `placed` put them under the camera.

import { boxOf } from "./camera.js";
import { hashed } from "./hashing.js";

/** @import { Cells, Point, Segment } from "./types.js" */
/** @import { Camera } from "./camera.js" */

const BAYS = 0.16; // of the side of the land: bays narrower than twice that are drawn as land
const PASSES = 8; // of smoothing
const FORTH = 0.6; // of the way to its neighbours that a point is drawn
const BACK = -0.63;

// Waves of the border: [length in cells, height in cells]. Their slopes add up to less than 1, so that no two
// places trade places and a line that does not cross itself still does not.
const WAVES = [
  [9, 0.36],
  [3.5, 0.13],
  [1.5, 0.035],
];

/**
 * The border of the county as closed rings, one for each body of land, the largest first; and the borders
 * between its townships as lines. Holes in the land are not drawn.
 * @param {Pick<Cells, "rows" | "x" | "y" | "township">} cells
 * @param {number} seed names the land
 */
export function outlines(cells, seed = 0) {
  const body = bodyOf(cells);
  const { outer, inner } = sidesBetween(body, body.township);
  const warp = warpOf(seed);
  return {
    outer: ringsOf(outer).map((ring) => halved(smoothedRing(ring)).map(warp)),
    inner: chains(inner).map((line) => smoothedLine(line).map(warp)),
  };
}

/**
 * The land as it is drawn: the cells, and the bays between them that a circle of some size cannot enter. Townships
 * are drawn as neighbours, though between two of them there may be land that neither has; nobody lives there.
 * @param {Pick<Cells, "rows" | "x" | "y" | "township">} cells
 * @returns {Pick<Cells, "rows" | "x" | "y" | "township">}
 */
export function bodyOf(cells) {
  const reach = Math.round(BAYS * Math.sqrt(cells.rows));
  const disc = discOf(reach);
  const box = boxOf(cells);
  const west = box.x0 - reach;
  const south = box.y0 - reach;
  const width = box.x1 - box.x0 + 1 + 2 * reach;
  const height = box.y1 - box.y0 + 1 + 2 * reach;
  const near = new Uint8Array(width * height);
  for (let i = 0; i < cells.rows; i++) {
    const at = (cells.y[i] - south) * width + cells.x[i] - west;
    for (const [dx, dy] of disc) near[at + dy * width + dx] = 1;
  }
  /** @type {(x: number, y: number) => boolean} */
  const far = (x, y) => x < 0 || y < 0 || x >= width || y >= height || near[y * width + x] === 0;
  /** @type {Point[]} */
  const filled = [];
  for (let y = reach; y < height - reach; y++) {
    for (let x = reach; x < width - reach; x++) {
      if (!disc.some(([dx, dy]) => far(x + dx, y + dy))) filled.push([x + west, y + south]);
    }
  }
  return owned(cells, filled);
}

/**
 * The places around a cell, itself among them.
 * @param {number} reach
 */
function discOf(reach) {
  /** @type {Point[]} */
  const disc = [];
  for (let dx = -reach; dx <= reach; dx++) {
    for (let dy = -reach; dy <= reach; dy++) if (dx * dx + dy * dy <= reach * reach) disc.push([dx, dy]);
  }
  return disc;
}

/**
 * The cells, and each place beside them with the township that reaches it first.
 * @param {Pick<Cells, "rows" | "x" | "y" | "township">} cells
 * @param {Point[]} places
 */
function owned(cells, places) {
  const wanted = new Set(places.map(([x, y]) => key(x, y)));
  /** @type {[number, number, number][]} */
  const found = Array.from({ length: cells.rows }, (_, i) => [cells.x[i], cells.y[i], cells.township[i]]);
  for (const [x, y] of found) wanted.delete(key(x, y));
  for (let i = 0; i < found.length; i++) {
    const [x, y, township] = found[i];
    for (const { dx, dy } of sidesOf(x, y)) {
      if (wanted.delete(key(x + dx, y + dy))) found.push([x + dx, y + dy, township]);
    }
  }
  const [x, y, township] = [0, 1, 2].map((column) => Float64Array.from(found, (each) => each[column]));
  return { rows: found.length, x, y, township };
}

/**
 * Where the built-up land of towns ends, as closed rings.
 * @param {Pick<Cells, "rows" | "x" | "y">} cells
 * @param {ArrayLike<boolean>} inTown of each cell
 * @returns {Point[][]}
 */
export function townRings(cells, inTown) {
  const rows = Array.from({ length: cells.rows }, (_, i) => i).filter((i) => inTown[i]);
  const x = Float64Array.from(rows, (i) => cells.x[i]);
  const y = Float64Array.from(rows, (i) => cells.y[i]);
  const town = { rows: rows.length, x, y };
  return ringsOf(sidesBetween(town, new Float64Array(rows.length)).outer).map((ring) =>
    smoothedRing(halved(ring), 3),
  );
}

/**
 * Sides of cells with nothing beyond, each with its cell on the left, and those between two owners.
 * @param {Pick<Cells, "rows" | "x" | "y">} cells
 * @param {ArrayLike<number>} owners
 */
function sidesBetween(cells, owners) {
  /** @type {Map<number, number>} owner of each cell */
  const owner = new Map();
  for (let i = 0; i < cells.rows; i++) owner.set(key(cells.x[i], cells.y[i]), owners[i]);
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
      else if (other !== owners[i] && dx + dy > 0) inner.push(line);
    }
  }
  return { outer, inner };
}

/**
 * Lines as one path, in cells.
 * @param {Point[][]} lines
 * @param {boolean} close
 */
export function pathOf(lines, close) {
  const path = new Path2D();
  for (const line of lines) {
    for (const [i, [x, y]] of line.entries()) path[i ? "lineTo" : "moveTo"](x, y);
    if (close) path.closePath();
  }
  return path;
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
 * Corners cut off a line whose ends stay: a river by a few of its points.
 * @param {Point[]} points
 */
export function rounded(points, passes = 3) {
  let line = points;
  for (let pass = 0; pass < passes; pass++) {
    const former = line;
    const cut = former.slice(1).flatMap(([x, y], i) => {
      const [ax, ay] = former[i];
      return /** @type {Point[]} */ ([
        [0.75 * ax + 0.25 * x, 0.75 * ay + 0.25 * y],
        [0.25 * ax + 0.75 * x, 0.25 * ay + 0.75 * y],
      ]);
    });
    line = [former[0], ...cut, former[former.length - 1]];
  }
  return line;
}

/**
 * Moves each place a little, neighbours alike, so that a border is neither straight nor round.
 * @param {number} seed
 * @returns {(point: Point) => Point}
 */
export function warpOf(seed) {
  const waves = WAVES.flatMap(([length, height], i) =>
    [0, 1].map((axis) => {
      const angle = Math.PI * (hashed(seed, i, 2 * axis) + axis);
      const phase = 2 * Math.PI * hashed(seed, i, 2 * axis + 1);
      const pace = (2 * Math.PI) / length;
      return { axis, height, kx: pace * Math.cos(angle), ky: pace * Math.sin(angle), phase };
    }),
  );
  return ([x, y]) => {
    /** @type {Point} */
    const moved = [x, y];
    for (const { axis, height, kx, ky, phase } of waves) {
      moved[axis] += height * Math.sin(kx * x + ky * y + phase);
    }
    return moved;
  };
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
 * The sides walked round as closed rings, without those around holes; the largest body of land first.
 *
 * Where two cells touch at a corner alone, the walk turns left and stays with its cell: so no ring crosses
 * itself there.
 * @param {Segment[]} sides
 * @returns {Point[][]} rings whose last point is not their first again
 */
function ringsOf(sides) {
  /** @type {Map<string, Segment[]>} sides that begin at a corner */
  const from = new Map();
  for (const side of sides) {
    const name = nameOf(side[0], side[1]);
    from.set(name, [...(from.get(name) ?? []), side]);
  }
  /** @type {Set<Segment>} */
  const walked = new Set();
  const rings = sides.flatMap((side) => (walked.has(side) ? [] : [ringFrom(side, from, walked)]));
  const bodies = rings.map((ring) => ({ ring, area: areaOf(ring) })).filter(({ area }) => area > 0);
  return bodies.sort((a, b) => b.area - a.area).map(({ ring }) => ring);
}

/**
 * @param {Segment} first
 * @param {Map<string, Segment[]>} from
 * @param {Set<Segment>} walked
 */
function ringFrom(first, from, walked) {
  /** @type {Point[]} */
  const ring = [];
  let side = first;
  while (!walked.has(side)) {
    walked.add(side);
    ring.push([side[0], side[1]]);
    const [ax, ay, bx, by] = side;
    const next = from.get(nameOf(bx, by)) ?? [];
    const left = next.find((each) => (bx - ax) * (each[3] - each[1]) - (by - ay) * (each[2] - each[0]) > 0);
    side = next.length > 1 && left ? left : next[0];
  }
  return ring;
}

/**
 * Twice the area inside a ring; below 0 for one walked clockwise.
 * @param {Point[]} ring
 */
function areaOf(ring) {
  let area = 0;
  for (const [i, [x, y]] of ring.entries()) {
    const [nx, ny] = ring[(i + 1) % ring.length];
    area += x * ny - nx * y;
  }
  return area;
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
 * Each point of a ring drawn towards its neighbours and back by a little more, a few times (Taubin 1995): the steps
 * of the cells go, and the land keeps its size.
 * @param {Point[]} ring
 * @returns {Point[]}
 */
function smoothedRing(ring, passes = PASSES) {
  let line = ring;
  for (let pass = 0; pass < 2 * passes; pass++) {
    const former = line;
    const n = former.length;
    const pull = pass % 2 ? BACK : FORTH;
    line = former.map((point, i) => towards(point, former[(i - 1 + n) % n], former[(i + 1) % n], pull));
  }
  return line;
}

/**
 * The same for an open line, whose ends stay; a line that comes back to its start is a ring.
 * @param {Point[]} points
 * @returns {Point[]}
 */
function smoothedLine(points) {
  const [first] = points;
  const last = points[points.length - 1];
  if (first[0] === last[0] && first[1] === last[1]) {
    const ring = smoothedRing(points.slice(0, -1));
    return [...ring, ring[0]];
  }
  let line = points;
  for (let pass = 0; pass < PASSES; pass++) {
    const former = line;
    const end = former.length - 1;
    line = former.map((point, i) =>
      i === 0 || i === end ? point : towards(point, former[i - 1], former[i + 1], FORTH),
    );
  }
  return line;
}

/**
 * A point drawn by a share of the way to the middle between two others.
 * @param {Point} point
 * @param {Point} a
 * @param {Point} b
 * @param {number} share
 * @returns {Point}
 */
function towards([x, y], a, b, share) {
  return [x + share * ((a[0] + b[0]) / 2 - x), y + share * ((a[1] + b[1]) / 2 - y)];
}

/**
 * A ring with a point more in the middle of each side.
 * @param {Point[]} ring
 * @returns {Point[]}
 */
function halved(ring) {
  return ring.flatMap((point, i) => {
    const next = ring[(i + 1) % ring.length];
    return /** @type {Point[]} */ ([point, [(point[0] + next[0]) / 2, (point[1] + next[1]) / 2]]);
  });
}
