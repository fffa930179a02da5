// Words and numbers as a reader sees them: templates filled, minutes, clock, amounts.

export function fill(template, values = {}) {
  return (template ?? "").replace(/\{(\w+)\}/g, (whole, name) => (name in values ? values[name] : whole));
}

export class Teller {
  constructor(words, lang, labels = {}) {
    this.words = words ?? {};
    this.lang = lang ?? "en";
    this.labels = labels; // {kinds, corps, duties, townships...}: name -> label
    this.hidden = false; // no wait and no outcome is said: a class is still to predict them
    this.plain = new Intl.NumberFormat(this.lang.startsWith("zh") ? "zh-CN" : "en-GB", {
      maximumFractionDigits: 0,
    });
  }

  say(key, values) {
    return fill(this.words[key] ?? key, values);
  }

  label(group, name) {
    return (
      this.labels[group]?.[name] ?? this.words[`${group}_${name}`] ?? String(name ?? "").replaceAll("_", " ")
    );
  }

  minutes(value) {
    if (this.hidden) return "?";
    if (value === null || value === undefined || Number.isNaN(value)) return "–";
    return value < 10 && value % 1 > 0.04 ? value.toFixed(1) : this.plain.format(Math.round(value));
  }

  // The kind of a call in the middle of a sentence.
  kind(name) {
    const label = this.label("kinds", name);
    return label.charAt(0).toLowerCase() + label.slice(1);
  }

  // "Tue 14:20" and, where a run is longer than a day, the day before it.
  clock(t) {
    const day = Math.floor(t / 1440);
    const hour = Math.floor((t % 1440) / 60);
    const minute = Math.floor(t % 60);
    return {
      day: day + 1,
      weekday: this.words[`weekday_${day % 7}`] ?? "",
      time: `${String(hour).padStart(2, "0")}:${String(minute).padStart(2, "0")}`,
    };
  }

  clockText(t) {
    return this.say("clock", this.clock(t));
  }

  // A value of an outcome, with its own scale and decimals; signed for differences.
  amount(value, outcome, signed = false) {
    if (value === null || value === undefined || Number.isNaN(value)) return "–";
    const scaled = value * (outcome?.scale ?? 1);
    const size = Math.abs(scaled);
    const decimals =
      size >= 1000
        ? 0
        : size < 0.095 && size > 0
          ? 3
          : size < 0.95 && size > 0
            ? Math.max(2, outcome?.decimals ?? 2)
            : (outcome?.decimals ?? 1);
    const text = new Intl.NumberFormat(this.lang.startsWith("zh") ? "zh-CN" : "en-GB", {
      minimumFractionDigits: decimals,
      maximumFractionDigits: decimals,
    }).format(size);
    const zero = Number(size.toFixed(decimals)) === 0;
    const sign = scaled < 0 && !zero ? "−" : signed && !zero ? "+" : "";
    return sign + text;
  }
}
