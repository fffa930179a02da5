// The map below: land in quiet tints, people as built-up land, rivers, borders, roads, stations, and the light of
// the hour over all of it.

import { houses } from "./built_up.js";
import { hiddenCanvas, hiddenContext } from "./canvas.js";
import { placeNames } from "./labels.js";
import { landImage, landKey, landSeed } from "./land.js";
import { lightAt } from "./light.js";
import { outlines, pathOf, placed, rounded, townRings } from "./outlines.js";
import { mixed } from "./palette.js";
import { RoadLines } from "./road_lines.js";

/** @import { Box, Colours, Context, Head, House, Light, Point, River, RoadStates, Township } from "./types.js" */
/** @import { WrittenName } from "./types.js" */
/** @import { Camera } from "./camera.js" */

const URBAN = 1; // an area as the model numbers them
const SQUADRON_SITE = 0; // levels of sites
const COUNTY_SITE = 3;
const FORMER_LASTS = 30_000; // ms for which the towns of the setting before are still outlined
const RULES_FROM = 6; // pixels a cell from which a township's own rule stands below its name
const LEAST_RIVER = 1.6; // pixels
const TOWN_FRINGE = 0.35; // cells around a town, of gardens and yards, in a paler tone
const MOST_GLOW = 22; // pixels that the glow of a town reaches, about
const LAMPS = 0.3; // of the buildings of a town are lit at night
const FONT_ZH = '"Noto Sans CJK SC", "PingFang SC", "Microsoft YaHei", sans-serif';
const FONT_EN = '"Source Sans 3", "Segoe UI", "Helvetica Neue", Arial, "Noto Sans CJK SC", sans-serif';

/** What only the camera changes, as it was painted for one version of the camera. */
class Painted {
  constructor() {
    this.version = -1;
    this.day = hiddenCanvas(1, 1);
    this.night = hiddenCanvas(1, 1);
    /** @type {WrittenName[]} */
    this.names = [];
  }
}

export class Ground {
  /**
   * @param {Head} head
   * @param {Colours} colours
   * @param {string} lang
   * @param {Record<string, string>} rules rule -> its name in this language, for townships with another
   *   rule than most
   * @param {Ground} [former] the ground of this map before, whose towns stay outlined for a while
   */
  constructor(head, colours, lang, rules = {}, former = undefined) {
    this.head = head;
    this.colours = colours;
    this.lang = lang;
    this.rules = rules;
    this.usual = mostFrequent(head.townships.map((each) => each.rule));
    const { cells } = head.tables;
    this.land = landImage(head, colours);
    const { outer, inner } = bordersOf(head);
    this.outer = outer;
    this.inner = inner;
    this.rivers = (head.rivers ?? []).map((river) => riverOf(river));
    this.waters = (head.waters ?? []).map(({ rings }) => pathOf(rings, true));
    this.houses = byTone(houses(cells, head.grid.cell_km));
    const area = cells.area ?? [];
    this.towns = townRings(
      cells,
      Array.from({ length: cells.rows }, (_, i) => area[i] === URBAN),
    );
    this.townPath = pathOf(this.towns, true);
    this.roads = new RoadLines(head, colours);
    this.former = formerTowns(this, former);
    this.painted = new Painted();
  }

  get edges() {
    return this.roads.edges;
  }

  /**
   * @param {Context} context
   * @param {Camera} camera
   * @param {RoadStates} roads
   * @param {number} ratio
   * @param {number} t
   */
  draw(context, camera, roads, ratio, t) {
    context.clearRect(0, 0, camera.width, camera.height);
    const { day, night } = this.still(camera, ratio);
    const light = lightAt(t);
    context.drawImage(day, 0, 0, camera.width, camera.height);
    this.drawSun(context, camera, light);
    context.globalAlpha = light.night;
    if (light.night) context.drawImage(night, 0, 0, camera.width, camera.height);
    context.globalAlpha = 1;
    this.roads.take(roads);
    this.roads.draw(context, camera);
    this.drawFormer(context, camera);
    this.drawBlocks(context, camera);
    this.drawSites(context, camera);
  }

  /**
   * What only the camera changes, painted once for each place of the camera.
   * @param {Camera} camera
   * @param {number} ratio
   */
  still(camera, ratio) {
    if (this.painted.version === camera.version) return this.painted;
    const painted = new Painted();
    painted.version = camera.version;
    painted.day = sheet(camera, ratio);
    const context = hiddenContext(painted.day);
    context.scale(ratio, ratio);
    this.drawLand(context, camera);
    this.drawBorders(context, camera);
    painted.night = sheet(camera, ratio);
    const dark = hiddenContext(painted.night);
    dark.scale(ratio, ratio);
    this.drawNight(dark, camera);
    painted.names = this.placedNames(camera, context);
    this.painted = painted;
    return painted;
  }

