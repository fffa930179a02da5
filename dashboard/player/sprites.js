// A shape for each corps, so that colour is never the only sign. Sprites are drawn once a size.

import { hiddenCanvas, hiddenContext } from "./canvas.js";

/** @import { Colours, Context, HiddenCanvas, Look } from "./types.js" */

/** @type {Record<string, (context: Context, radius: number) => void>} */
const SHAPES = {
  traffic: (c, r) => polygon(c, r * 1.15, 4), // diamond
  station: (c, r) => c.rect(-r * 0.85, -r * 0.85, r * 1.7, r * 1.7), // square
  patrol: (c, r) => polygon(c, r * 1.25, 3), // triangle
  auxiliary: (c, r) => c.arc(0, 0, r * 0.8, 0, 2 * Math.PI), // disc
  traffic_specialist: (c, r) => star(c, r * 1.35, 4), // four-pointed star
  case_specialist: (c, r) => polygon(c, r * 1.1, 6), // hexagon
};

/**
 * @param {Context} context
 * @param {number} radius
 * @param {number} corners
 */
function polygon(context, radius, corners) {
  for (let i = 0; i < corners; i++) {
    const angle = -Math.PI / 2 + (2 * Math.PI * i) / corners;
    context[i ? "lineTo" : "moveTo"](radius * Math.cos(angle), radius * Math.sin(angle));
  }
  context.closePath();
}

/**
 * @param {Context} context
 * @param {number} radius
 * @param {number} points
 */
function star(context, radius, points) {
  for (let i = 0; i < 2 * points; i++) {
    const angle = -Math.PI / 2 + (Math.PI * i) / points;
    const reach = i % 2 ? radius * 0.45 : radius;
    context[i ? "lineTo" : "moveTo"](reach * Math.cos(angle), reach * Math.sin(angle));
  }
  context.closePath();
}

/** Sprites by corps and look: `busy` filled, `ready` filled and paler, `off` outline only. */
export class Sprites {
  /**
   * @param {Colours} colours
   * @param {number} radius
   * @param {number} ratio pixels of the device in one of the page
   */
  constructor(colours, radius, ratio) {
    this.colours = colours;
    this.radius = radius;
    this.ratio = ratio;
    this.half = Math.ceil(radius * 1.6) + 2;
    /** @type {Map<string, HiddenCanvas>} */
    this.images = new Map();
  }

  /**
   * @param {string} corps
   * @param {Look} look
   */
  get(corps, look) {
    const key = `${corps} ${look}`;
    const image = this.images.get(key) ?? this.make(corps, look);
    this.images.set(key, image);
    return image;
  }

  /**
   * @param {string} corps
   * @param {Look} look
   */
  make(corps, look) {
    const side = 2 * this.half * this.ratio;
    const image = hiddenCanvas(side, side);
    const context = hiddenContext(image);
    const colour = this.colours[`corps-${corps}`] ?? this.colours.ink;
    context.scale(this.ratio, this.ratio);
    context.translate(this.half, this.half);
    context.beginPath();
    const shape = SHAPES[corps] ?? SHAPES.auxiliary;
    shape(context, look === "busy" ? this.radius : this.radius * 0.8);
    context.lineJoin = "round";
    context.lineWidth = look === "off" ? 1.2 : 1.4;
    context.fillStyle = look === "off" ? this.colours.paper : colour;
    context.strokeStyle = look === "off" ? colour : this.colours.paper;
    context.globalAlpha = { off: 0.55, ready: 0.9, busy: 1 }[look];
    context.stroke();
    context.fill();
    return image;
  }

  /**
   * @param {Context} context
   * @param {string} corps
   * @param {Look} look
   * @param {number} x
   * @param {number} y
   */
  draw(context, corps, look, x, y) {
    const side = 2 * this.half;
    context.drawImage(this.get(corps, look), x - this.half, y - this.half, side, side);
  }
}
