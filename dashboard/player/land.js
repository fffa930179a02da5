// The land as a wash of colour: hills and fields by the seed of the land, a quiet relief, and the tone of towns.

import { densities, townTone } from "./built_up.js";
import { boxOf } from "./camera.js";
import { hiddenCanvas, hiddenContext } from "./canvas.js";
import { hashed, noise } from "./hashing.js";
import { rgb } from "./palette.js";

/** @import { Box, Cells, Colours, Head, River } from "./types.js" */

const FINE = 6; // pixels of the wash a cell
const LARGE = 6_000; // cells of a box from which the wash has fewer
const PER_CELL = 2; // points at which the relief is known, along the side of a cell
const BLURS = 3; // passes that blur the differences between townships
const HILLY_BELOW = 160; // people/km2 of a township, about; mountains are thinly peopled
const LIGHT = 13; // by how much a slope is lighter or darker, of 255
const GRAIN = 2.4; // the same, of the paper
const VALLEY = 3; // cells from a river over which the relief grows

/**
 * How hilly each cell of a box is, 0 to 1, row by row from the south. It hangs on the seed of the land and on the
 * density of whole townships, which no urbanization changes: the land stays when its people move to town.
 * @param {Head} head
 * @param {Box} box
 */
export function hilliness(head, box) {
  const { cells } = head.tables;
  const width = box.x1 - box.x0 + 1;
  const height = box.y1 - box.y0 + 1;
  const sparse = head.townships.map(
    ({ people_per_km2: people = HILLY_BELOW }) => 1 / (1 + people / HILLY_BELOW),
  );
  /** @type {Float64Array} */
  let hilly = new Float64Array(width * height).fill(0.5);
  for (let i = 0; i < cells.rows; i++) {
    hilly[(cells.y[i] - box.y0) * width + cells.x[i] - box.x0] = sparse[cells.township[i]] ?? 0.5;
  }
  for (let pass = 0; pass < BLURS; pass++) hilly = blurred(hilly, width);
  const seed = landSeed(head);
  return hilly.map((each, at) => {
    const rough = noise((at % width) / 5, Math.floor(at / width) / 5, seed);
    return Math.max(0, Math.min(1, each + 0.7 * (rough - 0.5)));
  });
}

/**
 * The seed of a land: that of a generated place, and a number of its own for every place with a table.
 * @param {Head} head
 */
export function landSeed({ place, values }) {
  const name = place?.name ?? "";
  return [...name].reduce((sum, letter) => (31 * sum + letter.charCodeAt(0)) % 9973, values?.land_seed ?? 0);
}

/**
 * Each place with its neighbours in the box, evened.
 * @param {Float64Array} values
 * @param {number} width
 */
function blurred(values, width) {
  const height = values.length / width;
  return values.map((_, at) => {
    const x = at % width;
    const y = Math.floor(at / width);
    let sum = 0;
    let count = 0;
    for (let py = Math.max(0, y - 1); py <= Math.min(height - 1, y + 1); py++) {
      for (let px = Math.max(0, x - 1); px <= Math.min(width - 1, x + 1); px++) {
        sum += values[py * width + px];
        count += 1;
      }
    }
    return sum / count;
  });
}

/**
 * The wash: an image of the box, north up.
 * @param {Head} head
 * @param {Colours} colours
 */
export function landImage(head, colours) {
  const { cells } = head.tables;
  const { box, fine, across, rough, light } = terrainOf(head);
  const width = box.x1 - box.x0 + 1;
  const height = box.y1 - box.y0 + 1;
  const town = townTones(cells, box, head.grid.cell_km);
  const image = hiddenCanvas(across, height * fine);
  const context = hiddenContext(image);
  const pixels = context.createImageData(across, height * fine);
  const [hill, field, urban] = ["hill", "field", "town"].map((name) => rgb(colours[name]));
  for (let row = 0; row < height * fine; row++) {
    const y = height - 0.5 - (row + 0.5) / fine;
    for (let column = 0; column < across; column++) {
      const place = row * across + column;
      const built = at(town, width, (column + 0.5) / fine - 0.5, y);
      const lit = light[place] * (1 - 0.8 * built);
      for (let c = 0; c < 3; c++) {
        const land = field[c] + (hill[c] - field[c]) * rough[place];
        pixels.data[4 * place + c] = land + (urban[c] - land) * built + lit;
      }
      pixels.data[4 * place + 3] = 255;
    }
  }
  context.putImageData(pixels, 0, 0);
  return { image, x0: box.x0, y1: box.y1, width, height };
}

/**
 * How rough the land is and how lit, in each pixel of the wash: the same for all urbanizations of a place.
 * @typedef {object} Terrain
 * @property {Box} box
 * @property {number} fine pixels a cell
 * @property {number} across pixels of a row
 * @property {Float32Array} rough
 * @property {Float32Array} light
 */

/** @type {Map<string, Terrain>} */
const TERRAINS = new Map();
const MOST_TERRAINS = 6;

/**
 * Names a land, whoever lives on it.
 * @param {Head} head
 */
export function landKey(head) {
  const { cells } = head.tables;
  return [landSeed(head), cells.rows, head.grid.cell_km, ...Object.values(boxOf(cells))].join(" ");
}

/**
 * A box with a rim of one cell all round, over which the border may swing.
 * @param {Box} box
 * @returns {Box}
 */
function rimmed({ x0, y0, x1, y1 }) {
  return { x0: x0 - 1, y0: y0 - 1, x1: x1 + 1, y1: y1 + 1 };
}

/**
 * @param {Head} head
 * @returns {Terrain}
 */
