// The first picture: the engine plays the tape's first chunks in plain HTML, while the page behind is built.

import { Engine } from "./engine.js";

const MOVES = 8; // frames after which it moves for everybody to see, and the heavy scripts may come
const SPARING = 50; // ms between two frames from then on: the rest is for those scripts

const told = JSON.parse(document.getElementById("first-told")?.textContent ?? "null");
const root = document.querySelector("#first .player");
if (told?.plan && root && globalThis.first) play(told, root);
else globalThis.first?.begin();

function play({ plan, words, lang, rules, outcome, sides, speed, start }, root) {
  const canvases = Object.fromEntries(
    ["left", "right"].map((side) => [side, [...root.querySelectorAll(`.map.${side} canvas`)]]),
  );
  const engine = new Engine({
    root,
    person: plan.person,
    onSnapshot: (snap) => show(root, snap, outcome, words),
  });
  root.engine = first.engine = engine;
  engine.settings.speed = speed;
  engine.mount(canvases, root.querySelector(".map.left"));
  engine.speak(words, lang, {
    rules: Object.fromEntries(rules.map(({ name, label }) => [name, label.split(" · ")[0]])),
  });
  engine.set({ outcome, sides });
  engine.setPlan(plan, start);
  if (!engine.still) engine.play();
  const enough = engine.still ? 1 : MOVES;
  let ahead = false;
  const watch = () => {
    if (!ahead && engine.frames) {
      first.fetchAhead();
      ahead = true;
    }
    if (engine.frames < enough && !engine.queue && !engine.status) return requestAnimationFrame(watch);
    engine.sparing = SPARING;
    first.begin();
  };
  watch();
}

// Sentence, numbers and clock, as the player will show them.
function show(root, snap, outcome, words) {
  const put = (place, text) => (root.querySelector(place).textContent = text);
  if (snap.shown) put(".score-sentence", snap.sentence?.text ?? words.story_quiet);
  for (const side of ["left", "right"]) {
    const known = snap.score && snap.score[side] !== "–";
    root.querySelector(`.score-number.${side}`).classList.toggle("none", !known);
    put(`.score-number.${side} strong`, known ? snap.score[side] : "");
    put(`.score-number.${side} span`, known ? outcome.unit : snap.score ? words.none_yet : "");
  }
  put(".clock strong", snap.clock.time);
  root.querySelector(".rail .gone").style.width = `${(100 * snap.t) / (snap.minutes || 1)}%`;
}
