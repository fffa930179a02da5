// The chart of the curve: the outcome looked at over the lever in hand, a line with its band for each rule.
// What stands is drawn when it changes; where the lever is moves on at every frame, with no server in between.

import { ofSide, readingAt, spanOf, spread, ticks, winners } from "./curve_reading.js";
import { Formatter } from "./format.js";

/** @import { CurveReading, CurveRule, CurveScene, Lever, ProofAt, Settled, Side } from "./types.js" */

const NAMESPACE = "http://www.w3.org/2000/svg";
const MARGIN = { top: 11, right: 104, bottom: 26, left: 46 };
const LABEL_HEIGHT = 13; // pixels from one label to the next
const LABEL_WIDTH = 16; // signs of a rule's name that fit beside its line
const BESIDE = 9; // pixels that the proof stands beside the prediction
const SCATTER = 7; // pixels over which the single worlds are strewn
const ENOUGH = 3; // worlds from which an interval is drawn
const SIDES = /** @type {Side[]} */ (["left", "right"]);

export class CurveChart {
  /**
   * @param {SVGSVGElement} svg
   * @param {(reading: CurveReading | null, x: number) => void} [onDrawn] told at every frame that is drawn
   */
  constructor(svg, onDrawn = () => {}) {
    this.svg = svg;
    this.onDrawn = onDrawn;
    /** @type {CurveScene | null} */
    this.scene = null;
    this.x = NaN;
    this.width = 0;
    this.height = 0;
    this.frames = 0;
    this.asked = 0;
    /** @type {[number, number] | null} */
    this.span = null;
    this.formatter = new Formatter();
    this.standing = svgOf("g", {});
    this.moving = svgOf("g", { class: "now" });
    svg.replaceChildren(clip(), this.standing, this.moving);
    this.watcher = new ResizeObserver(() => this.resized());
    this.watcher.observe(svg);
  }

  destroy() {
    this.watcher.disconnect();
    cancelAnimationFrame(this.asked);
  }

  resized() {
    const { width, height } = this.svg.getBoundingClientRect();
    if (width < 2 || (width === this.width && height === this.height)) return;
    this.width = width;
    this.height = height;
    this.svg.setAttribute("viewBox", `0 0 ${width} ${height}`);
    // The slider beneath is as wide as the plot: it is the axis.
    const { x0, x1 } = this.plot;
    this.svg.parentElement?.style.setProperty("--plot-from", `${x0}px`);
    this.svg.parentElement?.style.setProperty("--plot-to", `${width - x1}px`);
    this.drawStanding();
  }

  /** @param {CurveScene} scene */
  show(scene) {
    this.scene = scene;
    this.formatter = new Formatter(scene.words, scene.lang);
    if (this.width) this.drawStanding();
    else this.resized();
  }

  /**
   * The lever is moved: drawn at the next frame, however many moves there were.
   * @param {number} x
   */
  moveTo(x) {
    this.x = x;
    if (!this.asked) this.asked = requestAnimationFrame(() => this.frame());
  }

  frame() {
    this.asked = 0;
    this.drawMoving();
    this.frames += 1;
  }

  // Places

  get plot() {
    const narrow = this.width < 420;
    return {
      x0: MARGIN.left,
      x1: this.width - (narrow ? 78 : MARGIN.right),
      y0: MARGIN.top,
      y1: Math.max(MARGIN.top + 10, this.height - MARGIN.bottom),
    };
  }

  /** @param {number} value of the lever */
  px(value) {
    const { x0, x1 } = this.plot;
    const { low, high } = this.lever;
    return x0 + ((x1 - x0) * (value - low)) / (high - low || 1);
  }

  /** @param {number} value of the outcome */
  py(value) {
    const { y0, y1 } = this.plot;
    const [low, high] = this.span ?? [0, 1];
    return y1 - ((y1 - y0) * (value - low)) / (high - low || 1);
  }

