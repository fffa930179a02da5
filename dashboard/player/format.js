// Words and numbers as a reader sees them: templates filled, minutes, clock, amounts.

/** @import { Clock, Labels, Outcome, Texts, Words } from "./types.js" */

/**
 * A template with its {names} replaced; a name without a value stays as it is.
 * @param {string | undefined} template
 * @param {Texts} values
 */
export function fill(template, values = {}) {
  return (template ?? "").replace(/\{(\w+)\}/g, (whole, name) =>
    name in values ? `${values[name]}` : whole,
  );
}

export class Formatter {
  /**
   * @param {Words} words templates by key
   * @param {string} lang a tag as in HTML
   * @param {Labels} labels
   */
  constructor(words = {}, lang = "en", labels = {}) {
    this.words = words;
    this.lang = lang;
    this.labels = labels;
    /** A class is still to predict: minutes of waiting are not written. */
    this.hidden = false;
    this.locale = lang.startsWith("zh") ? "zh-CN" : "en-GB";
    this.whole = new Intl.NumberFormat(this.locale, { maximumFractionDigits: 0 });
  }

  /**
   * @param {string} key
   * @param {Texts} [values]
   */
  text(key, values) {
    return fill(this.words[key] ?? key, values);
  }

  /**
   * The label of a name, which belongs to a group: corps, duties, kinds, roads ...
   * @param {string} group
   * @param {string | undefined} name
   */
  label(group, name = "") {
    return this.labels[group]?.[name] ?? this.words[`${group}_${name}`] ?? name.replaceAll("_", " ");
  }

  /** @param {number | null | undefined} value */
  minutes(value) {
    if (this.hidden) return "?";
    if (isMissing(value)) return "–";
    return value < 10 && value % 1 > 0.04 ? value.toFixed(1) : this.whole.format(Math.round(value));
  }

  /**
   * The kind of a call in the middle of a sentence.
   * @param {string | undefined} name
   */
  kindInSentence(name) {
    const label = this.label("kinds", name);
    return label.charAt(0).toLowerCase() + label.slice(1);
  }

  /**
   * Day of the run and time of day: the model knows no days of the week.
   * @param {number} t
   * @returns {Clock}
   */
  clock(t) {
    const day = Math.floor(t / 1440);
    const hour = Math.floor((t % 1440) / 60);
    const minute = Math.floor(t % 60);
    const time = `${String(hour).padStart(2, "0")}:${String(minute).padStart(2, "0")}`;
    return { day: day + 1, time };
  }

  /** @param {number} t */
  clockText(t) {
    return this.text("clock", this.clock(t));
  }

  /**
   * A value of an outcome, with its own scale and decimals; signed for differences.
   * @param {number | null | undefined} value
   * @param {Outcome} outcome
   */
  amount(value, outcome, signed = false) {
    if (isMissing(value)) return "–";
    const scaled = value * (outcome.scale ?? 1);
    const size = Math.abs(scaled);
    const decimals = decimalsOf(size, outcome.decimals);
    const digits = { minimumFractionDigits: decimals, maximumFractionDigits: decimals };
    const text = new Intl.NumberFormat(this.locale, digits).format(size);
    // What is written as zero has no sign.
    if (Number(size.toFixed(decimals)) === 0) return text;
    if (scaled < 0) return `−${text}`;
    return signed ? `+${text}` : text;
  }
}

/**
 * @param {number | null | undefined} value
 * @returns {value is null | undefined}
 */
function isMissing(value) {
  return value === null || value === undefined || Number.isNaN(value);
}

/**
 * More of them for small amounts, so that two digits that count are seen.
 * @param {number} size
 * @param {number | undefined} usual
 */
function decimalsOf(size, usual) {
  if (size >= 1000) return 0;
  if (size > 0 && size < 0.095) return 3;
  if (size > 0 && size < 0.95) return Math.max(2, usual ?? 2);
  return usual ?? 1;
}