  /**
   * @param {Context} context
   * @param {Camera} camera
   */
  drawLand(context, camera) {
    const { image, x0, y1, width, height } = this.land;
    const { scale } = camera;
    const outer = placed(this.outer, camera);
    this.drawShore(context, outer);
    context.save();
    context.clip(outer);
    context.fillStyle = this.colours["land-hill"];
    context.fillRect(0, 0, camera.width, camera.height);
    context.imageSmoothingEnabled = true;
    context.imageSmoothingQuality = "high";
    context.drawImage(image, camera.px(x0 - 0.5), camera.py(y1 + 0.5), width * scale, height * scale);
    this.drawTowns(context, camera);
    this.drawHouses(context, camera);
    this.drawWaters(context, camera);
    this.drawRivers(context, camera);
    context.restore();
  }

  /**
   * A soft band around the land, as old maps have it: one body, wherever its border runs.
   * @param {Context} context
   * @param {Path2D} outer
   */
  drawShore(context, outer) {
    context.lineJoin = "round";
    context.strokeStyle = mixed(this.colours["land-hill"], this.colours.soft, 0.16);
    for (const [width, strength] of [
      [16, 0.16],
      [10, 0.2],
      [5, 0.3],
    ]) {
      context.lineWidth = width;
      context.globalAlpha = strength;
      context.stroke(outer);
    }
    context.globalAlpha = 1;
  }

  /**
   * The land of towns as one shape each, so that it is seen from afar how far they reach and where they meet.
   * @param {Context} context
   * @param {Camera} camera
   */
  drawTowns(context, camera) {
    const { town, built } = this.colours;
    const line = placed(this.townPath, camera);
    context.lineJoin = "round";
    context.fillStyle = town;
    context.strokeStyle = built;
    context.lineWidth = 1;
    context.globalAlpha = 0.45;
    context.fill(line);
    context.globalAlpha = 0.7;
    context.stroke(line);
    context.strokeStyle = town;
    context.lineWidth = 2 * TOWN_FRINGE * camera.scale;
    context.globalAlpha = 0.4;
    context.stroke(line);
    context.globalAlpha = 1;
  }

  /**
   * Buildings, as many and as large as people are many; the middle of a town is a little darker.
   * @param {Context} context
   * @param {Camera} camera
   */
  drawHouses(context, camera) {
    const { built, "built-dense": dense } = this.colours;
    const tones = [built, mixed(built, dense, 0.5), dense];
    context.globalAlpha = strengthAt(camera.scale);
    for (const [i, tone] of tones.entries()) {
      context.fillStyle = tone;
      for (const house of this.houses[i]) fillHouse(context, camera, house);
    }
    context.globalAlpha = 1;
  }

  /**
   * Lakes and wide rivers, without their islands.
   * @param {Context} context
   * @param {Camera} camera
   */
  drawWaters(context, camera) {
    context.fillStyle = this.colours.water;
    context.strokeStyle = this.colours["water-edge"];
    context.lineWidth = 0.8;
    for (const water of this.waters) {
      const area = placed(water, camera);
      context.fill(area, "evenodd");
      context.stroke(area);
    }
  }

  /**
   * @param {Context} context
   * @param {Camera} camera
   */
  drawRivers(context, camera) {
    context.lineCap = "round";
    context.lineJoin = "round";
    for (const { path, width } of this.rivers) {
      const line = placed(path, camera);
      const pixels = Math.max(LEAST_RIVER, width * camera.scale);
      context.strokeStyle = this.colours["water-edge"];
      context.lineWidth = pixels + 1.6;
      context.stroke(line);
      context.strokeStyle = this.colours.water;
      context.lineWidth = pixels;
      context.stroke(line);
    }
  }

  /**
   * @param {Context} context
   * @param {Camera} camera
   */
  drawBorders(context, camera) {
    const { soft, paper } = this.colours;
    context.save();
    context.clip(placed(this.outer, camera));
    context.lineCap = "round";
    context.setLineDash([1, 3]);
    context.lineWidth = 1;
    context.strokeStyle = mixed(soft, paper, 0.25);
    context.stroke(placed(this.inner, camera));
    context.restore();
    context.lineJoin = "round";
    context.lineWidth = 1.4;
    context.strokeStyle = mixed(soft, paper, 0.2);
    context.stroke(placed(this.outer, camera));
  }

