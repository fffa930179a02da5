// The map below: land in quiet tints, borders, roads that warm as they fill, stations, names of townships.

import { boxOf } from "./camera.js";
import { outlines, placed } from "./outlines.js";
import { mixed, ramp, rgb } from "./palette.js";

const HEATS = 7; // steps of warmth of a road
const LAND = ["land-hill", "land-field", "land-village", "land-urban"];
const WIDTHS = [0.7, 1.5, 2.4, 1.1]; // village, county, trunk, street
const STREET = 3;
const LANES_FROM = 11; // pixels a cell from which idle village lanes are drawn

export class Ground {
  // `rules`: rule -> its name in this language, written where a township has another rule than most.
  constructor(head, colours, lang, rules = {}) {
    Object.assign(this, { head, colours, lang, rules, usual: most(head.townships.map((each) => each.rule)) });
    this.land = landImage(head, colours);
    this.outlines = outlines(head.tables.cells);
    this.edges = edges(head.tables.links);
    this.corners = corners(this.edges);
    const free = mixed(colours["road-free"], colours.ink, 0.22);
    this.heats = ramp([free, colours["road-slow"], colours["road-jam"]], HEATS);
    this.heat = new Uint8Array(this.edges.length);
  }

  draw(context, camera, roads, ratio) {
    context.clearRect(0, 0, camera.width, camera.height);
    context.drawImage(this.still(camera, ratio), 0, 0, camera.width, camera.height);
    this.drawRoads(context, camera, roads);
    this.drawSites(context, camera);
  }

  // What only the camera changes, painted once for each place of the camera.
  still(camera, ratio) {
    if (this.painted?.version === camera.version) return this.painted.image;
    const image = new OffscreenCanvas(
      Math.max(1, Math.round(camera.width * ratio)),
      Math.max(1, Math.round(camera.height * ratio)),
    );
    const context = image.getContext("2d");
    context.scale(ratio, ratio);
    this.drawLand(context, camera);
    this.drawBorders(context, camera);
    this.painted = { version: camera.version, image };
    return image;
  }

  drawLand(context, camera) {
    const { image, x0, y1, width, height } = this.land;
    const outer = placed(this.outlines.outer, camera);
    context.save();
    context.clip(outer);
    context.fillStyle = this.colours["land-hill"];
    context.fillRect(0, 0, camera.width, camera.height);
    context.imageSmoothingEnabled = true;
    context.imageSmoothingQuality = "high";
    context.drawImage(
      image,
      camera.px(x0 - 0.5),
      camera.py(y1 + 0.5),
      width * camera.scale,
      height * camera.scale,
    );
    context.restore();
  }

  drawBorders(context, camera) {
    const { soft, paper } = this.colours;
    for (const [line, width, dash, fade] of [
      ["inner", 1, [1, 3], 0.25],
      ["outer", 1.4, [], 0.2],
    ]) {
      context.setLineDash(dash);
      context.lineWidth = width;
      context.lineCap = "round";
      context.strokeStyle = mixed(soft, paper, fade);
      context.stroke(placed(this.outlines[line], camera));
    }
    context.setLineDash([]);
  }

  // Roads of each class and warmth in one path each; bends are rounded where no other road joins.
  drawRoads(context, camera, roads) {
    if (roads) this.warm(roads);
    context.lineCap = context.lineJoin = "round";
    const grown = Math.max(0.8, Math.min(2, camera.scale / 9));
    for (const road of [0, 3, 1, 2]) {
      for (let heat = 0; heat < HEATS; heat++) {
        if (road === 0 && heat === 0 && camera.scale < LANES_FROM) continue;
        context.beginPath();
        if (!this.trace(context, camera, road, heat)) continue;
        context.lineWidth = WIDTHS[road] * grown * (1 + heat / (HEATS - 1));
        context.strokeStyle = this.heats[heat];
        context.globalAlpha = road === 0 && heat === 0 ? 0.22 : 1;
        context.stroke();
      }
    }
    context.globalAlpha = 1;
    if (roads) this.drawBlocks(context, camera);
  }