  /**
   * The lever's value under a place of the chart.
   * @param {number} px from the chart's left edge
   */
  valueAt(px) {
    const { x0, x1 } = this.plot;
    const { low, high } = this.lever;
    return low + (high - low) * Math.max(0, Math.min(1, (px - x0) / (x1 - x0)));
  }

  /** @returns {Lever} */
  get lever() {
    if (!this.scene) throw new Error("the chart has no lever yet");
    return this.scene.lever;
  }

  // What stands

  drawStanding() {
    const { scene } = this;
    if (!scene) return;
    const { curve, lever, proof, trail, ghost } = scene;
    const shown = [...trail, ...(proof ? [proof] : [])].flatMap(({ proof: { left, right, n } }) =>
      [left, right].flatMap(({ mean, low, high }) =>
        n < ENOUGH ? [mean] : [mean, low ?? mean, high ?? mean],
      ),
    );
    this.span = spanOf(curve?.levers[lever.name], [
      ...shown,
      ...(ghost?.rules ?? []).map(({ mean }) => mean),
    ]);
    const { x0, x1, y0, y1 } = this.plot;
    const box = { x: x0, y: y0, width: Math.max(0, x1 - x0), height: y1 - y0 };
    set(this.svg.querySelector("clipPath rect"), box);
    const layers = [this.rail(), this.axes(), this.crossing(), this.lines(), this.labels()];
    layers.push(this.trailOf(trail), this.ghostOf(ghost), this.proofOf(proof));
    this.standing.replaceChildren(...layers.filter((each) => each !== null));
    this.drawMoving();
  }

  /** The track of the lever, in the hue of the rule that is surely better there. */
  rail() {
    const { x0, x1, y1 } = this.plot;
    const group = svgOf("g", { class: "rail-of-curve" });
    group.append(svgOf("rect", { x: x0, y: y1 + 1, width: x1 - x0, height: 5, rx: 2.5, class: "track" }));
    const found = this.scene?.curve?.levers[this.lever.name];
    if (!found) return group;
    for (const { from, to, side } of winners(found, this.scene?.curve?.outcome.better ?? "less")) {
      // A surface may reach further than the slider.
      const x = this.px(Math.max(from, this.lever.low));
      const width = Math.max(0, this.px(Math.min(to, this.lever.high)) - x);
      group.append(svgOf("rect", { x, y: y1 + 1, width, height: 5, class: `wins ${side || "nobody"}` }));
    }
    return group;
  }

  axes() {
    const { x0, x1, y0, y1 } = this.plot;
    const { lever, scene, formatter } = this;
    const group = svgOf("g", { class: "axes" });
    const scale = lever.scale ?? 1;
    for (const tick of ticks(lever.low * scale, lever.high * scale, Math.max(2, (x1 - x0) / 90))) {
      const x = this.px(tick / scale);
      group.append(svgOf("text", { x, y: y1 + 24, "text-anchor": "middle" }, `${tick}`));
    }
    if (!this.span || !scene) return group;
    const { outcome } = scene;
    const by = outcome.scale ?? 1;
    const [low, high] = this.span.map((each) => each * by);
    for (const tick of ticks(low, high, Math.max(2, (y1 - y0) / 34))) {
      const y = this.py(tick / by);
      group.append(svgOf("line", { x1: x0, x2: x1, y1: y, y2: y }));
      const text = formatter.amount(tick / by, { ...outcome, decimals: tick % 1 ? outcome.decimals : 0 });
      group.append(svgOf("text", { x: x0 - 6, y: y + 4, "text-anchor": "end" }, text));
    }
    group.append(svgOf("text", { x: 2, y: 10, class: "unit" }, outcome.unit));
    return group;
  }

  /** Where one rule takes over from the other, with its interval. */
  crossing() {
    const crossing = this.scene?.curve?.levers[this.lever.name]?.crossing;
    if (!crossing) return null;
    const { y0, y1 } = this.plot;
    const { low, high, scale = 1, unit } = this.lever;
    const from = this.px(Math.max(low, crossing.low));
    const width = Math.max(1, this.px(Math.min(high, crossing.high)) - from);
    const x = this.px(crossing.at);
    const group = svgOf("g", { class: "crossing" });
    group.append(svgOf("rect", { x: from, width, y: y0, height: y1 - y0 }));
    group.append(svgOf("line", { x1: x, x2: x, y1: y0, y2: y1 }));
    const text = `${this.printed(crossing.at * scale)} ${unit}`;
    group.append(svgOf("text", { x: x + 4, y: y0 + 9 }, text.trim()));
    return group;
  }