  /**
   * The sheet that is laid over the land at night: a cool shade, and the lamps of the towns.
   * @param {Context} context
   * @param {Camera} camera
   */
  drawNight(context, camera) {
    const { night, lamp } = this.colours;
    context.fillStyle = night;
    context.globalAlpha = 0.16;
    const outer = placed(this.outer, camera);
    context.fill(outer);
    context.clip(outer);
    this.drawGlow(context, camera);
    context.fillStyle = lamp;
    for (const [i, house] of this.houses.flat().entries()) {
      if (house.dense <= 0 || (i * 0.618034) % 1 > LAMPS + 0.4 * house.dense) continue;
      context.globalAlpha = 0.5 + 0.4 * house.dense;
      fillHouse(context, camera, house);
    }
    context.globalAlpha = 1;
  }

  /**
   * The glow over a town at night.
   * @param {Context} context
   * @param {Camera} camera
   */
  drawGlow(context, camera) {
    const towns = placed(this.townPath, camera);
    context.fillStyle = this.colours.lamp;
    context.strokeStyle = this.colours.lamp;
    context.lineJoin = "round";
    context.globalAlpha = 0.18;
    context.fill(towns);
    for (const reach of [0.5, 1, 1.6]) {
      context.globalAlpha = 0.07;
      context.lineWidth = 2 * reach * Math.min(MOST_GLOW, camera.scale);
      context.stroke(towns);
    }
  }

  /**
   * The low sun of the rush hours: a breath of warmth over the land.
   * @param {Context} context
   * @param {Camera} camera
   * @param {Light} light
   */
  drawSun(context, camera, { sun }) {
    if (!sun) return;
    context.globalAlpha = 0.1 * sun;
    context.fillStyle = this.colours.lamp;
    context.fill(placed(this.outer, camera));
    context.globalAlpha = 1;
  }

  /**
   * Where the towns ended in the setting before, for a while.
   * @param {Context} context
   * @param {Camera} camera
   */
  drawFormer(context, camera) {
    if (!this.formerShown) return;
    const { former, colours } = this;
    if (!former) return;
    const line = placed(former.path, camera);
    context.strokeStyle = colours.paper;
    context.lineWidth = 2.6;
    context.stroke(line);
    context.strokeStyle = colours.accent;
    context.lineWidth = 1.3;
    context.setLineDash([5, 4]);
    context.stroke(line);
    context.setLineDash([]);
  }

