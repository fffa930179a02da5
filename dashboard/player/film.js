// A film of a span of the run: each picture is drawn for its own minute, however long the browser takes for it,
// so that the film is the same on a slow machine.

import { FLOW_PACE } from "./engine.js";
import { FilmFrame } from "./film_frame.js";
import { SIDES } from "./recording.js";
import { moment, videoFormat, videoWriter } from "./video.js";

/** @import { FilmAsked, FilmBounds, FilmFormat, FilmMade, FilmSteps, FilmWish, FilmWriter } from "./types.js" */
/** @import { Engine } from "./engine.js" */

export const SECONDS = { least: 2, usual: 10, most: 30 };
const WIDTH = 1280;
const GIF_WIDTH = 640;
const MOST_OF_GIF = 150; // pictures
const SHORTEST_OF_GIF = 10; // hundredths of a second for one picture: browsers hold what is shorter back
const LOOK_AGAIN = 60; // ms between two looks at whether a chunk is here
const MINUTE = 60;
const DAY = 1440;

/** What was asked for cannot be filmed; `key` names the sentence that says why. */
export class NoFilm extends Error {
  /**
   * @param {string} key
   * @param {string} [told] what somebody else says of it
   */
  constructor(key, told = "") {
    super(told || key);
    this.key = key;
    this.told = told;
  }
}

/**
 * The formats that can be had here: the video of this browser, and a GIF where a server puts it together.
 * @param {boolean} server
 * @returns {Promise<FilmFormat[]>}
 */
export async function filmFormats(server) {
  const video = await videoFormat();
  /** @type {FilmFormat} */
  const gif = { name: "gif", how: "server", codec: "", fps: 100 / SHORTEST_OF_GIF, label: "GIF" };
  return [...(video ? [video] : []), ...(server ? [gif] : [])];
}

/**
 * Hours of the run that a film may show, at so many minutes of the run a second.
 * @param {number} speed
 * @param {number} minutes of the whole run
 * @returns {FilmBounds}
 */
export function boundsOf(speed, minutes) {
  /** @param {number} seconds */
  const hours = (seconds) => Math.round((100 * seconds * speed) / MINUTE) / 100;
  const most = Math.min(hours(SECONDS.most), Math.floor((100 * minutes) / MINUTE) / 100);
  const least = Math.min(hours(SECONDS.least), most);
  return { least, usual: Math.min(hours(SECONDS.usual), most), most };
}

/**
 * What the panel begins with: from now on, or a little before the end where nothing comes after.
 * @param {Engine} engine
 * @returns {FilmAsked}
 */
export function usualOf({ t, settings, recording, formatter }) {
  const { usual } = boundsOf(settings.speed, recording.minutes);
  const from = Math.floor(Math.max(0, Math.min(t, recording.minutes - usual * MINUTE)));
  return { ...formatter.clock(from), hours: usual };
}

/**
 * The span asked for, in minutes of the run; NoFilm where it is none.
 * @param {FilmAsked} asked
 * @param {number} speed
 * @param {number} minutes of the whole run
 */
export function spanOf({ day, time, hours }, speed, minutes) {
  const { least, most } = boundsOf(speed, minutes);
  const [hour, minute] = /^(\d\d?)[:：](\d\d)$/.exec(`${time}`)?.slice(1).map(Number) ?? [NaN, NaN];
  const from = (day - 1) * DAY + hour * MINUTE + minute;
  const known = Number.isInteger(day) && day >= 1 && hour < 24 && minute < 60;
  if (!known || from >= minutes) throw new NoFilm("film_from_wrong");
  if (!(hours >= least && hours <= most)) throw new NoFilm("film_hours_wrong");
  const to = Math.min(minutes, from + hours * MINUTE);
  if (to - from < 0.999 * least * MINUTE) throw new NoFilm("film_end_near");
  return { from, to };
}

/**
 * How many pictures a span has, how far in the run they lie apart, and for how long each stands.
 * @param {FilmFormat} format
 * @param {{ from: number, to: number }} span
 * @param {number} speed minutes of the run a second
 * @returns {FilmSteps}
 */
export function stepsOf(format, { from, to }, speed) {
  const seconds = (to - from) / speed;
  const shown =
    format.how === "server"
      ? Math.max(SHORTEST_OF_GIF, Math.ceil((100 * seconds) / MOST_OF_GIF)) / 100
      : 1 / format.fps;
  const count = Math.max(1, Math.round(seconds / shown));
  return { count, minutes: (to - from) / count, shown };
}

/**
 * `zigui-2004-separate-integrated-day1-0700.mp4`
 * @param {string} name
 * @param {{ day: number, time: string }} clock
 * @param {string} ending
 */
export function fileName(name, { day, time }, ending) {
  return `${name}-day${day}-${time.replace(":", "")}.${ending}`;
}

