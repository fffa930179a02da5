// One camera for both maps: which cell is in the middle, and how many pixels a cell has. North is up.

/** @import { Box, Cells } from "./types.js" */

const CLOSEST = 60; // pixels a cell
const MARGIN = 18; // pixels at either side of the whole county
const ABOVE = 32; // pixels in which a map's title stands
const BELOW = 44; // pixels in which the sentence of the moment stands

export class Camera {
  constructor() {
    this.width = 1;
    this.height = 1;
    this.x = 0;
    this.y = 0;
    this.scale = 1;
    /** The scale at which the whole box is seen: nothing is further away. */
    this.least = 0;
    /** @type {Box | null} */
    this.box = null;
    this.version = 0;
    /** Whether somebody has zoomed or moved: then a new size keeps the view. */
    this.touched = false;
  }

  /**
   * @param {number} width
   * @param {number} height
   */
  resize(width, height) {
    if (width === this.width && height === this.height) return;
    this.width = width;
    this.height = height;
    if (this.box && !this.touched) this.fit(this.box);
    else this.stayInBox();
  }

  /**
   * Show a whole box of cells.
   * @param {Box} box
   */
  fit(box) {
    this.box = box;
    this.touched = false;
    const across = (this.width - 2 * MARGIN) / (box.x1 - box.x0 + 1);
    const down = (this.height - ABOVE - BELOW) / (box.y1 - box.y0 + 1);
    this.least = Math.max(0.5, Math.min(across, down));
    this.scale = this.least;
    this.x = (box.x0 + box.x1) / 2;
    this.y = (box.y0 + box.y1) / 2 - (BELOW - ABOVE) / 2 / this.scale;
    this.version += 1;
  }

  /**
   * Nearer (factor > 1) or further, with the point (px, py) held in place.
   * @param {number} factor
   */
  zoom(factor, px = this.width / 2, py = this.height / 2) {
    const [x, y] = this.cell(px, py);
    this.scale = Math.max(this.least, Math.min(CLOSEST, this.scale * factor));
    this.x = x - (px - this.width / 2) / this.scale;
    this.y = y + (py - this.height / 2) / this.scale;
    this.touched = this.scale > this.least * 1.001;
    this.stayInBox();
  }

  /**
   * Move by so many pixels.
   * @param {number} dx
   * @param {number} dy
   */
  pan(dx, dy) {
    this.x -= dx / this.scale;
    this.y += dy / this.scale;
    this.touched = true;
    this.stayInBox();
  }

  stayInBox() {
    if (this.box) {
      this.x = Math.max(this.box.x0, Math.min(this.box.x1, this.x));
      this.y = Math.max(this.box.y0, Math.min(this.box.y1, this.y));
    }
    this.version += 1;
  }

  /** @param {number} x */
  px(x) {
    return (x - this.x) * this.scale + this.width / 2;
  }

  /** @param {number} y */
  py(y) {
    return (this.y - y) * this.scale + this.height / 2;
  }

  /**
   * The place in cells under a pixel, not rounded.
   * @param {number} px
   * @param {number} py
   * @returns {[number, number]}
   */
  cell(px, py) {
    return [this.x + (px - this.width / 2) / this.scale, this.y - (py - this.height / 2) / this.scale];
  }

  /**
   * Whether a point in pixels is on the map, or so near its edge that a part of what is drawn there is.
   * @param {number} px
   * @param {number} py
   * @param {number} margin
   */
  sees(px, py, margin) {
    return px >= -margin && py >= -margin && px <= this.width + margin && py <= this.height + margin;
  }
}

/**
 * The least box that holds all cells.
 * @param {Pick<Cells, "rows" | "x" | "y">} cells
 * @returns {Box}
 */
export function boxOf(cells) {
  const box = { x0: Infinity, y0: Infinity, x1: -Infinity, y1: -Infinity };
  for (let i = 0; i < cells.rows; i++) {
    box.x0 = Math.min(box.x0, cells.x[i]);
    box.x1 = Math.max(box.x1, cells.x[i]);
    box.y0 = Math.min(box.y0, cells.y[i]);
    box.y1 = Math.max(box.y1, cells.y[i]);
  }
  return box;
}