  // How warm each edge is: by load over capacity, and by speed lost; a blocked one is marked apart.
  warm(roads) {
    const { capacity } = this.head.tables.links;
    this.edges.forEach((edge, i) => {
      let warmth = 0;
      let blocked = false;
      for (const link of edge.links) {
        warmth = Math.max(warmth, roads.flow[link] / capacity[link], (1 - roads.speed[link]) * 1.3);
        blocked ||= roads.blocked[link] > 0;
      }
      edge.blocked = blocked;
      this.heat[i] = Math.min(HEATS - 1, Math.floor((Math.max(0, warmth - 0.15) / 0.85) * HEATS));
    });
  }

  trace(context, camera, road, heat) {
    let any = false;
    const { x, y } = this.head.tables.cells;
    for (let i = 0; i < this.edges.length; i++) {
      const edge = this.edges[i];
      if (edge.road !== road || this.heat[i] !== heat) continue;
      any = true;
      const ax = camera.px(x[edge.a]);
      const ay = camera.py(y[edge.a]);
      const bx = camera.px(x[edge.b]);
      const by = camera.py(y[edge.b]);
      const mx = (ax + bx) / 2;
      const my = (ay + by) / 2;
      this.bend(context, camera, edge, edge.a, ax, ay, mx, my);
      this.bend(context, camera, edge, edge.b, bx, by, mx, my);
    }
    return any;
  }

  // Half an edge, from its middle to a cell: rounded towards the one other road that goes on from there.
  bend(context, camera, edge, cell, cx, cy, mx, my) {
    const on = edge.road === 0 ? null : this.corners.get(cell)?.find((other) => other !== edge);
    context.moveTo(mx, my);
    if (!on || this.corners.get(cell).length !== 2) {
      context.lineTo(cx, cy);
      return;
    }
    const { x, y } = this.head.tables.cells;
    const nx = (camera.px(x[on.a]) + camera.px(x[on.b])) / 2;
    const ny = (camera.py(y[on.a]) + camera.py(y[on.b])) / 2;
    context.quadraticCurveTo((mx + cx) / 2, (my + cy) / 2, (mx + 2 * cx + nx) / 4, (my + 2 * cy + ny) / 4);
  }

  drawBlocks(context, camera) {
    const { x, y } = this.head.tables.cells;
    context.strokeStyle = this.colours["road-blocked"];
    context.lineWidth = 2.2;
    context.beginPath();
    for (const edge of this.edges) {
      if (!edge.blocked) continue;
      const px = camera.px((x[edge.a] + x[edge.b]) / 2);
      const py = camera.py((y[edge.a] + y[edge.b]) / 2);
      context.moveTo(px - 4, py - 4);
      context.lineTo(px + 4, py + 4);
      context.moveTo(px + 4, py - 4);
      context.lineTo(px - 4, py + 4);
    }
    context.stroke();
  }

