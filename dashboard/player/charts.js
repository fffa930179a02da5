// The charts: embedded once from Altair's specs, then only given new rows, one chart at a time, seldom when
// unseen.

import { counts, waitOf } from "./call_records.js";
import { footed, footedPng } from "./cite.js";
import { SIDES } from "./recording.js";

/** @import { CallRecord, ChartRow, Colours, Embedded, VegaSpec, VegaView, Words } from "./types.js" */
/** @import { Engine } from "./engine.js" */

/**
 * The place of a chart in the page.
 * @typedef {object} Frame
 * @property {HTMLElement} figure
 * @property {HTMLElement} place what it is drawn into
 * @property {HTMLDetailsElement} table its rows in words
 * @property {{ svg: HTMLButtonElement, png: HTMLButtonElement }} buttons to save it
 */

/**
 * A chart that is drawn.
 * @typedef {object} Drawing
 * @property {string} name
 * @property {VegaView} view
 * @property {() => void} finalize
 * @property {string} key all that its rows and its width hung on when it was filled
 * @property {number} filledAt in ms of the page
 */

/** @typedef {Frame & Drawing} Chart */

/** @typedef {"svg" | "png"} Format */

const EVERY = 140; // ms between two updates, of one chart each
const UNSEEN_EVERY = 3_000; // ms for a chart out of sight: it may be printed, or scrolled to
const POINTS = 80; // of a curve of waits
const FURTHEST = 0.98; // the curve ends where so many of the answered calls have somebody there
const TABLE_ROWS = 60;

const SIGNS = { left: "━━ ●", right: "╍╍ ■" }; // as the charts draw the two

export class Charts {
  /**
   * @param {object} options
   * @param {HTMLElement} options.element
   * @param {string} options.bundle address of the charts' library
   * @param {Engine} options.engine
   * @param {Words} [options.words]
   */
  constructor({ element, bundle, engine, words = {} }) {
    this.element = element;
    this.bundle = bundle;
    this.engine = engine;
    this.words = words;
    /** @type {Record<string, VegaSpec> | null} */
    this.specs = null;
    /** @type {Chart[]} */
    this.charts = [];
    /** @type {Set<Element>} */
    this.inSight = new Set();
    this.turn = 0;
    this.busy = false;
    this.destroyed = false;
    this.observer = new IntersectionObserver((entries) => {
      for (const { target, isIntersecting } of entries) {
        if (isIntersecting) this.inSight.add(target);
        else this.inSight.delete(target);
      }
    });
    this.timer = setInterval(() => this.update(), EVERY);
  }

  destroy() {
    clearInterval(this.timer);
    this.observer.disconnect();
    for (const chart of this.charts) chart.finalize();
    this.destroyed = true;
  }

  /**
   * Draw these specs, in the page's colours; called again when the language changes.
   * @param {Record<string, VegaSpec> | null | undefined} specs
   * @param {Words} [words]
   */
  async show(specs, words = this.words) {
    this.words = words;
    if (!specs || !Object.keys(specs).length || this.specs === specs) return;
    this.specs = specs;
    if (!globalThis.vegaEmbed) await import(this.bundle);
    if (this.destroyed || this.specs !== specs) return;
    for (const chart of this.charts) chart.finalize();
    this.charts = [];
    this.inSight.clear();
    this.element.replaceChildren();
    // All places first: a chart is as wide as its place, and places share the width.
    const frames = Object.entries(specs).map(([name, spec]) => frameOf(name, spec, this.words));
    this.element.append(...frames.map((frame) => frame.figure));
    for (const [i, [name, spec]] of Object.entries(specs).entries()) await this.embed(name, spec, frames[i]);
  }

  /**
   * @param {string} name
   * @param {VegaSpec} spec
   * @param {Frame} frame
   */
  async embed(name, spec, frame) {
    const { vegaEmbed } = globalThis;
    if (!vegaEmbed) throw new Error("the charts' library gives no vegaEmbed");
    const options = { actions: false, renderer: "svg", logLevel: 1 };
    /** @type {Embedded} */
    const result = await vegaEmbed(frame.place, recoloured(spec, this.engine.colours), options);
    if (this.destroyed) {
      result.finalize();
      return;
    }
    const { view } = result;
    const svg = frame.place.querySelector("svg");
    svg?.setAttribute("aria-label", spec.usermeta?.about ?? name);
    svg?.setAttribute("role", "img");
    frame.buttons.svg.onclick = () => this.save(view, "svg", name);
    frame.buttons.png.onclick = () => this.save(view, "png", name);
    this.observer.observe(frame.figure);
    const finalize = () => result.finalize();
    this.charts.push({ ...frame, name, view, finalize, key: "", filledAt: -Infinity });
  }

