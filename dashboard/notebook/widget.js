// The player in a cell of a notebook, as anywidget calls it: below a root of its own, so that no style of the
// notebook's touches it and none of its own gets out. What is seen is told to Python, and what Python sets is shown.

import { SentPage } from "../sending/sent_page.js";

/** @import { SentData } from "../sending/types.js" */
/** @import { Model, Shared } from "./types.js" */

const TELL_EVERY = 500; // ms between two minutes that are told while the clock goes

/**
 * @param {{ model: Model, el: HTMLElement }} host
 * @returns {() => void} what ends it
 */
export function render({ model, el }) {
  const place = document.createElement("div");
  place.dataset.lmSuppressShortcuts = "true"; // keys that work the player are no commands of JupyterLab's
  const root = place.attachShadow({ mode: "open" });
  root.innerHTML = model.get("_page");
  el.append(place);
  const cell = new Cell(root, model);
  Object.assign(place, { cell });
  return () => {
    cell.end();
    place.remove();
  };
}

class Cell {
  /**
   * @param {ShadowRoot} root
   * @param {Model} model
   */
  constructor(root, model) {
    this.model = model;
    this.toldAt = -Infinity;
    /** @type {ReturnType<typeof setTimeout> | undefined} */
    this.later = undefined;
    /** Whether this cell tells or is told: what it tells comes back as a change of the model's. */
    this.telling = false;
    /** @type {Partial<Shared>} what was told last: the kernel's echo of it is nobody's wish */
    this.told = {};
    /** @type {SentData} */
    const data = JSON.parse(model.get("_data"));
    this.page = new SentPage(
      root,
      { ...data, lang: model.get("lang"), focus: model.get("outcome"), speed: model.get("speed") },
      { onSnapshot: () => this.tell() },
    );
    this.heard = () => this.hear();
    for (const name of Object.keys(this.state)) model.on(`change:${name}`, this.heard);
    this.page.begin(model.get("minute"), model.get("playing"));
    this.told = { ...this.state, minute: model.get("minute"), playing: model.get("playing") };
  }

  /** @returns {Shared} */
  get state() {
    const { engine, focus, lang } = this.page;
    const { speed } = engine.settings;
    return { minute: Math.round(engine.t), playing: engine.playing, speed, outcome: focus, lang };
  }

  /** What is seen goes to Python: all but the minute at once. */
  tell() {
    if (this.telling) return;
    const { state, told } = this;
    const now = performance.now();
    const others = told.playing === state.playing && told.speed === state.speed;
    const same = others && told.outcome === state.outcome && told.lang === state.lang;
    if (same && told.minute === state.minute) return;
    const early = this.toldAt + TELL_EVERY - now;
    if (same && early > 0) {
      // The last minute of a drag is told too, though no other picture follows it.
      this.later ??= setTimeout(() => {
        this.later = undefined;
        this.tell();
      }, early);
      return;
    }
    this.toldAt = now;
    this.told = state;
    this.telling = true;
    for (const [name, value] of Object.entries(state))
      if (this.model.get(name) !== value) this.model.set(name, value);
    this.telling = false;
    this.model.save_changes();
  }

  /** What Python, or another view of the same widget, has set is shown. */
  hear() {
    if (this.telling) return;
    this.telling = true; // what follows is no wish of this view's
    try {
      this.follow();
    } finally {
      this.telling = false;
    }
  }

  follow() {
    const { model, page, state, told } = this;
    const { engine } = page;
    const speed = model.get("speed");
    if (speed !== told.speed && speed !== state.speed) this.quicken(speed);
    const lang = model.get("lang");
    if (lang !== told.lang && lang !== state.lang) page.speak(lang);
    const outcome = model.get("outcome");
    if (outcome !== told.outcome && outcome !== state.outcome) page.lookAt(outcome);
    const playing = model.get("playing");
    const turned = playing !== told.playing && playing !== state.playing;
    if (turned) engine.toggle();
    const minute = model.get("minute");
    // Another view that plays along is never more than a second of play away; once they rest, all rest at one.
    const near = playing ? state.speed : 0.5;
    const asked = minute !== told.minute || (turned && !playing);
    if (asked && Math.abs(minute - engine.t) > near) engine.seek(minute);
    this.told = { ...this.state, minute };
  }

  /** @param {number} speed */
  quicken(speed) {
    this.page.engine.setSpeed(speed);
    this.page.menu(".speed select").value = String(speed);
  }

  end() {
    clearTimeout(this.later);
    for (const name of Object.keys(this.state)) this.model.off(`change:${name}`, this.heard);
    this.page.engine.destroy();
  }
}
