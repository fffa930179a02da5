// Roads as lines: as wide as many vehicles drive there, as warm as they are slow.

import { mixed, ramp } from "./palette.js";

/** @import { Colours, Context, Edge, Head, Links, RoadStates } from "./types.js" */
/** @import { Camera } from "./camera.js" */

const HEATS = 7; // steps of warmth
const WIDE = 8; // steps of width

// Roads by class: village, county, trunk, street. Widths in pixels where nobody drives.
const LANE = 0;
const WIDTHS = [0.6, 1.1, 1.8, 0.7];
const DRAWING_ORDER = [0, 3, 1, 2];
const CASED = new Set([1, 2]); // classes with an edge of paper, so that they stand out from a town
const LANES_FROM = 11; // pixels a cell from which idle village lanes are drawn
const MOST_FLOW = 5_000; // vehicles an hour, both ways, of the widest road
const WIDEST = 3.6; // pixels that flow adds at most
const OF_CELL = 0.3; // of a cell that a road may be wide

export class RoadLines {
  /**
   * @param {Head} head
   * @param {Colours} colours
   */
  constructor(head, colours) {
    this.head = head;
    this.paper = colours["land-field"];
    this.edges = edgesOf(head.tables.links);
    this.corners = cornersOf(this.edges);
    const free = mixed(colours["road-free"], colours.ink, 0.22);
    this.heats = ramp([free, colours["road-slow"], colours["road-jam"]], HEATS);
    /** @type {Map<number, Edge[]>} edges by class, warmth and width */
    this.bundles = new Map();
  }

  /**
   * Sort the edges by what is to be seen of them.
   * @param {RoadStates} roads
   */
  take(roads) {
    const { capacity } = this.head.tables.links;
    this.bundles = new Map();
    for (const edge of this.edges) {
      edge.blocked = edge.links.some((link) => roads.blocked[link] > 0);
      const key = keyOf(edge.road, heatOf(edge, roads, capacity), widthOf(edge, roads));
      const bundle = this.bundles.get(key);
      if (bundle) bundle.push(edge);
      else this.bundles.set(key, [edge]);
    }
  }

  /**
   * Roads of each class, warmth and width in one path: a stroke for every road would be too slow.
   * @param {Context} context
   * @param {Camera} camera
   */
  draw(context, camera) {
    context.lineCap = "round";
    context.lineJoin = "round";
    for (const road of DRAWING_ORDER) {
      if (CASED.has(road)) this.drawCasing(context, camera, road);
      for (let heat = 0; heat < HEATS; heat++) {
        for (let wide = 0; wide < WIDE; wide++) this.drawBundle(context, camera, road, heat, wide);
      }
    }
    context.globalAlpha = 1;
  }

  /**
   * @param {Context} context
   * @param {Camera} camera
   * @param {number} road
   * @param {number} heat
   * @param {number} wide
   */
  drawBundle(context, camera, road, heat, wide) {
    const edges = this.bundles.get(keyOf(road, heat, wide));
    const idle = road === LANE && heat === 0 && wide < 2;
    if (!edges || (idle && camera.scale < LANES_FROM)) return;
    context.globalAlpha = idle ? 0.25 : 1;
    context.lineWidth = pixelsWide(road, wide, camera.scale);
    context.strokeStyle = this.heats[heat];
    this.trace(context, camera, edges);
    context.stroke();
  }

  /**
   * @param {Context} context
   * @param {Camera} camera
   * @param {number} road
   */
  drawCasing(context, camera, road) {
    context.globalAlpha = 0.75;
    context.strokeStyle = this.paper;
    for (let wide = 0; wide < WIDE; wide++) {
      const edges = Array.from(
        { length: HEATS },
        (_, heat) => this.bundles.get(keyOf(road, heat, wide)) ?? [],
      );
      context.lineWidth = pixelsWide(road, wide, camera.scale) + 1.8;
      this.trace(context, camera, edges.flat());
      context.stroke();
    }
    context.globalAlpha = 1;
  }

  /**
   * @param {Context} context
   * @param {Camera} camera
   * @param {Edge[]} edges
   */
  trace(context, camera, edges) {
    context.beginPath();
    for (const edge of edges) {
      this.traceHalf(context, camera, edge, edge.a, edge.b);
      this.traceHalf(context, camera, edge, edge.b, edge.a);
    }
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
}

/**
 * How warm an edge is, 0 to 6: by load over capacity, and by speed lost.
 * @param {Edge} edge
 * @param {Pick<RoadStates, "flow" | "speed">} roads
 * @param {ArrayLike<number>} capacity
 */
export function heatOf(edge, roads, capacity) {
  let warmth = 0;
  for (const link of edge.links) {
    warmth = Math.max(warmth, roads.flow[link] / capacity[link], (1 - roads.speed[link]) * 1.3);
  }
  return Math.min(HEATS - 1, Math.floor((Math.max(0, warmth - 0.15) / 0.85) * HEATS));
}

/**
 * How wide an edge is, 0 to 7: by the root of the vehicles an hour in both directions.
 * @param {Edge} edge
 * @param {Pick<RoadStates, "flow">} roads
 */
export function widthOf(edge, roads) {
  const flow = edge.links.reduce((sum, link) => sum + roads.flow[link], 0);
  return Math.min(WIDE - 1, Math.round((WIDE - 1) * Math.sqrt(flow / MOST_FLOW)));
}

/**
 * @param {number} road
 * @param {number} wide
 * @param {number} scale pixels a cell
 */
export function pixelsWide(road, wide, scale) {
  const grown = Math.max(0.8, Math.min(2, scale / 10));
  const own = WIDTHS[road] * grown;
  return Math.max(own, Math.min(OF_CELL * scale, own + (WIDEST * grown * wide) / (WIDE - 1)));
}

/**
 * @param {number} road
 * @param {number} heat
 * @param {number} wide
 */
function keyOf(road, heat, wide) {
  return (road * HEATS + heat) * WIDE + wide;
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
