// What the curve says in words at a value of its lever: the prediction, the proof, and the setting before.

import { agrees, ofSide } from "./curve_reading.js";
import { fill } from "./format.js";

/** @import { CurveReading, Lever, Outcome, Proof, Settled, Words } from "./types.js" */
/** @import { Formatter } from "./format.js" */

export class CurveWords {
  /**
   * @param {Lever} lever
   * @param {Outcome} outcome
   * @param {Formatter} formatter
   */
  constructor(lever, outcome, formatter) {
    this.lever = lever;
    this.outcome = outcome;
    this.formatter = formatter;
  }

  /** @returns {Words} */
  get words() {
    return this.formatter.words;
  }

  /**
   * The lever's value with its unit.
   * @param {number} x
   */
  value(x) {
    const { scale = 1, decimals = 2, unit } = this.lever;
    return `${this.number(x, scale, decimals)} ${unit}`.trim();
  }

  /**
   * @param {number} x
   * @param {number} scale
   * @param {number} decimals
   */
  number(x, scale, decimals) {
    return `${Number((x * scale).toFixed(decimals))}`;
  }

  /**
   * "predicted at 34 %: 14.2 min less with integrated than with separate [−16.0, −12.1]"
   * @param {CurveReading | null} reading
   */
  prediction(reading) {
    const left = ofSide(reading, "left")?.label;
    const right = ofSide(reading, "right")?.label;
    if (!reading?.difference || !left || !right) return "";
    const { mean, low, high } = reading.difference;
    const values = {
      value: this.value(reading.x),
      left: shortened(left),
      right: shortened(right),
      size: this.withUnit(Math.abs(mean)),
      interval: this.interval(low, high),
    };
    if (!reading.sign) return fill(this.words.curve_open, values);
    return fill(mean < 0 ? this.words.curve_less : this.words.curve_more, values);
  }

  /**
   * "predicted −2.7 [−3.4, −2.1]; 12 of 20 worlds say −2.5 [−3.1, −1.9]"
   * @param {CurveReading | null} reading at the value under which the worlds were run
   * @param {Proof | null} proof
   */
  proof(reading, proof) {
    if (!proof?.n) return "";
    const predicted = reading?.difference ?? null;
    const worlds = { n: proof.n, of: proof.of, found: this.settled(proof.difference) };
    const say = fill(proof.n < proof.of ? this.words.proof_so_far : this.words.proof_all, worlds);
    if (!predicted) return say;
    const before = fill(this.words.proof_predicted, {
      predicted: this.amount(predicted.mean),
      interval: this.interval(predicted.low, predicted.high),
    });
    const kept = agrees(predicted, proof.difference) ? this.words.proof_kept : this.words.proof_missed;
    return [before, say, proof.n < proof.of ? "" : kept].filter(Boolean).join(this.words.clause ?? "; ");
  }

  /**
   * "against my last setting (22 %): separate +3.1, integrated +1.0 min"
   * @param {CurveReading | null} reading
   * @param {CurveReading | null} ghost
   */
  against(reading, ghost) {
    if (!reading || !ghost || reading.x === ghost.x) return "";
    const changes = ["left", "right"].map((side) => {
      const now = ofSide(reading, side);
      const then = ofSide(ghost, side);
      return now && then ? `${shortened(now.label)} ${this.amount(now.mean - then.mean)}` : "";
    });
    const told = changes.filter(Boolean).join(this.words.comma ?? ", ");
    return told ? fill(this.words.curve_against, { value: this.value(ghost.x), changes: told }) : "";
  }

  /** @param {number} value */
  amount(value) {
    return this.formatter.amount(value, this.outcome, true);
  }

  /** @param {number} value */
  withUnit(value) {
    const amount = this.formatter.amount(value, this.outcome);
    return this.outcome.unit ? `${amount} ${this.outcome.unit}` : amount;
  }

  /**
   * @param {number} low
   * @param {number} high
   */
  interval(low, high) {
    return `[${this.amount(low)}, ${this.amount(high)}]`;
  }

  /** @param {Settled} settled */
  settled({ mean, low, high }) {
    const found = this.amount(mean);
    return low === null || high === null ? found : `${found} ${this.interval(low, high)}`;
  }
}

/**
 * A rule's name without the Chinese one that the menus add.
 * @param {string} label
 */
export function shortened(label) {
  return label.split(" · ")[0];
}
