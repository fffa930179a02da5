// The preview: the engine plays the recording's first chunks in plain HTML, while the page behind is built.

import { Engine } from "./engine.js";
import { SIDES } from "./recording.js";

/** @import { Canvases, Outcome, Preview, PreviewData, Side, Sides, Snapshot, Words } from "./types.js" */

const MOVES = 8; // frames after which it moves for everybody to see, and the heavy scripts may come
const FRAME_GAP = 50; // ms between two frames from then on: the rest is for those scripts

start();

function start() {
  const { preview } = globalThis;
  /** @type {PreviewData | null} */
  const data = JSON.parse(document.getElementById("preview-data")?.textContent ?? "null");
  /** @type {HTMLElement | null} */
  const root = document.querySelector("#preview .player");
  if (data?.plan && root && preview) play(data, root, preview);
  else preview?.begin();
}

/**
 * @param {PreviewData} data
 * @param {HTMLElement} root
 * @param {Preview} preview
 */
function play({ plan, words, lang, rules, outcome, sides, speed, start }, root, preview) {
  if (!plan) return;
  const engine = new Engine({
    root,
    person: plan.person ?? "",
    canvases: canvasesIn(root),
    box: found(root, ".map.left"),
    onSnapshot: (snapshot) => show(root, snapshot, outcome, words),
  });
  Object.assign(root, { engine });
  preview.engine = engine;
  engine.settings.speed = speed;
  // As written on the map: without the Chinese name that the menus add.
  const names = rules.map(({ name, label }) => [name, label.split(" · ")[0]]);
  engine.speak(words, lang, { rules: Object.fromEntries(names) });
  engine.set({ outcome, sides });
  engine.setPlan(plan, start);
  if (!engine.still) engine.play();
  beginOnceItMoves(engine, preview);
}

/**
 * @param {Engine} engine
 * @param {Preview} preview
 */
function beginOnceItMoves(engine, preview) {
  const enough = engine.still ? 1 : MOVES;
  let ahead = false;
  const watch = () => {
    if (!ahead && engine.frames) {
      preview.fetchAhead();
      ahead = true;
    }
    if (engine.frames < enough && !engine.queue && !engine.status) {
      requestAnimationFrame(watch);
      return;
    }
    engine.frameGap = FRAME_GAP;
    preview.begin();
  };
  watch();
}

/**
 * @param {HTMLElement} root
 * @returns {Sides<Canvases>}
 */
function canvasesIn(root) {
  /** @type {(side: Side) => Canvases} */
  const of = (side) => {
    const [below, above] = root.querySelectorAll(/** @type {"canvas"} */ (`.map.${side} canvas`));
    return [below, above];
  };
  return { left: of("left"), right: of("right") };
}

/**
 * Sentence, numbers and clock, as the player will show them.
 * @param {HTMLElement} root
 * @param {Snapshot} snapshot
 * @param {Outcome | null} outcome
 * @param {Words} words
 */
function show(root, { shown, sentence, score, clock, t, minutes }, outcome, words) {
  /** @type {(place: string, text: string) => void} */
  const put = (place, text) => {
    found(root, place).textContent = text;
  };
  if (shown) put(".score-sentence", sentence?.text ?? words.highlight_none);
  for (const side of SIDES) {
    const number = score && score[side] !== "–" ? score[side] : "";
    const none = score ? words.none_yet : "";
    found(root, `.score-number.${side}`).classList.toggle("none", !number);
    put(`.score-number.${side} strong`, number);
    put(`.score-number.${side} span`, number ? (outcome?.unit ?? "") : none);
  }
  put(".clock strong", clock.time);
  found(root, ".rail .gone").style.width = `${(100 * t) / (minutes || 1)}%`;
}

/**
 * @param {HTMLElement} root
 * @param {string} place
 * @returns {HTMLElement}
 */
function found(root, place) {
  /** @type {HTMLElement | null} */
  const element = root.querySelector(place);
  if (!element) throw new Error(`the preview has no ${place}`);
  return element;
}
