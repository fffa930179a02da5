// One film as a panel asks for it, and what is to be said of it while it is made: the page's panel and that of a
// file to send show the same.

import { boundsOf, download, film, NoFilm, SECONDS } from "./film.js";
import { fill } from "./format.js";

/** @import { FilmAbout, FilmAsked, FilmFormat, FilmProgress, FilmState, Sides } from "./types.js" */
/** @import { Engine } from "./engine.js" */

/** @type {FilmState} */
export const NOTHING_YET = { phase: "idle", text: "", done: 0, of: 0 };

export class FilmJob {
  /**
   * @param {Engine} engine
   * @param {(state: FilmState) => void} onChange
   */
  constructor(engine, onChange) {
    this.engine = engine;
    this.onChange = onChange;
    /** @type {AbortController | null} */
    this.running = null;
  }

  /** What numbers the panel's sentences name. */
  get values() {
    const { settings, recording } = this.engine;
    const { least, most } = boundsOf(settings.speed, recording.minutes);
    return { least, most, from: SECONDS.least, to: SECONDS.most };
  }

  /**
   * Make it and hand it over; what goes wrong is said.
   * @param {FilmAsked} asked
   * @param {FilmFormat} format
   * @param {FilmAbout} about
   * @param {Sides<string>} names
   */
  async make(asked, format, about, names) {
    if (this.running) return;
    this.running = new AbortController();
    const { signal } = this.running;
    const { lang } = this.engine.formatter;
    try {
      const onProgress = (/** @type {FilmProgress} */ progress) => this.tell(progress);
      const made = await film(this.engine, { asked, format, ...about, names, lang, onProgress, signal });
      download(made.blob, made.name);
      const values = { name: made.name, size: (made.blob.size / 1e6).toFixed(1) };
      this.say("made", "film_made", values, made.count);
    } catch (error) {
      this.fail(error);
    } finally {
      this.running = null;
    }
  }

  stop() {
    this.running?.abort();
  }

  /** @param {FilmProgress} progress */
  tell({ done, of, waits }) {
    const drawn = done === of ? "film_ends" : "film_doing";
    const key = waits ? "film_waits" : drawn;
    // A wait is said of the picture that is waited for.
    this.say("making", key, { done: waits ? done + 1 : done, of }, of, done);
  }

  /** @param {unknown} error */
  fail(error) {
    if (error instanceof NoFilm) {
      this.say(error.key === "film_stopped" ? "idle" : "failed", error.key, {
        ...this.values,
        why: error.told,
      });
      return;
    }
    console.error(error);
    this.say("failed", "film_failed", { why: error instanceof Error ? error.message : `${error}` });
  }

  /**
   * @param {FilmState["phase"]} phase
   * @param {string} key
   * @param {import("./types.js").Texts} values
   */
  say(phase, key, values, of = 0, done = of) {
    this.onChange({ phase, text: fill(this.engine.formatter.words[key], values), done, of });
  }
}