  /**
   * A chart away from the page says which line is whose, and of what it is, on the page's paper.
   * @param {VegaView} view
   * @param {Format} format
   * @param {string} name
   */
  async save(view, format, name) {
    const heading = view.signal("heading");
    setSignal(view, "heading", [heading, ...SIDES.map((side) => this.legendOf(side))]);
    view.background(this.engine.colours.paper);
    await view.resize().runAsync();
    const href = await addressOf(view, format, this.engine.settings.cite, this.engine.colours);
    setSignal(view, "heading", heading);
    view.background("transparent");
    await view.resize().runAsync();
    Object.assign(document.createElement("a"), { href, download: `jiaosuo-${name}.${format}` }).click();
    if (format === "svg") setTimeout(() => URL.revokeObjectURL(href), 10_000);
  }

  /** @param {import("./types.js").Side} side */
  legendOf(side) {
    const { settings, recording } = this.engine;
    const name = settings.sides?.[side]?.name ?? recording.worlds[side].rule;
    return `${SIGNS[side]} ${this.words[side]} · ${name}`;
  }

  /** New rows for the next chart in turn. */
  async update() {
    const { engine, charts } = this;
    if (this.busy || !charts.length || !engine.shown || !engine.recording.ready(engine.t)) return;
    const chart = charts[this.turn % charts.length];
    this.turn += 1;
    const unseen = !this.inSight.has(chart.figure) && !chart.table.open;
    if (unseen && performance.now() - chart.filledAt < UNSEEN_EVERY) return;
    const key = this.keyOf(chart);
    if (chart.key === key) return;
    chart.key = key;
    chart.filledAt = performance.now();
    this.busy = true;
    try {
      await this.fill(chart);
    } finally {
      this.busy = false;
    }
  }

  /**
   * All that the rows and the width of a chart hang on.
   * @param {Chart} chart
   */
  keyOf({ name, figure }) {
    const { t, recording, settings, formatter } = this.engine;
    const state = [recording.version, settings.focus, formatter.hidden, figure.clientWidth];
    return [name, Math.round(t), ...state].join(" ");
  }

  /** @param {Chart} chart */
  async fill({ name, figure, place, table, view }) {
    const { engine } = this;
    const rows = engine.settings.hidden ? [] : ROWS[name](engine);
    if (rows === null) return;
    view.data(name, rows);
    if (name === "lines") {
      view.data("marks", marksOf(engine));
      setSignal(view, "heading", titleOf(engine));
    }
    if (name === "lines" || name === "queue") {
      setSignal(view, "days", Math.max(1 / 24, engine.recording.minutes / 1440));
    }
    if (place.clientWidth) setSignal(view, "width", place.clientWidth);
    await view.resize().runAsync();
    figure.dataset.rows = `${rows.length}`;
    if (table.open) fillTable(table, rows, this.words);
  }
}

/**
 * @param {VegaView} view
 * @param {string} name
 * @param {unknown} value
 */
function setSignal(view, name, value) {
  try {
    if (view.signal(name) !== value) view.signal(name, value);
  } catch {
    // this chart does not use it
  }
}

/**
 * @param {VegaView} view
 * @param {Format} format
 * @param {string[]} cite the sentences at its foot
 * @param {Colours} colours
 */
async function addressOf(view, format, cite, { paper, soft }) {
  if (format === "png") return footedPng(view, cite, { paper, soft }, 2);
  const svg = footed(await view.toSVG(), cite, { paper, soft });
  return URL.createObjectURL(new Blob([svg], { type: "image/svg+xml" }));
}

/** @param {Engine} engine */
function marksOf({ settings }) {
  return (settings.marks ?? []).map(({ minute, label }) => ({ day: minute / 1440, label }));
}

/** @param {Engine} engine */
function titleOf({ settings: { outcome } }) {
  if (!outcome) return "";
  return outcome.unit ? `${outcome.label} (${outcome.unit})` : outcome.label;
}

/** @type {Record<string, (engine: Engine) => ChartRow[] | null>} null: not known yet, what is drawn stays */
const ROWS = { lines, queue, workload, waits };

/**
 * @param {Engine} engine
 * @returns {ChartRow[]}
 */
function lines({ recording, t, settings: { outcome } }) {
  if (!outcome) return [];
  return SIDES.flatMap((side) => {
    const points = recording.series(side, outcome.name, t);
    const now = recording.outcome(side, outcome.name, t);
    if (now && now.value !== null && now.at > (points.at(-1)?.minute ?? 0)) {
      points.push({ minute: now.at, value: now.value });
    }
    const scale = outcome.scale ?? 1;
    return points.map(({ minute, value }) => ({ day: minute / 1440, value: value * scale, side }));
  });
}

/**
 * @param {Engine} engine
 * @returns {ChartRow[]}
 */
function queue({ recording, t }) {
  return SIDES.flatMap((side) =>
    recording.queue(side, t).map(({ minute, waiting }) => ({ day: minute / 1440, waiting, side })),
  );
}

/**
 * @param {Engine} engine
 * @returns {ChartRow[]}
 */
