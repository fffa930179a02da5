// Tests of what is read from the curve, and of what is said of it, on lines made by hand.
import assert from "node:assert/strict";
import { test } from "node:test";
import {
  agrees,
  between,
  readingAt,
  snapped,
  spanOf,
  spread,
  tableOf,
  ticks,
  winners,
} from "../../../dashboard/player/curve_reading.js";
import { CurveWords } from "../../../dashboard/player/curve_words.js";
import { Formatter } from "../../../dashboard/player/format.js";
import { minutesByTownship, signed } from "../../../dashboard/player/townships.js";

const LEVER = { name: "u", label: "Towns", unit: "%", scale: 100, decimals: 0, low: 0, high: 1, step: 0.01 };
const OUTCOME = { name: "wait", label: "Wait", unit: "min", scale: 1, decimals: 1, better: "less" };
const WORDS = {
  curve_less: "{value}: {size} less with {right} than with {left} {interval}",
  curve_more: "{value}: {size} more with {right} than with {left} {interval}",
  curve_open: "{value}: open {interval}",
  curve_against: "against {value}: {changes}",
  proof_predicted: "predicted {predicted} {interval}",
  proof_so_far: "{n} of {of} say {found}",
  proof_all: "{n} say {found}",
  proof_kept: "kept",
  proof_missed: "missed",
};

/** One rule at 10 everywhere, the other from 6 up to 14: they cross in the middle. */
function curve(half = 1) {
  const at = [0, 0.5, 1];
  const mean = { a: [10, 10, 10], b: [6, 10, 14] };
  const shifted = (by) => Object.fromEntries(Object.entries(mean).map(([k, v]) => [k, v.map((y) => y + by)]));
  const apart = [-4, 0, 4];
  return {
    outcome: { name: "wait", label: "Wait", unit: "min", better: "less" },
    rules: [
      { name: "a", label: "apart · 分设", side: "left" },
      { name: "b", label: "one", side: "right" },
    ],
    levers: {
      u: {
        at,
        mean,
        low: shifted(-half),
        high: shifted(half),
        difference: { mean: apart, low: apart.map((y) => y - half), high: apart.map((y) => y + half) },
        crossing: { at: 0.5, low: 0.4, high: 0.6 },
        sentence: "",
      },
    },
  };
}

const wording = () => new CurveWords(LEVER, OUTCOME, new Formatter(WORDS, "en"));

test("between two points the curve is a straight line, and outside it says nothing", () => {
  assert.equal(between([0, 10], [5, 7], 2.5), 5.5);
  assert.equal(between([0, 10], [5, 7], 10), 7);
  assert.equal(between([0, 10], [5, 7], 10.1), null);
  assert.equal(between([0, 10], [5, 7], -1), null);
  assert.equal(readingAt(curve(), "u", 1.2), null);
  assert.equal(readingAt(curve(), "other", 0.5), null);
  assert.equal(readingAt(null, "u", 0.5), null);
});

test("a rule without a line and a difference that is not told are left out, and nothing breaks", () => {
  const partly = curve();
  for (const each of ["mean", "low", "high"]) delete partly.levers.u[each].b;
  partly.levers.u.difference = null;
  const there = readingAt(partly, "u", 0.25);
  assert.deepEqual([there.rules.length, there.difference, there.sign], [1, null, 0]);
  assert.deepEqual(winners(partly.levers.u, "less"), []);
  assert.equal(wording().prediction(there), "");
});

test("a reading has every rule, the difference, and its sign only where the band leaves 0 out", () => {
  const there = readingAt(curve(), "u", 0.25);
  assert.deepEqual(
    there.rules.map(({ mean, low, high }) => [mean, low, high]),
    [
      [10, 9, 11],
      [8, 7, 9],
    ],
  );
  assert.deepEqual(there.difference, { mean: -2, low: -3, high: -1 });
  assert.equal(there.sign, -1);
  assert.equal(readingAt(curve(), "u", 0.5).sign, 0);
  assert.equal(readingAt(curve(), "u", 0.75).sign, 1);
  assert.equal(readingAt(curve(9), "u", 0.75).sign, 0);
});

test("the rail goes from the side that is better to the other, and nobody wins in between", () => {
  const at = [0, 1, 2, 3, 4, 5, 6];
  const mean = [-3, -2, -1, 0, 1, 2, 3];
  const difference = { mean, low: mean.map((y) => y - 1), high: mean.map((y) => y + 1) };
  const found = winners({ at, difference }, "less");
  assert.deepEqual(
    found.map(({ side }) => side),
    ["right", "", "left"],
  );
  assert.deepEqual([found[0].from, found.at(-1).to], [0, 6]);
  assert.deepEqual(
    winners({ at, difference }, "more").map(({ side }) => side),
    ["left", "", "right"],
  );
});