/**
 * Film a span. NoFilm where that cannot be, and where `signal` ends it.
 * @param {Engine} engine
 * @param {FilmWish} wish
 * @returns {Promise<FilmMade>}
 */
export async function film(engine, wish) {
  const { recording } = engine;
  const played = engine.playing;
  engine.pause();
  try {
    return await filmed(engine, wish);
  } finally {
    // What the page shows is fetched again, if the film's way has pushed it out.
    if (recording.plan) recording.seek(engine.t);
    engine.dirty = true;
    if (played) engine.play();
  }
}

/**
 * @param {Engine} engine
 * @param {FilmWish} wish
 * @returns {Promise<FilmMade>}
 */
async function filmed(engine, { asked, format, line, name, names, lang, onProgress, signal }) {
  const { settings, recording, formatter } = engine;
  const span = spanOf(asked, settings.speed, recording.minutes);
  const steps = stepsOf(format, span, settings.speed);
  const plan = JSON.stringify(recording.plan);
  await reached(engine, span.from, plan, signal, () => onProgress({ done: 0, of: steps.count, waits: true }));
  const frame = new FilmFrame(engine, { width: format.how === "server" ? GIF_WIDTH : WIDTH, line, names });
  const writer =
    format.how === "server" ? gifWriter(frame.canvas, steps, lang) : videoWriter(format, frame.canvas);
  try {
    for (let i = 0; i < steps.count; i++) {
      const t = span.from + i * steps.minutes;
      await reached(engine, t, plan, signal, () => {
        writer.hold();
        onProgress({ done: i, of: steps.count, waits: true });
      });
      frame.draw(t, engine.flowPhase + i * steps.shown * 1000 * FLOW_PACE);
      await writer.add();
      onProgress({ done: i + 1, of: steps.count, waits: false });
      await moment();
    }
    const blob = await writer.finish(signal);
    return { blob, name: fileName(name, formatter.clock(span.from), format.name), ...steps };
  } finally {
    writer.stop();
  }
}

/**
 * Until both worlds are here at t, with how their calls end unless that is withheld.
 * @param {Engine} engine
 * @param {number} t
 * @param {string} plan that is filmed
 * @param {AbortSignal} signal
 * @param {() => void} waits is told each time that they are not here
 */
async function reached(engine, t, plan, signal, waits) {
  for (;;) {
    const { recording, status } = engine;
    if (signal.aborted) throw new NoFilm("film_stopped");
    if (engine.destroyed || JSON.stringify(recording.plan) !== plan) throw new NoFilm("film_changed");
    engine.pause();
    recording.seek(t);
    const chunks = SIDES.map((side) => recording.worlds[side].chunks[recording.chunkAt(t)]);
    if (chunks.some(({ broken }) => broken))
      throw new NoFilm("film_refused", status?.kind === "refused" ? status.message : "–");
    const ended = recording.hidden || chunks.every(({ result, refused }) => result || refused);
    if (recording.ready(t) && ended) return;
    waits();
    await new Promise((done) => setTimeout(done, LOOK_AGAIN));
  }
}

/**
 * Pictures of a GIF, which a server puts together: each with its length in bytes before it.
 * @param {HTMLCanvasElement} canvas
 * @param {FilmSteps} steps
 * @param {string} lang
 * @returns {FilmWriter}
 */
function gifWriter(canvas, { shown }, lang) {
  /** @type {Blob[]} */
  const pictures = [];
  return {
    async add() {
      const picture = await new Promise((done) => canvas.toBlob(done, "image/png"));
      if (!(picture instanceof Blob)) throw new NoFilm("film_none");
      pictures.push(picture);
    },
    async finish(signal) {
      const parts = pictures.flatMap((each) => [lengthOf(each.size), each]);
      const about = new URLSearchParams({ shown: `${Math.round(100 * shown)}`, lang });
      const sent = { method: "POST", body: new Blob(parts), signal };
      const answer = await fetch(`film/gif?${about}`, sent).catch(() => null);
      if (signal?.aborted) throw new NoFilm("film_stopped");
      if (!answer) throw new NoFilm("lost");
      if (answer.ok) return answer.blob();
      throw new NoFilm(
        "film_refused",
        (await answer.json().catch(() => ({}))).error ?? `HTTP ${answer.status}`,
      );
    },
    hold() {},
    stop() {
      pictures.length = 0;
    },
  };
}

/**
 * A length as its bytes stand in a file, the highest first.
 * @param {number} length
 */
function lengthOf(length) {
  const bytes = new ArrayBuffer(4);
  new DataView(bytes).setUint32(0, length);
  return bytes;
}

/**
 * Hand a file over.
 * @param {Blob} blob
 * @param {string} name
 */
export function download(blob, name) {
  const link = document.createElement("a");
  link.href = URL.createObjectURL(blob);
  link.download = name;
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 60_000);
}