function workload({ recording, t, formatter, views }) {
  return views.left.head.corps.flatMap((name) =>
    SIDES.flatMap((side) => {
      const share = recording.outcome(side, `utilisation_${name}`, t)?.value ?? null;
      return share === null ? [] : [{ corps: formatter.label("corps", name), share, side }];
    }),
  );
}

/**
 * @param {Engine} engine
 * @returns {ChartRow[] | null}
 */
function waits({ recording, t }) {
  const k = recording.chunkAt(t);
  if (!SIDES.every((side) => recording.whole(side, k))) return null;
  return SIDES.flatMap((side) => {
    const calls = recording.all(side, k).filter((call) => counts(call, t));
    return waitCurve(calls, t).map((point) => ({ ...point, side }));
  });
}

/**
 * (minutes, share of all calls answered by then), at most POINTS of them.
 * @param {CallRecord[]} calls
 * @param {number} t
 */
function waitCurve(calls, t) {
  const answered = calls.filter((call) => call.there <= t);
  const waits = answered.map((call) => waitOf(call, t)).sort((a, b) => a - b);
  if (!waits.length) return [];
  const shown = waits.slice(0, Math.max(1, Math.ceil(FURTHEST * waits.length)));
  const step = Math.max(1, Math.ceil(shown.length / POINTS));
  const points = [{ minutes: 0, share: 0 }];
  for (let i = step - 1; i < shown.length; i += step) {
    points.push({ minutes: rounded(shown[i], 2), share: (i + 1) / calls.length });
  }
  return points;
}

/**
 * @param {number} value
 * @param {number} decimals
 */
function rounded(value, decimals) {
  return Math.round(value * 10 ** decimals) / 10 ** decimals;
}

/**
 * @param {string} name
 * @param {VegaSpec} spec
 * @param {Words} words
 * @returns {Frame}
 */
function frameOf(name, spec, words) {
  const title = spec.usermeta?.title ?? name;
  const figure = make("figure", { className: "chart" });
  figure.dataset.chart = name;
  const place = make("div", { className: "chart-place" });
  const buttons = {
    svg: button("as-svg", "SVG", words.save_svg, title),
    png: button("as-png", "PNG", words.save_png, title),
  };
  const summary = make("summary", { textContent: words.chart_table ?? "" });
  summary.setAttribute("aria-label", `${words.chart_table ?? ""}: ${title}`);
  const table = make("details", {});
  table.append(summary, make("div", {}));
  const foot = make("figcaption", {});
  foot.append(buttons.svg, buttons.png, table);
  figure.append(place, foot);
  return { figure, place, table, buttons };
}

/**
 * @template {keyof HTMLElementTagNameMap} T
 * @param {T} tag
 * @param {Partial<HTMLElementTagNameMap[T]>} properties
 */
function make(tag, properties) {
  return Object.assign(document.createElement(tag), properties);
}

/**
 * @param {string} kind
 * @param {string} textContent
 * @param {string | undefined} title
 * @param {string} chart what it saves
 */
function button(kind, textContent, title = textContent, chart) {
  const made = make("button", { type: "button", className: `plain ${kind}`, textContent, title });
  made.setAttribute("aria-label", `${title}: ${chart}`);
  return made;
}

/**
 * The rows of a chart in words, not more than one can read.
 * @param {HTMLDetailsElement} details
 * @param {ChartRow[]} rows
 * @param {Words} words
 */
function fillTable(details, rows, words) {
  const names = Object.keys(rows[0] ?? {});
  const step = Math.max(1, Math.ceil(rows.length / TABLE_ROWS));
  /** @param {string | number} value */
  const text = (value) => (typeof value === "number" ? String(rounded(value, 3)) : (words[value] ?? value));
  const heads = names.map((name) => words[`column_${name}`] ?? name);
  const shown = rows.filter((_, i) => i % step === 0);
  const table = make("table", {});
  table.append(line(heads, "th"));
  table.append(
    ...shown.map((row) =>
      line(
        names.map((name) => text(row[name])),
        "td",
      ),
    ),
  );
  details.lastElementChild?.replaceChildren(table);
}

/**
 * @param {string[]} cells
 * @param {"th" | "td"} tag
 */
function line(cells, tag) {
  const row = make("tr", {});
  row.append(...cells.map((textContent) => make(tag, { textContent })));
  return row;
}

/**
 * The spec with the page's colours in place of the writer's; the same for both, so a plain exchange will do.
 * @param {VegaSpec} spec
 * @param {Colours} colours
 * @returns {VegaSpec}
 */
function recoloured(spec, colours) {
  /** @type {Colours} */
  const given = {
    "#0072b2": colours.left,
    "#d55e00": colours.right,
    "#23221f": colours.ink,
    "#625d54": colours.soft,
    "#e2dccf": colours.line,
  };
  const text = JSON.stringify(spec);
  return JSON.parse(text.replace(/#[0-9a-f]{6}/gi, (found) => given[found.toLowerCase()] ?? found));
}