function terrainOf(head) {
  const { cells } = head.tables;
  const key = landKey(head);
  const known = TERRAINS.get(key);
  if (known) return known;
  if (TERRAINS.size >= MOST_TERRAINS) TERRAINS.clear();
  const made = terrain(head, rimmed(boxOf(cells)));
  TERRAINS.set(key, made);
  return made;
}

/**
 * @param {Head} head
 * @param {Box} box
 * @returns {Terrain}
 */
function terrain(head, box) {
  const width = box.x1 - box.x0 + 1;
  const height = box.y1 - box.y0 + 1;
  const fine = width * height > LARGE ? 4 : FINE;
  const across = width * fine;
  const hilly = hilliness(head, box);
  const relief = reliefOf(head, box);
  const rough = new Float32Array(across * height * fine);
  const light = new Float32Array(rough.length);
  for (let row = 0; row < height * fine; row++) {
    const y = height - 0.5 - (row + 0.5) / fine;
    for (let column = 0; column < across; column++) {
      const x = (column + 0.5) / fine - 0.5;
      const place = row * across + column;
      rough[place] = at(hilly, width, x, y);
      light[place] = relief(x, y) * (0.35 + 0.65 * rough[place]) + GRAIN * (hashed(column, row, 5) - 0.5);
    }
  }
  return { box, fine, across, rough, light };
}

/**
 * @param {Cells} cells
 * @param {Box} box
 * @param {number} cellKm
 */
function townTones(cells, box, cellKm) {
  const width = box.x1 - box.x0 + 1;
  const tones = new Float64Array(width * (box.y1 - box.y0 + 1));
  const density = densities(cells, cellKm);
  for (let i = 0; i < cells.rows; i++) {
    tones[(cells.y[i] - box.y0) * width + cells.x[i] - box.x0] = townTone(density[i]);
  }
  return tones;
}

/**
 * A value between the middles of four cells; the edge goes on beyond the box.
 * @param {Float64Array} values
 * @param {number} width
 * @param {number} x
 * @param {number} y
 */
function at(values, width, x, y) {
  const height = values.length / width;
  const x0 = Math.max(0, Math.min(width - 1, Math.floor(x)));
  const y0 = Math.max(0, Math.min(height - 1, Math.floor(y)));
  const x1 = Math.min(width - 1, x0 + 1);
  const y1 = Math.min(height - 1, y0 + 1);
  const u = Math.max(0, Math.min(1, x - x0));
  const v = Math.max(0, Math.min(1, y - y0));
  const south = values[y0 * width + x0] * (1 - u) + values[y0 * width + x1] * u;
  const north = values[y1 * width + x0] * (1 - u) + values[y1 * width + x1] * u;
  return south * (1 - v) + north * v;
}

/**
 * By how much a place is lighter than flat land when the light comes from the north-west; flat along rivers.
 * @param {Head} head
 * @param {Box} box
 * @returns {(x: number, y: number) => number} of a place in cells from the corner of the box
 */
function reliefOf(head, box) {
  const width = (box.x1 - box.x0 + 1) * PER_CELL;
  const height = (box.y1 - box.y0 + 1) * PER_CELL;
  const seed = landSeed(head);
  const large = Math.max(3.5, Math.min(8, (box.x1 - box.x0) / 7));
  const calm = calmBy(head.rivers ?? [], box);
  const high = Float64Array.from({ length: width * height }, (_, place) => {
    const x = (place % width) / PER_CELL;
    const y = Math.floor(place / width) / PER_CELL;
    return (
      large *
      (ridge(x / large, y / large, seed + 1) + 0.4 * ridge((2.3 * x) / large, (2.3 * y) / large, seed + 2))
    );
  });
  const lit = high.map((_, place) => {
    const east = Math.min(width - 1, (place % width) + 1) - (place % width);
    const south = place >= width ? width : 0;
    const slope = ((high[place + east - south] - high[place]) * PER_CELL) / 1.4;
    const x = (place % width) / PER_CELL;
    const y = Math.floor(place / width) / PER_CELL;
    return LIGHT * Math.max(-1, Math.min(1, -slope)) * calm(x, y);
  });
  return (x, y) => at(lit, width, PER_CELL * x, PER_CELL * y);
}

/**
 * Height of the land, 0 to 1: with crests, as hills have them.
 * @param {number} x
 * @param {number} y
 * @param {number} seed
 */
function ridge(x, y, seed) {
  return 1 - Math.abs(2 * noise(x, y, seed) - 1);
}

/**
 * 0 at a river, 1 far from all.
 * @param {River[]} rivers
 * @param {Box} box
 * @returns {(x: number, y: number) => number} of a place in cells from the corner of the box
 */
function calmBy(rivers, box) {
  const width = box.x1 - box.x0 + 1;
  const height = box.y1 - box.y0 + 1;
  const sides = rivers.flatMap(({ points }) =>
    points.slice(1).map(([x, y], i) => /** @type {const} */ ([points[i][0], points[i][1], x, y])),
  );
  if (!sides.length) return () => 1;
  const calm = Float64Array.from({ length: width * height }, (_, place) => {
    const x = (place % width) + box.x0;
    const y = Math.floor(place / width) + box.y0;
    const away = Math.min(...sides.map(([ax, ay, bx, by]) => toSide(x - ax, y - ay, bx - ax, by - ay)));
    return Math.min(1, away / VALLEY);
  });
  return (x, y) => at(calm, width, x, y);
}

/**
 * How far a place is from the side from the origin to (dx, dy).
 * @param {number} x
 * @param {number} y
 * @param {number} dx
 * @param {number} dy
 */
function toSide(x, y, dx, dy) {
  const share = Math.max(0, Math.min(1, (x * dx + y * dy) / (dx * dx + dy * dy || 1)));
  return Math.hypot(dx * share - x, dy * share - y);
}
