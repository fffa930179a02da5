// The player of one file or of a cell: the page's own engine on the recording that the data hold, with a clock to
// work and two languages to choose from. All of its elements are below one root, so that many may stand side by side.

import { Engine } from "../player/engine.js";
import { fill } from "../player/format.js";
import { SIDES } from "../player/recording.js";
import { fetchFrom } from "./embedded.js";
import { FilmPanel } from "./film_panel.js";

/** @import { Canvases, Side, Snapshot } from "../player/types.js" */
/** @import { Heard, SentData, Spoken } from "./types.js" */

const SPEEDS = [10, 60, 168, 480, 1440]; // minutes of the run a second, as the page offers them
const STEP = 10; // minutes
const PAUSE = "M3 2h4v12H3zM9 2h4v12H9z";
const PLAY = "M4 1.5v13L14.5 8z";

export class SentPage {
  /**
   * @param {ParentNode} root
   * @param {SentData} data
   * @param {Heard} [heard] who else is told
   */
  constructor(root, data, heard = {}) {
    this.root = root;
    this.data = data;
    this.heard = heard;
    this.lang = data.lang;
    this.focus = data.focus;
    this.engine = new Engine({
      root: this.found(".player"),
      person: "",
      canvases: { left: this.canvasesOf("left"), right: this.canvasesOf("right") },
      box: this.found(".map.left"),
      fetch: fetchFrom(data.tapes),
      onSnapshot: (snapshot) => this.show(snapshot),
    });
    this.film = new FilmPanel(this.found(".film-panel"), this.found("button.film"), this.engine);
  }

  /**
   * Everything says what it is, and the clock goes, unless motion is to be reduced.
   * @param {number} minute
   * @param {boolean} playing
   */
  begin(minute = 0, playing = true) {
    const { engine, data } = this;
    engine.settings.speed = data.speed;
    this.connect();
    this.speak(data.lang);
    engine.setPlan(data.plan, minute);
    if (playing && !engine.still) engine.play();
  }

  /** @returns {Spoken} */
  get spoken() {
    return this.data.languages[this.lang];
  }

  connect() {
    const { engine } = this;
    this.found("button.play").addEventListener("click", () => engine.toggle());
    this.found("button.step.start").addEventListener("click", () => engine.seek(0));
    this.found("button.step.back").addEventListener("click", () => engine.step(-STEP));
    this.found("button.step.forth").addEventListener("click", () => engine.step(STEP));
    const scrub = this.input();
    scrub.max = String(this.data.plan.minutes);
    scrub.addEventListener("input", () => engine.seek(Number(scrub.value)));
    const speed = this.menu(".speed select");
    speed.addEventListener("change", () => engine.setSpeed(Number(speed.value)));
    const outcome = this.menu(".score-outcome select");
    outcome.addEventListener("change", () => this.lookAt(outcome.value));
    for (const button of this.root.querySelectorAll("button[data-lang]"))
      button.addEventListener("click", () => this.speak(button.getAttribute("data-lang") ?? this.lang));
  }

  /** @param {KeyboardEvent} event */
  pressed(event) {
    const own = /** @type {HTMLElement} */ (event.target).closest("button, select, input, summary, a");
    if (own || event.key !== " ") return;
    event.preventDefault();
    this.engine.toggle();
  }

  /**
   * All that is said, in a language.
   * @param {string} lang
   */
  speak(lang) {
    this.lang = lang;
    const { spoken, engine } = this;
    const { words, names, rules, tag } = spoken;
    this.found(".sent").lang = tag;
    this.heard.onSpoken?.(spoken);
    engine.speak(words, tag, { rules });
    engine.set({ sides: { left: { name: names.left }, right: { name: names.right } } });
    this.film.speak(spoken.film, names);
    this.found("button.film").textContent = words.film;
    for (const side of SIDES) this.found(`.map-title.${side} .rule`).textContent = names[side];
    for (const button of this.root.querySelectorAll("button[data-lang]"))
      button.setAttribute("aria-pressed", String(button.getAttribute("data-lang") === lang));
    for (const element of this.root.querySelectorAll("[data-word]"))
      named(element, words[element.getAttribute("data-word") ?? ""]);
    offer(
      this.menu(".score-outcome select"),
      spoken.outcomes.map(({ name, label }) => [name, label]),
    );
    offer(
      this.menu(".speed select"),
      SPEEDS.map((each) => [String(each), words[`speed_${each}`]]),
    );
    this.menu(".speed select").value = String(engine.settings.speed);
    this.lookAt(this.focus);
  }

