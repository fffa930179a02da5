// One side's map: its two canvases, and what was last drawn on them.

import { shownContext } from "./canvas.js";
import { Stations } from "./gather.js";
import { Ground, nameOf } from "./ground.js";
import { lightAt } from "./light.js";
import { drawingOrder, Movers } from "./movers.js";

/** @import { CallRecord, Canvases, Colours, FrameOptions, Head, OfficerStates, Side } from "./types.js" */
/** @import { Standing } from "./types.js" */
/** @import { Camera } from "./camera.js" */
/** @import { Recording } from "./recording.js" */

/**
 * What is made anew with another land, colours or language.
 * @typedef {object} Layers
 * @property {Head} head
 * @property {Colours} colours
 * @property {string} lang
 * @property {Record<string, string> | undefined} rules
 * @property {number} ratio
 * @property {Ground} ground
 * @property {Movers} movers
 * @property {Map<number, number>} cellRows
 */

const MOST_ROWS = 4096; // of cells from south to north

export class MapView {
  /**
   * @param {Side} side
   * @param {Canvases} canvases
   */
  constructor(side, [below, above]) {
    this.side = side;
    this.below = below;
    this.above = above;
    this.belowContext = shownContext(below);
    this.aboveContext = shownContext(above);
    /** Pixels of the device in one of the page. */
    this.ratio = 1;
    /** @type {Layers | null} */
    this.layers = null;
    /** @type {OfficerStates | null} */
    this.states = null;
    /** @type {number[]} rows of the officers, the last on top */
    this.order = [];
    /** @type {OfficerStates["staff"] | null} whose order that is */
    this.ordered = null;
    /** @type {CallRecord[]} */
    this.calls = [];
    this.holders = new Float64Array(0);
    /** @type {Stations | null} where the officers of that order wait */
    this.stations = null;
    /** @type {Standing} the officers as they were last drawn: gathered at stations, and one by one */
    this.standing = { gatherings: [], singles: [] };
    /** What stands on the canvas below: the stretch of the roads with its light, and the version of the camera. */
    this.groundDrawn = { step: "", version: -1 };
  }

  /**
   * The canvases of another page, for an engine that goes on playing there.
   * @param {Canvases} canvases
   */
  moveTo([below, above]) {
    this.below = below;
    this.above = above;
    this.belowContext = shownContext(below);
    this.aboveContext = shownContext(above);
    this.redrawGround();
  }

  redrawGround() {
    this.groundDrawn = { step: "", version: -1 };
  }

  /**
   * @param {number} width
   * @param {number} height
   * @param {number} ratio
   */
  resize(width, height, ratio) {
    for (const canvas of [this.below, this.above]) {
      canvas.width = Math.round(width * ratio);
      canvas.height = Math.round(height * ratio);
    }
    this.ratio = ratio;
    this.redrawGround();
  }

  /**
   * Take the land and roads of a head, in the colours and the language of the page.
   * @param {Head} head
   * @param {Colours} colours
   * @param {string} lang
   * @param {Record<string, string>} [rules]
   */
  use(head, colours, lang, rules) {
    const { ratio } = this;
    const now = this.layers;
    const same =
      now?.head === head &&
      now.colours === colours &&
      now.lang === lang &&
      now.rules === rules &&
      now.ratio === ratio;
    if (same) return;
    const ground = new Ground(head, colours, lang, rules, now?.ground);
    const movers = new Movers(head, colours, this.side, ratio, lang);
    this.layers = { head, colours, lang, rules, ratio, ground, movers, cellRows: cellRows(head) };
    this.stations = null;
    this.ordered = null;
    this.redrawGround();
  }

  /** The layers in use. Error before there are any. */
  get current() {
    if (!this.layers) throw new Error(`no head has come yet for the ${this.side} map`);
    return this.layers;
  }

  get head() {
    return this.current.head;
  }

  get edges() {
    return this.current.ground.edges;
  }

  /** All officers as they were last drawn. Error before they were. */
  get officers() {
    if (!this.states) throw new Error(`the ${this.side} map has not been drawn yet`);
    return this.states;
  }

  /**
   * Read the state at t and draw it. The ground is drawn anew only when the camera moved or the roads
   * changed.
   * @param {Recording} recording
   * @param {number} t
   * @param {Camera} camera
   * @param {FrameOptions} options
   */
  draw(recording, t, camera, { groundToo, ...options }) {
    const { ground, movers } = this.current;
    this.read(recording, t, options.echo);
    const roads = recording.roads(this.side, t);
    const moved = this.groundDrawn.version !== camera.version;
    const { night, sun } = lightAt(t);
    const step = `${roads.step} ${night} ${sun} ${ground.formerShown}`;
    if (moved || (groundToo && this.groundDrawn.step !== step)) {
      this.scale(this.belowContext);
      ground.draw(this.belowContext, camera, roads, this.ratio, t);
      this.groundDrawn = { step, version: camera.version };
    }
    this.gather(camera);
    this.scale(this.aboveContext);
    movers.draw(this.aboveContext, camera, {
      ...options,
      t,
      roads,
      officers: this.officers,
      standing: this.standing,
      calls: this.calls,
      holders: this.holders,
      nameBoxes: ground.nameBoxes,
      drawNames: (context) => ground.drawNames(context),
    });
  }

  /**
   * Who waits where, under this camera.
   * @param {Camera} camera
   */
  gather(camera) {
    const { ground, head } = this.current;
    if (!this.stations) this.stations = new Stations(this.officers.staff, head.tables.cells);
    this.stations.settle(camera, ground.nameBoxes);
    this.standing = this.stations.sort(this.officers, this.order, camera);
  }

  /**
   * @param {Recording} recording
   * @param {number} t
   * @param {number} echo
   */
  read(recording, t, echo) {
    this.states = recording.officers(this.side, t, this.states);
    this.calls = recording.calls(this.side, t, echo);
    this.holders = recording.posts(this.side, t);
    const { staff } = this.states;
    if (this.ordered === staff) return;
    this.order = drawingOrder(staff, this.head.corps);
    this.ordered = staff;
    this.stations = null;
  }

  /** @param {CanvasRenderingContext2D} context */
  scale(context) {
    context.setTransform(this.ratio, 0, 0, this.ratio, 0, 0);
  }

  /**
   * A ring around what is inspected, or where the sentence of the moment points.
   * @param {Camera} camera
   * @param {number} x
   * @param {number} y
   * @param {string} colour
   * @param {number} radius
   */
  point(camera, x, y, colour, radius) {
    const context = this.aboveContext;
    context.beginPath();
    context.arc(camera.px(x), camera.py(y), radius, 0, 2 * Math.PI);
    context.strokeStyle = colour;
    context.lineWidth = 2;
    context.setLineDash([4, 4]);
    context.stroke();
    context.setLineDash([]);
  }

  /**
   * The row of the cell at a place, -1 where the county has none.
   * @param {number} x
   * @param {number} y
   */
  cellAt(x, y) {
    return this.current.cellRows.get(x * MOST_ROWS + y) ?? -1;
  }

  /** @param {number} row */
  townshipName(row) {
    const { head, lang } = this.current;
    const township = head.townships[row];
    return township ? nameOf(township, lang) : "–";
  }

  /** @param {CallRecord} call */
  kindName(call) {
    return this.head.kinds[call.kind]?.name;
  }
}

/** @param {Head} head */
function cellRows({ tables: { cells } }) {
  /** @type {Map<number, number>} */
  const rows = new Map();
  for (let i = 0; i < cells.rows; i++) rows.set(cells.x[i] * MOST_ROWS + cells.y[i], i);
  return rows;
}