  /** Whether the towns of the setting before are outlined now. */
  get formerShown() {
    return this.former !== null && performance.now() < this.former.until;
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
      const r = (sites.level[i] === COUNTY_SITE ? 6 : 4) * Math.max(0.6, Math.min(1, camera.scale / 9));
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

  // Names

  /** The boxes of the names in the last picture, in pixels. */
  get nameBoxes() {
    return this.painted.names.map(({ box }) => box);
  }

  /**
   * Where the names of townships stand, as far as they find room: the county seat first, then the seats of
   * squadrons, then by people.
   * @param {Camera} camera
   * @param {Context} context for measuring
   * @returns {WrittenName[]}
   */
  placedNames(camera, context) {
    const { cells, sites } = this.head.tables;
    const size = Math.max(11, Math.min(16, camera.scale * 1.6));
    /** @type {(lines: WrittenName["lines"]) => Point} */
    const sizeOf = (lines) => {
      const widths = lines.map(({ text, font }) => {
        context.font = font;
        return context.measureText(text).width;
      });
      return [Math.max(...widths) + 4, lines.length * 1.15 * size];
    };
    const names = this.head.townships.map((township, row) => {
      const lines = this.linesOf(township, size);
      const short = lines.slice(0, 1);
      const forms = (camera.scale < RULES_FROM ? [short] : [lines, short]).map((each) => ({
        lines: each,
        size: sizeOf(each),
      }));
      const at = /** @type {Point} */ ([
        camera.px(cells.x[township.seat]),
        camera.py(cells.y[township.seat]),
      ]);
      return { at, forms, importance: importanceOf(this.head, township, row) };
    });
    /** @type {Box[]} */
    const stations = [];
    for (let i = 0; i < sites.rows; i++) {
      const [px, py] = [camera.px(cells.x[sites.cell[i]]), camera.py(cells.y[sites.cell[i]])];
      stations.push({ x0: px - 6, x1: px + 6, y0: py - 7, y1: py + 6 });
    }
    const seen = names.filter(({ at: [px, py] }) => camera.sees(px, py, 0));
    return placeNames(seen, stations, { x0: 0, y0: 0, x1: camera.width, y1: camera.height });
  }

  /**
   * A township's name, and below it its rule where most have another.
   * @param {Township} township
   * @param {number} size
   */
  linesOf(township, size) {
    const font = fontOf(this.lang);
    const lines = [{ text: nameOf(township, this.lang), font: `${size}px ${font}` }];
    const { rule } = township;
    if (rule && rule !== this.usual) {
      const text = this.rules[rule] ?? rule.replaceAll("_", " ");
      lines.push({ text, font: `italic ${Math.max(11, 0.85 * size)}px ${font}` });
    }
    return lines;
  }

  /**
   * Drawn over the officers, so that a crowd at a seat does not hide its name.
   * @param {Context} context
   */
  drawNames(context) {
    context.textAlign = "center";
    context.textBaseline = "top";
    context.lineJoin = "round";
    context.lineWidth = 3.5;
    context.strokeStyle = mixed(this.colours.paper, this.colours["land-field"], 0.3);
    context.fillStyle = this.colours.ink;
    for (const { lines, box } of this.painted.names) {
      const px = (box.x0 + box.x1) / 2;
      for (const [i, { text, font }] of lines.entries()) {
        const py = box.y0 + (i * (box.y1 - box.y0)) / lines.length + 1;
        context.font = font;
        context.strokeText(text, px, py);
        context.fillText(text, px, py);
      }
    }
  }
}

/**
 * @param {Camera} camera
 * @param {number} ratio
 */
function sheet(camera, ratio) {
  const width = Math.max(1, Math.round(camera.width * ratio));
  return hiddenCanvas(width, Math.max(1, Math.round(camera.height * ratio)));
}

/**
 * Buildings of villages, of towns, and of the middle of towns.
 * @param {House[]} all
 */
function byTone(all) {
  /** @type {House[][]} */
  const tones = [[], [], []];
  for (const house of all) tones[Math.min(2, Math.floor(3 * house.dense))].push(house);
  return tones;
}

/**
 * How strongly buildings are drawn: from afar they are a tone, from near they must not hide what moves.
 * @param {number} scale pixels a cell
 */
function strengthAt(scale) {
  return Math.max(0.32, Math.min(1, 1.55 - 0.085 * scale));
}

/**
 * @param {Context} context
 * @param {Camera} camera
 * @param {House} house
 */
function fillHouse(context, camera, { x, y, side }) {
  const size = Math.max(0.8, side * camera.scale);
  const px = camera.px(x);
  const py = camera.py(y);
  if (camera.sees(px, py, size)) context.fillRect(px - size / 2, py - size / 2, size, size);
}

/** @type {Map<string, { outer: Path2D, inner: Path2D }>} borders of the last lands */
const BORDERS = new Map();
const MOST_BORDERS = 6;

/**
 * The border of the county, as the place draws it or else around its cells, and those of its townships.
 * @param {Head} head
 */
function bordersOf(head) {
  const key = landKey(head);
  const known = BORDERS.get(key);
  if (known) return known;
  if (BORDERS.size >= MOST_BORDERS) BORDERS.clear();
  const { outer, inner } = outlines(head.tables.cells, landSeed(head));
  const own = head.outline?.length ? [head.outline] : outer;
  const made = { outer: pathOf(own, true), inner: pathOf(inner, false) };
  BORDERS.set(key, made);
  return made;
}

/** @param {River} river */
function riverOf({ points, width }) {
  return { path: pathOf([rounded(points)], false), width };
}

/**
 * The towns of the ground before, where they are on the same land and other than now.
 * @param {Ground} now
 * @param {Ground} [before]
 * @returns {{ path: Path2D, until: number } | null}
 */
function formerTowns(now, before) {
  if (!before || !sameLand(now.head, before.head)) return null;
  const known = JSON.stringify(now.towns);
  if (known !== JSON.stringify(before.towns)) {
    return { path: pathOf(before.towns, true), until: performance.now() + FORMER_LASTS };
  }
  return before.former;
}

/**
 * @param {Head} a
 * @param {Head} b
 */
function sameLand(a, b) {
  const [one, other] = [a.tables.cells, b.tables.cells];
  if (a.place?.name !== b.place?.name || one.rows !== other.rows) return false;
  for (let i = 0; i < one.rows; i++) {
    if (one.x[i] !== other.x[i] || one.y[i] !== other.y[i]) return false;
  }
  return true;
}

/**
 * @param {Head} head
 * @param {Township} township
 * @param {number} row
 */
function importanceOf({ tables: { sites } }, { population = 0 }, row) {
  let importance = Math.min(0.999, population / 1e7);
  for (let i = 0; i < sites.rows; i++) {
    if (sites.township[i] !== row) continue;
    if (sites.level[i] === COUNTY_SITE) importance += 2;
    else if (sites.level[i] === SQUADRON_SITE) importance += 1;
  }
  return importance;
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
