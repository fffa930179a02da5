// The map below: land in quiet tints, borders, roads that warm as they fill, stations, names of townships.

import { boxOf } from "./camera.js";
import { hiddenContext } from "./canvas.js";
import { outlines, placed } from "./outlines.js";
import { mixed, ramp, rgb } from "./palette.js";

/** @import { Cells, Colours, Context, Edge, Head, Links, RoadStates, Township } from "./types.js" */
/** @import { Camera } from "./camera.js" */

const HEATS = 7; // steps of warmth of a road
const LAND = ["land-hill", "land-field", "land-village", "land-urban"];
const FINE = 6; // pixels of the wash a cell

// Roads by class: village, county, trunk, street.
const LANE = 0;
const WIDTHS = [0.7, 1.5, 2.4, 1.1];
const DRAWING_ORDER = [0, 3, 1, 2];
const LANES_FROM = 11; // pixels a cell from which idle village lanes are drawn

const COUNTY_SITE = 3; // the level of the county's own station
const FONT_ZH = '"Noto Sans CJK SC", "PingFang SC", "Microsoft YaHei", sans-serif';
const FONT_EN = '"Source Sans 3", "Segoe UI", "Helvetica Neue", Arial, "Noto Sans CJK SC", sans-serif';

export class Ground {
  /**
   * @param {Head} head
   * @param {Colours} colours
   * @param {string} lang
   * @param {Record<string, string>} rules rule -> its name in this language, for townships with another
   *   rule than most
   */
  constructor(head, colours, lang, rules = {}) {
    this.head = head;
    this.colours = colours;
    this.lang = lang;
    this.rules = rules;
    this.usual = mostFrequent(head.townships.map((each) => each.rule));
    this.land = landImage(head.tables.cells, colours);
    this.outlines = outlines(head.tables.cells);
    this.edges = edgesOf(head.tables.links);
    this.corners = cornersOf(this.edges);
    const free = mixed(colours["road-free"], colours.ink, 0.22);
    this.heats = ramp([free, colours["road-slow"], colours["road-jam"]], HEATS);
    /** Step of warmth of each edge. */
    this.heat = new Uint8Array(this.edges.length);
    /** What only the camera changes, as it was painted for one version of the camera. */
    this.painted = { version: -1, image: new OffscreenCanvas(1, 1) };
  }

  /**
   * @param {Context} context
   * @param {Camera} camera
   * @param {RoadStates} roads
   * @param {number} ratio
   */
  draw(context, camera, roads, ratio) {
    context.clearRect(0, 0, camera.width, camera.height);
    context.drawImage(this.still(camera, ratio), 0, 0, camera.width, camera.height);
    this.warm(roads);
    this.drawRoads(context, camera);
    this.drawBlocks(context, camera);
    this.drawSites(context, camera);
  }

  /**
   * What only the camera changes, painted once for each place of the camera.
   * @param {Camera} camera
   * @param {number} ratio
   */
  still(camera, ratio) {
    if (this.painted.version === camera.version) return this.painted.image;
    const width = Math.max(1, Math.round(camera.width * ratio));
    const height = Math.max(1, Math.round(camera.height * ratio));
    const image = new OffscreenCanvas(width, height);
    const context = hiddenContext(image);
    context.scale(ratio, ratio);
    this.drawLand(context, camera);
    this.drawBorders(context, camera);
    this.painted = { version: camera.version, image };
    return image;
  }

  /**
   * @param {Context} context
   * @param {Camera} camera
   */
  drawLand(context, camera) {
    const { image, x0, y1, width, height } = this.land;
    const { scale } = camera;
    context.save();
    context.clip(placed(this.outlines.outer, camera));
    context.fillStyle = this.colours["land-hill"];
    context.fillRect(0, 0, camera.width, camera.height);
    smoothly(context);
    context.drawImage(image, camera.px(x0 - 0.5), camera.py(y1 + 0.5), width * scale, height * scale);
    context.restore();
  }

  /**
   * @param {Context} context
   * @param {Camera} camera
   */
  drawBorders(context, camera) {
    const { soft, paper } = this.colours;
    context.lineCap = "round";
    context.setLineDash([1, 3]);
    context.lineWidth = 1;
    context.strokeStyle = mixed(soft, paper, 0.25);
    context.stroke(placed(this.outlines.inner, camera));
    context.setLineDash([]);
    context.lineWidth = 1.4;
    context.strokeStyle = mixed(soft, paper, 0.2);
    context.stroke(placed(this.outlines.outer, camera));
  }