test("the sentence names the rules, never a side, and says where they cannot be told apart", () => {
  const words = wording();
  assert.equal(
    words.prediction(readingAt(curve(), "u", 0.25)),
    "25 %: 2.0 min less with one than with apart [−3.0, −1.0]",
  );
  assert.equal(
    words.prediction(readingAt(curve(), "u", 1)),
    "100 %: 4.0 min more with one than with apart [+3.0, +5.0]",
  );
  assert.equal(words.prediction(readingAt(curve(), "u", 0.5)), "50 %: open [−1.0, +1.0]");
  assert.equal(words.prediction(null), "");
});

test("the proof stands beside the prediction, and is judged only when all worlds are there", () => {
  const words = wording();
  const reading = readingAt(curve(), "u", 0.25);
  const proof = { n: 12, of: 20, difference: { mean: -1.5, low: -2.5, high: -0.5 } };
  assert.equal(words.proof(reading, proof), "predicted −2.0 [−3.0, −1.0]; 12 of 20 say −1.5 [−2.5, −0.50]");
  assert.match(words.proof(reading, { ...proof, n: 20 }), /; 20 say −1\.5 .*; kept$/);
  const far = { n: 20, of: 20, difference: { mean: 3, low: 2.5, high: 3.5 } };
  assert.match(words.proof(reading, far), /missed$/);
  assert.equal(words.proof(null, proof), "12 of 20 say −1.5 [−2.5, −0.50]");
  assert.equal(words.proof(reading, null), "");
});

test("prediction and proof agree as far as both of their intervals let expect", () => {
  const predicted = { mean: 0, low: -3, high: 3 };
  assert.ok(agrees(predicted, { mean: 4.9, low: 0.9, high: 8.9 }));
  assert.ok(!agrees(predicted, { mean: 5.1, low: 1.1, high: 9.1 }));
  assert.ok(agrees(predicted, { mean: 99, low: null, high: null }), "one world proves nothing");
});

test("against the last setting each side says what the move changed", () => {
  const [now, then] = [1, 0].map((x) => readingAt(curve(), "u", x));
  assert.equal(wording().against(now, then), "against 0 %: apart 0.0, one +8.0");
  assert.equal(wording().against(now, now), "");
});

test("what is drawn has room, a lever stays on its steps, ticks are round, labels do not overlap", () => {
  const [low, high] = spanOf(curve().levers.u, [20]);
  assert.ok(low < 5 && high > 20);
  assert.equal(spanOf(undefined, []), null);
  const flat = spanOf(undefined, [3]);
  assert.ok(flat[0] < 3 && flat[1] > 3);
  assert.equal(snapped(LEVER, 0.334), 0.33);
  assert.equal(snapped(LEVER, 7), 1);
  assert.deepEqual(ticks(0, 100, 5), [0, 20, 40, 60, 80, 100]);
  assert.deepEqual(ticks(21, 38.5, 3), [30]);
  const places = spread([10, 11, 12, 90], 10, 0, 92);
  const sorted = [...places].sort((a, b) => a - b);
  assert.ok(
    sorted.every((each, i) => i === 0 || each - sorted[i - 1] >= 10 - 1e-9),
    `${places}`,
  );
  assert.ok(Math.max(...places) <= 92);
  assert.ok(places[0] < places[1] && places[1] < places[2]);
});

test("the table has the ends of the curve and no more rows than one can read", () => {
  const rows = tableOf(curve(), "u");
  assert.deepEqual(
    rows.map(({ x }) => x),
    [0, 0.5, 1],
  );
});

test("minutes by township are of the calls that both worlds have, in the domain of the outcome", () => {
  const call = (id, township, known, there, domain = 0) => ({ ...{ id, township, known, there, domain } });
  const left = [
    call(1, 0, 0, 30),
    call(2, 0, 0, 10),
    call(3, 1, 0, 20),
    call(4, 1, 0, 9, 1),
    call(5, 2, 0, 5),
  ];
  const right = [
    call(1, 0, 0, 10),
    call(2, 0, 0, 14),
    call(3, 1, 0, 26),
    call(4, 1, 0, 1, 1),
    call(6, 2, 0, 5),
  ];
  const found = minutesByTownship(left, right, 100, "response_mean_traffic_rural");
  assert.deepEqual(found, [
    { township: 0, n: 2, minutes: -8 },
    { township: 1, n: 1, minutes: 6 },
  ]);
  const all = minutesByTownship(left, right, 100, "calls_gave_up");
  assert.deepEqual(all[1], { township: 1, n: 2, minutes: -1 });
  assert.equal(signed(-8, "8"), "−8");
  assert.equal(signed(-0.01, "0"), "0");
});
