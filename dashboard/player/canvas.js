// Contexts of canvases: a browser may refuse one, which is an error here and not a null that travels.

/** @import { Context, HiddenCanvas } from "./types.js" */

const REFUSED = "this browser gives no context to draw on";

/** @param {HTMLCanvasElement} canvas */
export function shownContext(canvas) {
  const context = canvas.getContext("2d");
  if (!context) throw new Error(REFUSED);
  return context;
}

/**
 * A canvas that is never shown: one that no page holds, where a browser has no canvas off screen (Safari before
 * 16.4, Firefox before 105).
 * @param {number} width
 * @param {number} height
 * @returns {HiddenCanvas}
 */
export function hiddenCanvas(width, height) {
  if (globalThis.OffscreenCanvas) return new OffscreenCanvas(width, height);
  return Object.assign(document.createElement("canvas"), { width, height });
}

/**
 * @param {HiddenCanvas} canvas
 * @param {CanvasRenderingContext2DSettings} [settings]
 * @returns {Context}
 */
export function hiddenContext(canvas, settings) {
  const context = /** @type {Context | null} */ (canvas.getContext("2d", settings));
  if (!context) throw new Error(REFUSED);
  return context;
}
