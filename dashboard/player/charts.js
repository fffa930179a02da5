// The charts: embedded once from Altair's specs, then only given new rows, one chart at a time, seldom when unseen.

import { counted, waited } from "./ledger.js";
import { SIDES } from "./tape.js";

const EVERY = 140; // ms between two updates, of one chart each
const UNSEEN_EVERY = 3_000; // ms between two updates of a chart out of sight: it may be printed, or scrolled to
const POINTS = 80; // of a curve of waits
const FURTHEST = 0.98; // the curve ends where so many of the answered calls have somebody there

const SIGNS = { left: "━━ ●", right: "╍╍ ■" }; // as the charts draw the two

export class Charts {
  constructor({ element, bundle, engine, words = {} }) {
    Object.assign(this, { element, bundle, engine, words, drawn: new Map(), turn: 0 });
    this.seen = new IntersectionObserver((entries) => {
      for (const entry of entries) entry.target.seen = entry.isIntersecting;
    });
    this.timer = setInterval(() => this.update(), EVERY);
  }

  destroy() {
    clearInterval(this.timer);
    this.seen.disconnect();
    for (const { result } of this.drawn.values()) result.finalize();
    this.gone = true;
  }

  // Draw these specs, in the page's colours; called again when the language changes.
  async wear(specs, words) {
    if (words) this.words = words;
    if (!specs || !Object.keys(specs).length || this.specs === specs) return;
    this.specs = specs;
    await this.library();
    if (this.gone || this.specs !== specs) return;
    for (const { result } of this.drawn.values()) result.finalize();
    this.drawn.clear();
    this.element.replaceChildren();
    // All places first: a chart is as wide as its place, and places share the width.
    const places = Object.entries(specs).map(([name, spec]) => ({
      name,
      spec,
      ...frame(name, spec.usermeta, this.words),
    }));
    this.element.append(...places.map((each) => each.figure));
    for (const each of places) await this.embed(each);
  }

  async library() {
    if (!globalThis.vegaEmbed) await import(this.bundle);
  }

  async embed({ name, spec, figure, place, table }) {
    const painted = dyed(spec, this.engine.colours);
    const result = await globalThis.vegaEmbed(place, painted, {
      actions: false,
      renderer: "svg",
      logLevel: 1,
    });
    if (this.gone) return result.finalize();
    figure.view = result.view;
    const svg = place.querySelector("svg");
    svg?.setAttribute("aria-label", spec.usermeta?.about ?? name);
    svg?.setAttribute("role", "img");
    for (const kind of ["svg", "png"])
      figure.querySelector(`.as-${kind}`).onclick = () => this.save(result.view, kind, name);
    this.seen.observe(figure);
    this.drawn.set(name, { name, figure, place, table, result });
  }

  // A chart away from the page says which line is whose, on the page's paper.
  async save(view, kind, name) {
    const {
      colours,
      settings: { sides },
    } = this.engine;
    const heading = view.signal("heading");
    setSignal(view, "heading", [
      heading,
      ...SIDES.map(
        (side) =>
          `${SIGNS[side]} ${this.words[side]} · ${sides?.[side]?.name ?? this.engine.tape.worlds[side].rule}`,
      ),
    ]);
    view.background(colours.paper);
    await view.resize().runAsync();
    const url =
      kind === "svg"
        ? URL.createObjectURL(new Blob([await view.toSVG()], { type: "image/svg+xml" }))
        : await view.toImageURL("png", 2);
    setSignal(view, "heading", heading);
    view.background("transparent");
    await view.resize().runAsync();
    Object.assign(document.createElement("a"), { href: url, download: `jiaosuo-${name}.${kind}` }).click();
    if (kind === "svg") setTimeout(() => URL.revokeObjectURL(url), 10_000);
  }

  // New rows for the next chart in turn that can be seen.
  async update() {
    const { engine } = this;
    const all = [...this.drawn.values()];
    if (this.busy || !all.length || !engine.shown || !engine.tape.ready(engine.t)) return;
    const chart = all[this.turn++ % all.length];
    if (
      !chart.figure.seen &&
      !chart.table.open &&
      performance.now() - (chart.filled ?? -Infinity) < UNSEEN_EVERY
    )
      return;
    const key = `${chart.name} ${Math.round(engine.t)} ${engine.tape.version} ${engine.settings.focus} ${engine.teller.hidden} ${engine.marksKey ?? ""} ${chart.figure.clientWidth}`;
    if (chart.key === key) return;
    Object.assign(chart, { key, filled: performance.now() });
    this.busy = true;
    try {
      await this.fill(chart);
    } finally {
      this.busy = false;
    }
  }

  async fill({ name, figure, place, table, result: { view } }) {
    const { engine } = this;
    const rows = ROWS[name](engine);
    if (rows === null) return;
    view.data(name, rows);
    if (name === "lines") {
      view.data(
        "marks",
        (engine.settings.marks ?? []).map((mark) => ({ day: mark.minute / 1440, label: mark.label })),
      );
      setSignal(view, "heading", titleOf(engine));
    }
    if (name === "lines" || name === "queue")
      setSignal(view, "days", Math.max(1 / 24, engine.tape.minutes / 1440));
    if (place.clientWidth) setSignal(view, "width", place.clientWidth);
    await view.resize().runAsync();
    figure.dataset.rows = rows.length;
    if (table.open) tabled(table, rows, this.words);
  }
}