  /** @param {number} value of the lever as it is shown */
  printed(value) {
    return `${Number(value.toFixed(this.lever.decimals ?? 2))}`;
  }

  lines() {
    const { curve } = this.scene ?? {};
    const found = curve?.levers[this.lever.name];
    if (!curve || !found) return null;
    const group = svgOf("g", { "clip-path": "url(#curve-plot)" });
    const order = curve.rules
      .filter(({ name }) => found.mean[name])
      .sort((a, b) => Number(!!a.side) - Number(!!b.side));
    for (const { name, side } of order) {
      const { [name]: mean } = found.mean;
      if (side) group.append(svgOf("path", { class: `band ${side}`, d: this.bandOf(found, name) }));
      group.append(svgOf("path", { class: `line ${side || "other"}`, d: this.pathOf(found.at, mean) }));
    }
    return group;
  }

  /**
   * @param {number[]} at
   * @param {number[]} values
   */
  pathOf(at, values) {
    return values.map((y, i) => `${i ? "L" : "M"}${round(this.px(at[i]))},${round(this.py(y))}`).join("");
  }

  /**
   * @param {import("./types.js").CurveLever} found
   * @param {string} name of a rule
   */
  bandOf({ at, low, high }, name) {
    const back = [...at].reverse();
    const under = this.pathOf(back, [...low[name]].reverse());
    return `${this.pathOf(at, high[name])}L${under.slice(1)}Z`;
  }

  /** The names of the rules at the end of their lines; those of the two worlds first, where room is short. */
  labels() {
    const { curve } = this.scene ?? {};
    const found = curve?.levers[this.lever.name];
    if (!curve || !found) return null;
    const { x1, y0, y1 } = this.plot;
    const room = Math.max(2, Math.floor((y1 - y0) / LABEL_HEIGHT) + 1);
    const named = curve.rules.filter(({ name }) => found.mean[name]).slice(0, room);
    const end = /** @type {(rule: CurveRule) => number} */ (({ name }) => found.mean[name].at(-1) ?? NaN);
    const places = spread(
      named.map((rule) => this.py(end(rule))),
      LABEL_HEIGHT,
      y0 + 3,
      y1,
    );
    const group = svgOf("g", { class: "labels" });
    const x = this.px(Math.min(this.lever.high, found.at.at(-1) ?? this.lever.high)) + 8;
    named.forEach(({ label, side }, i) => {
      const text = label.length > LABEL_WIDTH ? `${label.slice(0, LABEL_WIDTH - 1)}…` : label;
      const bound = Math.min(x, x1 + 8);
      group.append(svgOf("text", { x: bound, y: places[i] + 4, class: side || "other" }, text));
    });
    return group;
  }

  /** @param {ProofAt[]} trail settings proven before */
  trailOf(trail) {
    const group = svgOf("g", { class: "trail", "clip-path": "url(#curve-plot)" });
    for (const each of trail) {
      for (const side of SIDES)
        group.append(...this.whisker(each.proof[side], side, this.px(each.x), each.proof.n));
    }
    return group;
  }

  /** @param {CurveReading | null} ghost the setting before this one */
  ghostOf(ghost) {
    if (!ghost) return null;
    const group = svgOf("g", { class: "ghost", "clip-path": "url(#curve-plot)" });
    for (const side of SIDES) {
      const rule = ofSide(ghost, side);
      if (rule)
        group.append(svgOf("circle", { cx: this.px(ghost.x), cy: this.py(rule.mean), r: 5, class: side }));
    }
    return group;
  }