  /**
   * Roads of each class and warmth in one path each: a stroke for every road would be too slow.
   * @param {Context} context
   * @param {Camera} camera
   */
  drawRoads(context, camera) {
    context.lineCap = "round";
    context.lineJoin = "round";
    const grown = Math.max(0.8, Math.min(2, camera.scale / 9));
    for (const road of DRAWING_ORDER) {
      for (let heat = 0; heat < HEATS; heat++) {
        const idleLane = road === LANE && heat === 0;
        if (idleLane && camera.scale < LANES_FROM) continue;
        context.beginPath();
        if (!this.trace(context, camera, road, heat)) continue;
        context.lineWidth = WIDTHS[road] * grown * (1 + heat / (HEATS - 1));
        context.strokeStyle = this.heats[heat];
        context.globalAlpha = idleLane ? 0.22 : 1;
        context.stroke();
      }
    }
    context.globalAlpha = 1;
  }

  /**
   * How warm each edge is: by load over capacity, and by speed lost; a blocked one is marked apart.
   * @param {RoadStates} roads
   */
  warm(roads) {
    const { capacity } = this.head.tables.links;
    for (const [i, edge] of this.edges.entries()) {
      let warmth = 0;
      edge.blocked = false;
      for (const link of edge.links) {
        const load = roads.flow[link] / capacity[link];
        warmth = Math.max(warmth, load, (1 - roads.speed[link]) * 1.3);
        edge.blocked ||= roads.blocked[link] > 0;
      }
      this.heat[i] = Math.min(HEATS - 1, Math.floor((Math.max(0, warmth - 0.15) / 0.85) * HEATS));
    }
  }

  /**
   * The path of all edges of a class and warmth; whether there are any.
   * @param {Context} context
   * @param {Camera} camera
   * @param {number} road
   * @param {number} heat
   */
  trace(context, camera, road, heat) {
    let any = false;
    for (const [i, edge] of this.edges.entries()) {
      if (edge.road !== road || this.heat[i] !== heat) continue;
      any = true;
      this.traceHalf(context, camera, edge, edge.a, edge.b);
      this.traceHalf(context, camera, edge, edge.b, edge.a);
    }
    return any;
  }

  /**
   * Half an edge, from its middle to a cell: rounded towards the one other road that goes on from there.
   * @param {Context} context
   * @param {Camera} camera
   * @param {Edge} edge
   * @param {number} cell
   * @param {number} other the cell at its other end
   */
  traceHalf(context, camera, edge, cell, other) {
    const { x, y } = this.head.tables.cells;
    const cx = camera.px(x[cell]);
    const cy = camera.py(y[cell]);
    const mx = (cx + camera.px(x[other])) / 2;
    const my = (cy + camera.py(y[other])) / 2;
    context.moveTo(mx, my);
    const meeting = edge.road === LANE ? [] : (this.corners.get(cell) ?? []);
    const next = meeting.length === 2 ? meeting.find((each) => each !== edge) : undefined;
    if (!next) {
      context.lineTo(cx, cy);
      return;
    }
    const nx = (camera.px(x[next.a]) + camera.px(x[next.b])) / 2;
    const ny = (camera.py(y[next.a]) + camera.py(y[next.b])) / 2;
    context.quadraticCurveTo((mx + cx) / 2, (my + cy) / 2, (mx + 2 * cx + nx) / 4, (my + 2 * cy + ny) / 4);
  }

  /**
   * @param {Context} context
   * @param {Camera} camera
   */
  drawBlocks(context, camera) {
    const { x, y } = this.head.tables.cells;
    context.strokeStyle = this.colours["road-blocked"];
    context.lineWidth = 2.2;
    context.beginPath();
    for (const { a, b, blocked } of this.edges) {
      if (!blocked) continue;
      const px = camera.px((x[a] + x[b]) / 2);
      const py = camera.py((y[a] + y[b]) / 2);
      context.moveTo(px - 4, py - 4);
      context.lineTo(px + 4, py + 4);
      context.moveTo(px + 4, py - 4);
      context.lineTo(px - 4, py + 4);
    }
    context.stroke();
  }

  /**
   * Stations: a small house; the county's own larger.
   * @param {Context} context
   * @param {Camera} camera
   */
  drawSites(context, camera) {
    const { sites, cells } = this.head.tables;
    context.lineWidth = 1.3;
    context.strokeStyle = this.colours.ink;
    context.fillStyle = this.colours.paper;
    for (let i = 0; i < sites.rows; i++) {
      const r = sites.level[i] === COUNTY_SITE ? 6 : 4;
      const px = camera.px(cells.x[sites.cell[i]]);
      const py = camera.py(cells.y[sites.cell[i]]);
      context.beginPath();
      context.moveTo(px - r, py + r);
      context.lineTo(px - r, py - r * 0.3);
      context.lineTo(px, py - r * 1.2);
      context.lineTo(px + r, py - r * 0.3);
      context.lineTo(px + r, py + r);
      context.closePath();
      context.fill();
      context.stroke();
    }
  }

