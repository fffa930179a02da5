// Contexts of canvases: a browser may refuse one, which is an error here and not a null that travels.

const REFUSED = "this browser gives no context to draw on";

/** @param {HTMLCanvasElement} canvas */
export function shownContext(canvas) {
  const context = canvas.getContext("2d");
  if (!context) throw new Error(REFUSED);
  return context;
}

/**
 * @param {OffscreenCanvas} canvas
 * @param {CanvasRenderingContext2DSettings} [settings]
 */
export function hiddenContext(canvas, settings) {
  const context = canvas.getContext("2d", settings);
  if (!context) throw new Error(REFUSED);
  return context;
}
