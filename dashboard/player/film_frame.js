// One picture of a film: both maps as the reader has placed them, above each its rule and the clock, below them
// what it is of. Maps of its own are drawn, so that the page's stand as they are, whatever its size.

import { boxOf, Camera } from "./camera.js";
import { shownContext } from "./canvas.js";
import { MapView } from "./map_view.js";
import { SIDES } from "./recording.js";

/** @import { FilmLook } from "./types.js" */
/** @import { Engine } from "./engine.js" */

const FAMILY = "'Source Sans 3', 'Noto Sans CJK SC', 'PingFang SC', 'Microsoft YaHei', sans-serif";
const GAP = 4; // pixels between the maps
const MARGIN = 8; // pixels beside what is written
const AROUND = 22; // pixels around a whole county, whose border runs outside its cells
const LOWEST = 0.5; // height of a map, of its width
const HIGHEST = 1;

export class FilmFrame {
  /**
   * @param {Engine} engine whose recording, words and view are filmed
   * @param {FilmLook} look
   */
  constructor(engine, { width, line, names }) {
    this.engine = engine;
    this.names = names;
    this.size = width > 800 ? 17 : 13; // of the type
    this.mapWidth = (width - GAP) / 2;
    this.camera = cameraLike(engine, this.mapWidth);
    this.views = {
      left: new MapView("left", [canvasOf(), canvasOf()]),
      right: new MapView("right", [canvasOf(), canvasOf()]),
    };
    for (const side of SIDES) this.views[side].resize(this.camera.width, this.camera.height, 1);
    this.canvas = canvasOf();
    this.context = shownContext(this.canvas);
    this.head = Math.round(this.size * 2);
    this.context.font = this.font(0.85);
    this.lines = wrapped(line, width - 2 * MARGIN, (text) => this.context.measureText(text).width);
    this.leading = Math.round(this.size * 1.25);
    this.canvas.width = width;
    this.canvas.height = even(this.head + this.camera.height + this.lines.length * this.leading + MARGIN);
  }

  /** @param {number} size of the type of the whole */
  font(size, weight = 400) {
    return `${weight} ${Math.round(this.size * size)}px ${FAMILY}`;
  }

  /**
   * The picture at t, whose chunks are here.
   * @param {number} t
   * @param {number} flowPhase how far the dots of traffic have come
   */
  draw(t, flowPhase) {
    const { engine, context, canvas, camera } = this;
    const { colours, formatter, recording } = engine;
    const { lang, labels, hidden } = formatter;
    context.fillStyle = colours.paper;
    context.fillRect(0, 0, canvas.width, canvas.height);
    const options = { flowPhase, echo: engine.echo, still: false, groundToo: true, hidden };
    for (const side of SIDES) {
      const view = this.views[side];
      view.use(recording.head(side, t), colours, lang, labels.rules);
      view.draw(recording, t, camera, options);
      const x = side === "left" ? 0 : this.mapWidth + GAP;
      for (const layer of [view.below, view.above]) context.drawImage(layer, x, this.head);
      this.title(side, x, formatter.clockText(t));
    }
    this.foot();
  }

  /**
   * @param {"left" | "right"} side
   * @param {number} x
   * @param {string} clock
   */
  title(side, x, clock) {
    const { context, engine, head, mapWidth } = this;
    context.textBaseline = "middle";
    context.fillStyle = engine.colours[side];
    context.fillRect(x, head - 3, mapWidth, 3);
    context.font = this.font(1, 500);
    context.fillStyle = engine.colours.ink;
    const wide = context.measureText(clock).width;
    context.textAlign = "right";
    context.fillText(clock, x + mapWidth - MARGIN, head / 2);
    context.font = this.font(1.1, 600);
    context.fillStyle = engine.colours[side];
    context.textAlign = "left";
    context.fillText(this.names[side], x + MARGIN, head / 2, mapWidth - wide - 4 * MARGIN);
  }

  foot() {
    const { context, engine, head, camera, leading } = this;
    context.font = this.font(0.85);
    context.fillStyle = engine.colours.soft;
    context.textBaseline = "middle";
    context.textAlign = "left";
    const top = head + camera.height + MARGIN / 2;
    for (const [i, line] of this.lines.entries()) context.fillText(line, MARGIN, top + (i + 0.5) * leading);
  }
}

function canvasOf() {
  return document.createElement("canvas");
}

/** @param {number} length an even one, as videos want it */
function even(length) {
  return 2 * Math.ceil(length / 2);
}

/**
 * A camera that shows on a map so wide what the page's shows: the whole county where nobody has come nearer.
 * @param {Engine} engine
 * @param {number} width
 */
export function cameraLike({ camera: seen, views }, width) {
  const camera = new Camera();
  const box = seen.box ?? boxOf(views.left.head.tables.cells);
  const across = seen.touched ? seen.width : box.x1 - box.x0 + 1;
  const down = seen.touched ? seen.height : box.y1 - box.y0 + 1;
  const shape = Math.max(LOWEST, Math.min(HIGHEST, down / across));
  camera.resize(width, even(width * shape));
  if (seen.touched) {
    const scale = seen.scale * Math.min(camera.width / seen.width, camera.height / seen.height);
    Object.assign(camera, {
      box,
      touched: true,
      x: seen.x,
      y: seen.y,
      scale,
      least: Math.min(seen.least, scale),
    });
  } else {
    const room = (camera.width - 2 * AROUND) / across;
    const scale = Math.min(room, (camera.height - 2 * AROUND) / down);
    Object.assign(camera, { box, x: (box.x0 + box.x1) / 2, y: (box.y0 + box.y1) / 2, scale, least: scale });
  }
  camera.version += 1;
  return camera;
}

/**
 * A line as lines no wider than there is room: Latin words stay whole, Chinese parts anywhere but before a stop.
 * @param {string} line
 * @param {number} room in pixels
 * @param {(text: string) => number} widthOf in pixels
 */
export function wrapped(line, room, widthOf) {
  const lines = [""];
  for (const piece of line.match(/[\u2e80-\uffef]|[^\s\u2e80-\uffef]+\s*|\s+/gu) ?? []) {
    const now = lines[lines.length - 1];
    if (now && widthOf(now + piece.trimEnd()) > room && !/^[，。；：、）]/u.test(piece)) lines.push("");
    lines[lines.length - 1] += piece;
  }
  return lines.map((each) => each.trimEnd()).filter(Boolean);
}