  // Stations: a small house; the county's own larger.
  drawSites(context, camera) {
    const { sites, cells } = this.head.tables;
    context.lineWidth = 1.3;
    context.strokeStyle = this.colours.ink;
    context.fillStyle = this.colours.paper;
    for (let i = 0; i < sites.rows; i++) {
      const r = sites.level[i] === STREET ? 6 : 4;
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

  // Drawn over the officers, so that a crowd at a seat does not hide its name.
  drawNames(context, camera) {
    const size = Math.max(11, Math.min(16, camera.scale * 1.6));
    context.font = `${size}px ${fontOf(this.lang)}`;
    context.textAlign = "center";
    context.textBaseline = "top";
    context.lineJoin = "round";
    context.lineWidth = 3.5;
    context.strokeStyle = mixed(this.colours.paper, this.colours["land-field"], 0.3);
    context.fillStyle = this.colours.ink;
    const { cells } = this.head.tables;
    for (const township of this.head.townships) {
      const name = nameOf(township, this.lang);
      const px = camera.px(cells.x[township.seat]);
      const py = camera.py(cells.y[township.seat]) + 15;
      context.strokeText(name, px, py);
      context.fillText(name, px, py);
      if (township.rule && township.rule !== this.usual)
        this.drawRule(context, township.rule, px, py + 1.15 * size, size);
    }
  }

  drawRule(context, rule, px, py, size) {
    const name = this.rules[rule] ?? rule.replaceAll("_", " ");
    context.font = `italic ${Math.max(11, 0.85 * size)}px ${fontOf(this.lang)}`;
    context.strokeText(name, px, py);
    context.fillText(name, px, py);
    context.font = `${size}px ${fontOf(this.lang)}`;
  }
}

function most(names) {
  const count = new Map();
  for (const name of names) count.set(name, (count.get(name) ?? 0) + 1);
  return [...count].sort((a, b) => b[1] - a[1])[0]?.[0];
}

export function nameOf(township, lang) {
  const chinese = lang?.startsWith("zh");
  return (chinese && (township.title_zh || township.name_zh)) || township.label || township.name;
}

export function fontOf(lang) {
  return lang?.startsWith("zh")
    ? '"Noto Sans CJK SC", "PingFang SC", "Microsoft YaHei", sans-serif'
    : '"Source Sans 3", "Segoe UI", "Helvetica Neue", Arial, "Noto Sans CJK SC", sans-serif';
}

// The land as a soft wash: one pixel a cell blown up smoothly, with a grain in the hills as of paper.
function landImage(head, colours) {
  const { cells } = head.tables;
  const box = boxOf(cells);
  const fine = 6;
  const width = box.x1 - box.x0 + 1;
  const height = box.y1 - box.y0 + 1;
  const small = new OffscreenCanvas(width, height);
  const one = small.getContext("2d");
  LAND.forEach((name, land) => {
    one.fillStyle = colours[name];
    for (let i = 0; i < cells.rows; i++)
      if (cells.land[i] === land) one.fillRect(cells.x[i] - box.x0, box.y1 - cells.y[i], 1, 1);
  });
  const image = new OffscreenCanvas(width * fine, height * fine);
  const context = image.getContext("2d", { willReadFrequently: true });
  context.imageSmoothingEnabled = true;
  context.imageSmoothingQuality = "high";
  context.drawImage(small, 0, 0, width * fine, height * fine);
  const pixels = context.getImageData(0, 0, width * fine, height * fine);
  const green = rgb(colours["land-hill"]);
  for (let i = 0; i < pixels.data.length; i += 4) {
    const hill = Math.max(
      0,
      1 - (Math.abs(pixels.data[i] - green[0]) + Math.abs(pixels.data[i + 2] - green[2])) / 40,
    );
    const grain =
      (noise((i / 4) % (width * fine), Math.floor(i / 4 / (width * fine))) - 0.5) * (3 + 8 * hill);
    for (let c = 0; c < 3; c++) pixels.data[i + c] += grain;
  }
  context.putImageData(pixels, 0, 0);
  return { image, x0: box.x0, y1: box.y1, width, height };
}

function noise(x, y) {
  const n = Math.sin(x * 12.9898 + y * 78.233) * 43758.5453;
  return n - Math.floor(n);
}

// Both directions between two cells as one edge: {a, b, road, links}.
export function edges(links) {
  const found = new Map();
  for (let row = 0; row < links.rows; row++) {
    const a = Math.min(links.tail[row], links.head[row]);
    const b = Math.max(links.tail[row], links.head[row]);
    const key = a * 1_000_003 + b;
    const edge = found.get(key);
    if (edge) {
      edge.links.push(row);
      edge.road = Math.max(edge.road, links.road_class[row]);
    } else found.set(key, { a, b, road: links.road_class[row], links: [row], blocked: false });
  }
  return [...found.values()];
}

// The edges above village class at each cell.
function corners(all) {
  const found = new Map();
  for (const edge of all) {
    if (edge.road === 0) continue;
    for (const cell of [edge.a, edge.b]) found.set(cell, [...(found.get(cell) ?? []), edge]);
  }
  return found;
}
