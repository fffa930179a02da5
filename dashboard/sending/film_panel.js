// The panel for a film, in one file: what the page's own has, but for GIF, which takes a server.

import { filmFormats, usualOf } from "../player/film.js";
import { FilmJob } from "../player/film_job.js";
import { fill } from "../player/format.js";

/** @import { FilmAbout, FilmFormat, FilmState, Sides, Words } from "../player/types.js" */
/** @import { Engine } from "../player/engine.js" */

const FIELDS = [
  ["film_from", "film-day", "numeric"],
  ["film_at", "film-time", "text"],
  ["film_hours", "film-hours", "decimal"],
];

export class FilmPanel {
  /**
   * @param {HTMLElement} box an empty one, hidden until the panel is asked for
   * @param {HTMLElement} button that opens it
   * @param {Engine} engine
   */
  constructor(box, button, engine) {
    this.box = box;
    this.button = button;
    this.engine = engine;
    /** @type {FilmFormat[] | null} */
    this.formats = null;
    /** @type {FilmAbout} */
    this.about = { line: "", name: "film" };
    /** @type {Sides<string>} */
    this.names = { left: "", right: "" };
    this.job = new FilmJob(engine, (state) => this.show(state));
    button.addEventListener("click", () => this.toggle());
    box.addEventListener("keydown", (event) => {
      if (event.key === "Escape") this.toggle();
    });
  }

  /** @returns {Words} */
  get words() {
    return this.engine.formatter.words;
  }

  /**
   * What a film says in the language chosen; a panel that is open speaks it too.
   * @param {FilmAbout} about
   * @param {Sides<string>} names
   */
  speak(about, names) {
    this.about = about;
    this.names = names;
    if (!this.box.hidden) this.fill();
  }

  async toggle() {
    this.box.hidden = !this.box.hidden;
    this.button.setAttribute("aria-expanded", String(!this.box.hidden));
    if (this.box.hidden) {
      this.job.stop();
      this.button.focus();
      return;
    }
    this.formats ??= await filmFormats(false);
    this.fill();
    this.box.focus();
  }

  fill() {
    const { box, words, formats } = this;
    box.setAttribute("aria-label", words.film_title);
    box.replaceChildren(element("h3", "", words.film_title));
    if (!formats?.length) {
      box.append(element("p", "", words.film_none), this.acts(false));
      return;
    }
    const about = fill(words.film_about, this.job.values);
    const state = element("p", "film-state");
    state.setAttribute("role", "status");
    const formatOf = element("p", "hush film-format", `${formats[0].label}. ${words.film_no_gif}`);
    box.append(element("p", "hush", about), this.span(), formatOf, state, this.acts(true));
  }

  span() {
    const { engine, words } = this;
    const usual = usualOf(engine);
    const values = [usual.day, usual.time, usual.hours];
    const span = element("div", "film-span");
    for (const [i, [word, kind, mode]] of FIELDS.entries()) {
      const input = document.createElement("input");
      input.className = kind;
      input.inputMode = mode;
      input.value = String(values[i]);
      const label = element("label", "", words[word]);
      label.append(input);
      span.append(label);
    }
    return span;
  }

  /** @param {boolean} able whether a film can be made here */
  acts(able) {
    const { words } = this;
    const acts = element("div", "film-acts");
    if (able) acts.append(this.act("film-make", words.film_make, () => this.make()));
    acts.append(this.act("plain film-close", words.close, () => this.toggle()));
    return acts;
  }

  /**
   * @param {string} kind
   * @param {string} text
   * @param {() => void} act
   */
  act(kind, text, act) {
    const button = document.createElement("button");
    button.type = "button";
    button.className = kind;
    button.textContent = text;
    button.addEventListener("click", act);
    return button;
  }

  make() {
    const [format] = this.formats ?? [];
    if (this.job.running) {
      this.job.stop();
      return;
    }
    const asked = {
      day: Number(this.value("film-day")),
      time: this.value("film-time"),
      hours: Number(this.value("film-hours")),
    };
    this.job.make(asked, format, this.about, this.names);
  }

  /** @param {string} kind of a field */
  value(kind) {
    return /** @type {HTMLInputElement} */ (this.box.querySelector(`.${kind}`)).value.trim();
  }

  /** @param {FilmState} state */
  show({ phase, text }) {
    const said = this.box.querySelector(".film-state");
    const button = this.box.querySelector(".film-make");
    if (!said || !button) return;
    said.textContent = text;
    said.className = `film-state ${phase}`;
    button.textContent = phase === "making" ? this.words.film_stop : this.words.film_make;
  }
}

/**
 * @param {string} tag
 * @param {string} kind
 */
function element(tag, kind, text = "") {
  const made = document.createElement(tag);
  made.className = kind;
  made.textContent = text;
  return made;
}