  /** @param {ProofAt | null} at what the worlds say, beside what was predicted */
  proofOf(at) {
    if (!at) return null;
    const { proof, x } = at;
    const group = svgOf("g", { class: "proof", "clip-path": "url(#curve-plot)" });
    SIDES.forEach((side, k) => {
      const centre = this.px(x) + BESIDE;
      proof.worlds.forEach((world, i) => {
        const cx = round(centre + SCATTER * (((i * 0.618) % 1) - 0.5) * 2);
        group.append(svgOf("circle", { cx, cy: round(this.py(world[k])), r: 1.8, class: `world ${side}` }));
      });
      group.append(...this.whisker(proof[side], side, centre, proof.n));
    });
    return group;
  }

  /**
   * @param {Settled} settled
   * @param {Side} side
   * @param {number} x
   * @param {number} n worlds it rests on
   */
  whisker({ mean, low, high }, side, x, n) {
    const parts = [];
    if (n >= ENOUGH && low !== null && high !== null) {
      parts.push(svgOf("line", { x1: x, x2: x, y1: this.py(low), y2: this.py(high), class: `bar ${side}` }));
    }
    return [...parts, markOf(side, x, this.py(mean), 4)];
  }

  // What moves

  drawMoving() {
    const { scene, x } = this;
    if (!scene || Number.isNaN(x)) return;
    const reading = readingAt(scene.curve, scene.lever.name, x);
    const { y0, y1 } = this.plot;
    const px = this.px(x);
    const parts = [svgOf("line", { x1: px, x2: px, y1: y0 - 4, y2: y1, class: "hair" })];
    const rules = reading?.rules ?? [];
    for (const { mean, side } of rules) {
      if (!side) parts.push(svgOf("circle", { cx: px, cy: this.py(mean), r: 2.5, class: "other" }));
    }
    const sided = rules.filter(({ side }) => side);
    const places = spread(
      sided.map(({ mean }) => this.py(mean)),
      LABEL_HEIGHT + 2,
      y0 + 4,
      y1 - 2,
    );
    sided.forEach(({ mean, side }, i) => {
      if (side) parts.push(markOf(side, px, this.py(mean), 6), this.number(mean, side, px, places[i]));
    });
    this.moving.replaceChildren(...parts);
    this.onDrawn(reading, x);
  }

  /**
   * The number beside a dot, on the side away from the proof.
   * @param {number} mean
   * @param {Side} side
   * @param {number} px
   * @param {number} y
   */
  number(mean, side, px, y) {
    const left = px > this.plot.x0 + 54;
    const at = { x: px + (left ? -11 : 24), y: y + 5, "text-anchor": left ? "end" : "start" };
    const text = this.scene ? this.formatter.amount(mean, this.scene.outcome) : "";
    return svgOf("text", { ...at, class: `reading ${side}` }, text);
  }
}

/**
 * The mark of a side: a disc, or a square.
 * @param {Side} side
 * @param {number} x
 * @param {number} y
 * @param {number} r
 */
function markOf(side, x, y, r) {
  if (side === "left") return svgOf("circle", { cx: x, cy: y, r, class: "mark left" });
  return svgOf("rect", {
    x: x - r + 0.5,
    y: y - r + 0.5,
    width: 2 * r - 1,
    height: 2 * r - 1,
    class: "mark right",
  });
}

function clip() {
  const path = svgOf("clipPath", { id: "curve-plot" });
  path.append(svgOf("rect", {}));
  return path;
}

/** @param {number} value */
function round(value) {
  return Math.round(value * 10) / 10;
}

/**
 * @param {string} name
 * @param {Record<string, string | number>} attributes
 * @param {string} [text]
 * @returns {SVGElement}
 */
function svgOf(name, attributes, text = "") {
  const made = /** @type {SVGElement} */ (document.createElementNS(NAMESPACE, name));
  set(made, attributes);
  if (text) made.textContent = text;
  return made;
}

/**
 * @param {Element | null} element
 * @param {Record<string, string | number>} attributes
 */
function set(element, attributes) {
  for (const [name, value] of Object.entries(attributes)) element?.setAttribute(name, `${value}`);
}