function setSignal(view, name, value) {
  try {
    if (view.signal(name) !== value) view.signal(name, value);
  } catch {
    // this chart does not use it
  }
}

function titleOf({ settings: { outcome } }) {
  return outcome ? `${outcome.label}${outcome.unit ? ` (${outcome.unit})` : ""}` : "";
}

const ROWS = {
  lines({ tape, t, settings: { outcome, hidden } }) {
    if (!outcome || hidden) return [];
    return SIDES.flatMap((side) => {
      const points = tape.series(side, outcome.name, t);
      const now = tape.outcome(side, outcome.name, t);
      if (now?.value != null && now.at > (points.at(-1)?.minute ?? 0))
        points.push({ minute: now.at, value: now.value });
      return points.map(({ minute, value }) => ({
        day: minute / 1440,
        value: value * (outcome.scale ?? 1),
        side,
      }));
    });
  },

  queue({ tape, t, settings: { hidden } }) {
    if (hidden) return [];
    return SIDES.flatMap((side) =>
      tape.queue(side, t).map(({ minute, waiting }) => ({ day: minute / 1440, waiting, side })),
    );
  },

  workload({ tape, t, settings: { hidden }, teller, views }) {
    if (hidden) return [];
    const { corps } = views.left.head;
    return corps.flatMap((name) =>
      SIDES.flatMap((side) => {
        const told = tape.outcome(side, `utilisation_${name}`, t);
        return told?.value == null ? [] : [{ corps: teller.label("corps", name), share: told.value, side }];
      }),
    );
  },

  waits({ tape, t, settings: { hidden } }) {
    if (hidden) return [];
    if (!SIDES.every((side) => tape.whole(side, tape.chunkAt(t)))) return null;
    return SIDES.flatMap((side) =>
      curve(
        tape.all(side, tape.chunkAt(t)).filter((call) => counted(call, t)),
        t,
      ).map((point) => ({ ...point, side })),
    );
  },
};

// (minutes, share of all calls answered by then), at most POINTS of them.
export function curve(calls, t) {
  const waits = calls
    .filter((call) => call.there <= t)
    .map((call) => waited(call, t))
    .sort((a, b) => a - b);
  if (!waits.length) return [];
  const shown = waits.slice(0, Math.max(1, Math.ceil(FURTHEST * waits.length)));
  const step = Math.max(1, Math.ceil(shown.length / POINTS));
  const points = [{ minutes: 0, share: 0 }];
  for (let i = step - 1; i < shown.length; i += step)
    points.push({ minutes: Math.round(shown[i] * 100) / 100, share: (i + 1) / calls.length });
  return points;
}

// The place of a chart: what it is drawn into, its buttons, and its table.
function frame(name, told, words) {
  const figure = document.createElement("figure");
  figure.className = "chart";
  figure.dataset.chart = name;
  const place = document.createElement("div");
  place.className = "chart-place";
  const foot = document.createElement("figcaption");
  const svg = button("as-svg", "SVG", words.save_svg);
  const png = button("as-png", "PNG", words.save_png);
  const table = document.createElement("details");
  const summary = document.createElement("summary");
  summary.textContent = words.chart_table ?? "";
  summary.setAttribute("aria-label", `${words.chart_table ?? ""}: ${told?.title ?? name}`);
  table.append(summary, document.createElement("div"));
  foot.append(svg, png, table);
  figure.append(place, foot);
  for (const each of [svg, png]) each.setAttribute("aria-label", `${each.title}: ${told?.title ?? name}`);
  return { figure, place, table };
}

function button(kind, text, title) {
  const made = document.createElement("button");
  made.type = "button";
  made.className = `plain ${kind}`;
  made.textContent = text;
  made.title = title ?? text;
  return made;
}

function tabled(details, rows, words) {
  const table = document.createElement("table");
  const names = Object.keys(rows[0] ?? {});
  const line = (cells, tag) => {
    const row = document.createElement("tr");
    for (const cell of cells) row.append(Object.assign(document.createElement(tag), { textContent: cell }));
    return row;
  };
  table.append(
    line(
      names.map((name) => words[`column_${name}`] ?? name),
      "th",
    ),
  );
  const step = Math.max(1, Math.ceil(rows.length / 60));
  const said = (value) =>
    typeof value === "number" ? String(Math.round(value * 1000) / 1000) : (words[value] ?? value);
  for (let i = 0; i < rows.length; i += step) {
    table.append(
      line(
        names.map((name) => said(rows[i][name])),
        "td",
      ),
    );
  }
  details.lastElementChild.replaceChildren(table);
}

// The spec with the page's colours in place of the writer's; the same for both, so a plain exchange will do.
function dyed(spec, colours) {
  const text = JSON.stringify(spec);
  const given = {
    "#0072b2": colours.left,
    "#d55e00": colours.right,
    "#23221f": colours.ink,
    "#625d54": colours.soft,
    "#e2dccf": colours.line,
  };
  return JSON.parse(text.replace(/#[0-9a-f]{6}/gi, (found) => given[found.toLowerCase()] ?? found));
}