  /**
   * Drawn over the officers, so that a crowd at a seat does not hide its name.
   * @param {Context} context
   * @param {Camera} camera
   */
  drawNames(context, camera) {
    const { cells } = this.head.tables;
    const size = Math.max(11, Math.min(16, camera.scale * 1.6));
    context.textAlign = "center";
    context.textBaseline = "top";
    context.lineJoin = "round";
    context.lineWidth = 3.5;
    context.strokeStyle = mixed(this.colours.paper, this.colours["land-field"], 0.3);
    context.fillStyle = this.colours.ink;
    for (const township of this.head.townships) {
      const { seat, rule } = township;
      const px = camera.px(cells.x[seat]);
      const py = camera.py(cells.y[seat]) + 15;
      context.font = `${size}px ${fontOf(this.lang)}`;
      drawText(context, nameOf(township, this.lang), px, py);
      if (!rule || rule === this.usual) continue;
      context.font = `italic ${Math.max(11, 0.85 * size)}px ${fontOf(this.lang)}`;
      drawText(context, this.rules[rule] ?? rule.replaceAll("_", " "), px, py + 1.15 * size);
    }
  }
}

/**
 * @param {Context} context
 * @param {string} text
 * @param {number} px
 * @param {number} py
 */
function drawText(context, text, px, py) {
  context.strokeText(text, px, py);
  context.fillText(text, px, py);
}

/** @param {Context} context */
function smoothly(context) {
  context.imageSmoothingEnabled = true;
  context.imageSmoothingQuality = "high";
}

/** @param {(string | undefined)[]} names */
function mostFrequent(names) {
  /** @type {Map<string | undefined, number>} */
  const count = new Map();
  for (const name of names) count.set(name, (count.get(name) ?? 0) + 1);
  return [...count].sort((a, b) => b[1] - a[1])[0]?.[0];
}

/**
 * @param {Township} township
 * @param {string} lang
 */
export function nameOf(township, lang) {
  const chinese = lang.startsWith("zh") && (township.title_zh || township.name_zh);
  return chinese || township.label || township.name;
}

/** @param {string} lang */
export function fontOf(lang) {
  return lang.startsWith("zh") ? FONT_ZH : FONT_EN;
}

/**
 * The land as a soft wash: one pixel a cell blown up smoothly, with a grain in the hills as of paper.
 * @param {Cells} cells
 * @param {Colours} colours
 */
function landImage(cells, colours) {
  const box = boxOf(cells);
  const width = box.x1 - box.x0 + 1;
  const height = box.y1 - box.y0 + 1;
  const small = new OffscreenCanvas(width, height);
  const pixel = hiddenContext(small);
  for (let i = 0; i < cells.rows; i++) {
    if (!(cells.land[i] in LAND)) continue;
    pixel.fillStyle = colours[LAND[cells.land[i]]];
    pixel.fillRect(cells.x[i] - box.x0, box.y1 - cells.y[i], 1, 1);
  }
  const image = new OffscreenCanvas(width * FINE, height * FINE);
  const context = hiddenContext(image, { willReadFrequently: true });
  smoothly(context);
  context.drawImage(small, 0, 0, width * FINE, height * FINE);
  const pixels = context.getImageData(0, 0, width * FINE, height * FINE);
  addGrain(pixels, rgb(colours["land-hill"]));
  context.putImageData(pixels, 0, 0);
  return { image, x0: box.x0, y1: box.y1, width, height };
}

/**
 * @param {ImageData} pixels
 * @param {number[]} hill the colour that has most grain
 */
function addGrain({ data, width }, hill) {
  for (let i = 0; i < data.length; i += 4) {
    const unlike = Math.abs(data[i] - hill[0]) + Math.abs(data[i + 2] - hill[2]);
    const strength = 3 + 8 * Math.max(0, 1 - unlike / 40);
    const grain = (noise((i / 4) % width, Math.floor(i / 4 / width)) - 0.5) * strength;
    for (let c = 0; c < 3; c++) data[i + c] += grain;
  }
}

/**
 * @param {number} x
 * @param {number} y
 */
function noise(x, y) {
  const n = Math.sin(x * 12.9898 + y * 78.233) * 43758.5453;
  return n - Math.floor(n);
}

/**
 * Both directions between two cells as one edge.
 * @param {Links} links
 */
function edgesOf(links) {
  /** @type {Map<number, Edge>} */
  const found = new Map();
  for (let row = 0; row < links.rows; row++) {
    const a = Math.min(links.tail[row], links.head[row]);
    const b = Math.max(links.tail[row], links.head[row]);
    const key = a * 1_000_003 + b;
    const edge = found.get(key) ?? { a, b, road: 0, links: [], blocked: false };
    edge.links.push(row);
    edge.road = Math.max(edge.road, links.road_class[row]);
    found.set(key, edge);
  }
  return [...found.values()];
}

/**
 * The edges above village class at each cell.
 * @param {Edge[]} edges
 * @returns {Map<number, Edge[]>}
 */
function cornersOf(edges) {
  /** @type {Map<number, Edge[]>} */
  const found = new Map();
  for (const edge of edges) {
    if (edge.road === LANE) continue;
    for (const cell of [edge.a, edge.b]) found.set(cell, [...(found.get(cell) ?? []), edge]);
  }
  return found;
}
