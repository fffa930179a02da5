// The script of one file: the player's engine on the recording that the page holds, with a clock to work and
// two languages to choose from.

import { Engine } from "../player/engine.js";
import { fill } from "../player/format.js";
import { SIDES } from "../player/recording.js";
import { fetchFrom } from "./embedded.js";
import { FilmPanel } from "./film_panel.js";

/** @import { Canvases, Side, Snapshot } from "../player/types.js" */
/** @import { SentData, Spoken } from "./types.js" */

const SPEEDS = [10, 60, 168, 480, 1440]; // minutes of the run a second, as the page offers them
const STEP = 10; // minutes
const PAUSE = "M3 2h4v12H3zM9 2h4v12H9z";
const PLAY = "M4 1.5v13L14.5 8z";

class SentPage {
  /** @param {SentData} data */
  constructor(data) {
    this.data = data;
    this.lang = data.lang;
    this.focus = data.focus;
    this.engine = new Engine({
      root: found(".player"),
      person: "",
      canvases: { left: canvasesOf("left"), right: canvasesOf("right") },
      box: found(".map.left"),
      fetch: fetchFrom(data.tapes),
      onSnapshot: (snapshot) => this.show(snapshot),
    });
    this.film = new FilmPanel(found(".film-panel"), found("button.film"), this.engine);
  }

  begin() {
    const { engine, data } = this;
    engine.settings.speed = data.speed;
    this.connect();
    this.speak(data.lang);
    engine.setPlan(data.plan, 0);
    if (!engine.still) engine.play();
  }

  /** @returns {Spoken} */
  get spoken() {
    return this.data.languages[this.lang];
  }

  connect() {
    const { engine } = this;
    found("button.play").addEventListener("click", () => engine.toggle());
    found("button.step.start").addEventListener("click", () => engine.seek(0));
    found("button.step.back").addEventListener("click", () => engine.step(-STEP));
    found("button.step.forth").addEventListener("click", () => engine.step(STEP));
    const scrub = input();
    scrub.max = String(this.data.plan.minutes);
    scrub.addEventListener("input", () => engine.seek(Number(scrub.value)));
    const speed = menu(".speed select");
    speed.addEventListener("change", () => engine.setSpeed(Number(speed.value)));
    const outcome = menu(".score-outcome select");
    outcome.addEventListener("change", () => this.lookAt(outcome.value));
    for (const button of document.querySelectorAll("button[data-lang]"))
      button.addEventListener("click", () => this.speak(button.getAttribute("data-lang") ?? this.lang));
    document.addEventListener("keydown", (event) => this.pressed(event));
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
    document.documentElement.lang = tag;
    document.title = spoken.title;
    engine.speak(words, tag, { rules });
    engine.set({ sides: { left: { name: names.left }, right: { name: names.right } } });
    this.film.speak(spoken.film, names);
    found("button.film").textContent = words.film;
    for (const side of SIDES) found(`.map-title.${side} .rule`).textContent = names[side];
    for (const button of document.querySelectorAll("button[data-lang]"))
      button.setAttribute("aria-pressed", String(button.getAttribute("data-lang") === lang));
    for (const element of document.querySelectorAll("[data-word]"))
      named(element, words[element.getAttribute("data-word") ?? ""]);
    offer(
      menu(".score-outcome select"),
      spoken.outcomes.map(({ name, label }) => [name, label]),
    );
    offer(
      menu(".speed select"),
      SPEEDS.map((each) => [String(each), words[`speed_${each}`]]),
    );
    menu(".speed select").value = String(engine.settings.speed);
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
    menu(".score-outcome select").value = name;
    found(".verdict-line").textContent = text;
    found(".score-verdict .interval").textContent = interval;
    found(".score-verdict").className = `score-verdict ${better}`;
    this.engine.set({ outcome: outcomes.find((each) => each.name === name) ?? null });
  }

  /** @param {Snapshot} snapshot */
  show(snapshot) {
    const { t, shown, sentence, score, clock, playing, status } = snapshot;
    const { words, outcomes } = this.spoken;
    const unit = outcomes.find((each) => each.name === this.focus)?.unit ?? "";
    for (const side of SIDES) {
      const number = score && score[side] !== "–" ? score[side] : "";
      put(`.score-number.${side} strong`, number);
      put(`.score-number.${side} .unit`, number ? unit : words.none_yet);
      put(`.score-number.${side} .hush`, number ? words.so_far_one_world : "");
    }
    if (status?.kind === "broken") put(".score-sentence", words.broken);
    else if (shown) put(".score-sentence", sentence?.text ?? words.highlight_none);
    put(".clock strong", clock.time);
    put(".clock span", fill(words.day, { day: clock.day }));
    const scrub = input();
    scrub.value = String(Math.round(t));
    scrub.setAttribute("aria-valuetext", fill(words.clock, { day: clock.day, time: clock.time }));
    found(".rail .gone").style.width = `${(100 * t) / this.data.plan.minutes}%`;
    named(found("button.play"), playing ? words.pause : words.play);
    found("button.play path").setAttribute("d", playing ? PAUSE : PLAY);
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

/**
 * @param {Side} side
 * @returns {Canvases}
 */
function canvasesOf(side) {
  const [below, above] = document.querySelectorAll(/** @type {"canvas"} */ (`.map.${side} canvas`));
  return [below, above];
}

function input() {
  return /** @type {HTMLInputElement} */ (found(".scrub input"));
}

/** @param {string} place */
function menu(place) {
  return /** @type {HTMLSelectElement} */ (found(place));
}

/**
 * @param {string} place
 * @param {string} text
 */
function put(place, text) {
  const element = found(place);
  if (element.textContent !== text) element.textContent = text;
}

/**
 * @param {string} place
 * @returns {HTMLElement}
 */
function found(place) {
  /** @type {HTMLElement | null} */
  const element = document.querySelector(place);
  if (!element) throw new Error(`the page has no ${place}`);
  return element;
}

function start() {
  /** @type {SentData} */
  const data = JSON.parse(document.getElementById("sent-data")?.textContent ?? "null");
  const page = new SentPage(data);
  Object.assign(found(".player"), { engine: page.engine });
  page.begin();
}

start();