  /**
   * Another outcome: its verdict, and its numbers in the two worlds.
   * @param {string} name
   */
  lookAt(name) {
    this.focus = name;
    const { outcomes, verdicts } = this.spoken;
    const { text, interval, better } = verdicts[name] ?? { text: "", interval: "", better: "" };
    this.menu(".score-outcome select").value = name;
    this.found(".verdict-line").textContent = text;
    this.found(".score-verdict .interval").textContent = interval;
    this.found(".score-verdict").className = `score-verdict ${better}`;
    this.engine.set({ outcome: outcomes.find((each) => each.name === name) ?? null });
  }

  /** @param {Snapshot} snapshot */
  show(snapshot) {
    const { t, shown, sentence, score, clock, playing, status } = snapshot;
    const { words, outcomes } = this.spoken;
    const unit = outcomes.find((each) => each.name === this.focus)?.unit ?? "";
    for (const side of SIDES) {
      const number = score && score[side] !== "–" ? score[side] : "";
      this.put(`.score-number.${side} strong`, number);
      this.put(`.score-number.${side} .unit`, number ? unit : words.none_yet);
      this.put(`.score-number.${side} .hush`, number ? words.so_far_one_world : "");
    }
    if (status?.kind === "broken") this.put(".score-sentence", words.broken);
    else if (shown) this.put(".score-sentence", sentence?.text ?? words.highlight_none);
    this.put(".clock strong", clock.time);
    this.put(".clock span", fill(words.day, { day: clock.day }));
    const scrub = this.input();
    scrub.value = String(Math.round(t));
    scrub.setAttribute("aria-valuetext", fill(words.clock, { day: clock.day, time: clock.time }));
    this.found(".rail .gone").style.width = `${(100 * t) / this.data.plan.minutes}%`;
    named(this.found("button.play"), playing ? words.pause : words.play);
    this.found("button.play path").setAttribute("d", playing ? PAUSE : PLAY);
    this.heard.onSnapshot?.(snapshot);
  }

  /**
   * @param {Side} side
   * @returns {Canvases}
   */
  canvasesOf(side) {
    const [below, above] = this.root.querySelectorAll(/** @type {"canvas"} */ (`.map.${side} canvas`));
    return [below, above];
  }

  input() {
    return /** @type {HTMLInputElement} */ (this.found(".scrub input"));
  }

  /** @param {string} place */
  menu(place) {
    return /** @type {HTMLSelectElement} */ (this.found(place));
  }

  /**
   * @param {string} place
   * @param {string} text
   */
  put(place, text) {
    const element = this.found(place);
    if (element.textContent !== text) element.textContent = text;
  }

  /**
   * @param {string} place
   * @returns {HTMLElement}
   */
  found(place) {
    /** @type {HTMLElement | null} */
    const element = this.root.querySelector(place);
    if (!element) throw new Error(`the page has no ${place}`);
    return element;
  }
}

/**
 * @param {HTMLSelectElement} select
 * @param {[string, string][]} options value and text
 */
function offer(select, options) {
  select.replaceChildren(...options.map(([value, text]) => new Option(text, value)));
}

/**
 * What a control is called: a button by its title, for its sign says nothing to a reader who sees none.
 * @param {Element} element
 * @param {string} text
 */
function named(element, text) {
  element.setAttribute("aria-label", text);
  if (element.tagName === "BUTTON") element.setAttribute("title", text);
}
