// The engine of the player: the clock, the two maps in lock-step, and a snapshot of words and numbers a few
// times a second for the page around them. It knows no framework; the page calls it and listens.

import { boxOf, Camera } from "./camera.js";
import { Formatter } from "./format.js";
import { eitherOf, Highlight, sentence } from "./highlight.js";
import { describe, pick } from "./inspect.js";
import { choices, listing } from "./listings.js";
import { MapView } from "./map_view.js";
import { palette } from "./palette.js";
import { Recording, SIDES } from "./recording.js";

/** @import { Change, ChoiceGroup, Host, Labels, MeasuredAt, Outcome, Pair, Plan, Queued } from "./types.js" */
/** @import { RecordingEvent, Score, Sentence, Settings, Side, Status, Thing, Words } from "./types.js" */

const ECHO_SECONDS = 1.5; // how long an answered call is still seen, whatever the speed
const LONGEST_ECHO = 420; // minutes; with more, a fast run would bury its map under what has been
const SNAPSHOT_EVERY = 120; // ms
const GROUND_EVERY = 140; // ms between two paintings of the warming roads
const CHOICES_EVERY = 1_000; // ms between two lists of what can be inspected
export const FLOW_PACE = 0.0007; // links a ms that a dot passes at free speed, on the screen
const LONGEST_FRAME = 100; // ms by which the clock goes on at most: a page in the background has none
const WORTH_SAYING = 400; // ms of waiting for the next chunk before it is said
const QUEUE_HOLDS = 2_500; // ms for which a place in the queue is shown without news of it
const BACK_HOLDS = 4_000; // ms for which it is said that the server is back
const STILL_JUMP = 700; // ms between two pictures when motion is to be reduced

export class Engine {
  /** @param {Host & { fetch?: import("./types.js").Fetch }} host */
  // biome-ignore lint/complexity/noExcessiveLinesPerFunction: it declares all that an engine holds, once.
  constructor({ root, person, canvases, box, onSnapshot, onPlay, onGone, fetch }) {
    this.root = root;
    this.onSnapshot = onSnapshot;
    this.onPlay = onPlay;
    this.onGone = onGone;
    this.recording = new Recording({ person, fetch, onEvent: (event) => this.heard(event) });
    this.camera = new Camera();
    this.highlight = new Highlight();
    this.formatter = new Formatter();
    this.views = {
      left: new MapView("left", canvases.left),
      right: new MapView("right", canvases.right),
    };
    /** @type {Settings} */
    this.settings = {
      speed: 168,
      focus: null,
      outcome: null,
      hidden: false,
      table: false,
      choices: false,
      marks: [],
      sides: {},
      cite: [],
    };
    this.colours = palette(root);

    // Where it is
    this.t = 0;
    this.playing = false;
    /** Whether the clock stands because the next chunk is not here. */
    this.waiting = false;
    /** @type {number | null} since when it stands, in ms */
    this.haltedSince = null;
    /** How far the dots of traffic have come. */
    this.flowPhase = 0;
    /** Name of the place that the camera was fitted to. */
    this.place = "";
    /** @type {Thing | null} */
    this.selected = null;

    // Frames: all in ms of the page
    this.frames = 0;
    /** The least time between two frames, for whom the browser has more to do. */
    this.frameGap = 0;
    /** @type {number | null} */
    this.lastFrame = null;
    this.paintedAt = -Infinity;
    this.jumpedAt = -Infinity;
    this.snapshotAt = -Infinity;
    this.dirty = true;
    this.resized = true;
    /** Whether a picture has been drawn. */
    this.shown = false;
    this.destroyed = false;

    // What is said
    /** @type {Status | null} */
    this.status = null;
    /** @type {(Queued & { at: number }) | null} */
    this.queue = null;
    /** @type {Sentence | null} */
    this.sentence = null;
    this.listed = { at: -Infinity, groups: /** @type {ChoiceGroup[]} */ ([]) };
    this.changesKnown = { version: -1, changes: /** @type {(Change & { side: Side })[]} */ ([]) };

    const motion = globalThis.matchMedia("(prefers-reduced-motion: reduce)");
    this.still = motion.matches;
    motion.addEventListener("change", (event) => {
      this.still = event.matches;
    });
    this.watcher = new ResizeObserver(() => {
      this.resized = true;
    });
    this.box = box;
    this.watcher.observe(box);
    /** @param {number} now */
    this.tick = (now) => this.frame(now);
    this.asked = requestAnimationFrame(this.tick);
  }

  /**
   * Another page takes this engine over as it plays.
   * @param {Host} host
   */
  handTo({ root, person, canvases, box, onSnapshot, onPlay, onGone }) {
    this.root = root;
    this.onSnapshot = onSnapshot;
    this.onPlay = onPlay;
    this.onGone = onGone;
    this.recording.fetchQueue.person = person;
    for (const side of SIDES) this.views[side].moveTo(canvases[side]);
    this.watcher.disconnect();
    this.watcher.observe(box);
    this.box = box;
    this.colours = palette(root);
    this.frameGap = 0;
    this.resized = true;
    return this;
  }

  destroy() {
    cancelAnimationFrame(this.asked);
    this.watcher.disconnect();
    this.recording.stop();
    this.destroyed = true;
  }

  /**
   * @param {Words} words
   * @param {string} lang
   * @param {Labels} labels
   */
  speak(words, lang, labels) {
    this.formatter = new Formatter(words, lang, labels);
    this.formatter.hidden = this.settings.hidden;
    this.dirty = true;
  }

  /** @param {Partial<Settings>} settings */
  set(settings) {
    this.settings = { ...this.settings, ...settings };
    this.formatter.hidden = this.settings.hidden;
    this.recording.hide(this.settings.hidden);
    this.dirty = true;
  }

  /**
   * A new plan. The playhead stays, unless this is another story: another place, or another rule from the
   * start.
   * @param {Plan} plan
   */
  setPlan(plan, start = 0) {
    const former = this.recording.plan;
    const same =
      former &&
      former.minutes === plan.minutes &&
      former.place === plan.place &&
      SIDES.every((side) => former[side].rule === plan[side].rule);
    this.recording.setPlan(plan);
    this.seek(same ? Math.min(this.t, plan.minutes) : start);
    this.status = null;
  }

  // Transport

  play() {
    if (this.playing || !this.recording.plan) return;
    if (this.t >= this.recording.minutes) this.seek(0);
    this.playing = true;
    this.announce();
  }

  pause() {
    if (!this.playing) return;
    this.playing = false;
    this.announce();
  }

  toggle() {
    if (this.playing) this.pause();
    else this.play();
  }

  announce() {
    this.dirty = true;
    this.onPlay?.({ playing: this.playing, minute: this.t, speed: this.settings.speed });
  }

  /** @param {number} t */
  seek(t) {
    this.t = Math.max(0, Math.min(this.recording.minutes, t));
    if (this.recording.plan) this.recording.seek(this.t);
    this.highlight.reset();
    this.dirty = true;
  }

  /** @param {number} minutes */
  step(minutes) {
    this.pause();
    this.seek(Math.round(this.t + minutes));
  }

  /** @param {number} speed */
  setSpeed(speed) {
    this.settings.speed = speed;
    this.announce();
  }

  // A frame

  /** @param {number} now */
  frame(now) {
    if (this.destroyed) return;
    this.asked = requestAnimationFrame(this.tick);
    const passed = now - (this.lastFrame ?? now);
    if (this.lastFrame !== null && passed < this.frameGap) return;
    this.lastFrame = now;
    this.attempt(Math.min(LONGEST_FRAME, passed), now);
    if (now - this.snapshotAt >= SNAPSHOT_EVERY) this.snapshot(now);
  }

  /**
   * The clock goes on by so many milliseconds, and the picture with it.
   * @param {number} passed
   * @param {number} now
   */
  attempt(passed, now) {
    this.trying(() => {
      this.advance(passed, now);
      this.paint(now);
    });
  }

  /**
   * The picture of now at once, while the clock stands.
   * @param {number} now
   */
  show(now) {
    this.trying(() => this.paint(now));
  }

  /**
   * A picture that cannot be drawn is said, and the error told once; the next frame tries again.
   * @param {() => void} draw
   */
  trying(draw) {
    try {
      draw();
    } catch (error) {
      if (this.status?.kind !== "broken") {
        setTimeout(() => {
          throw error;
        });
      }
      this.status = { kind: "broken" };
      return;
    }
    if (this.status?.kind === "broken" && this.shown) this.status = null;
  }

  /**
   * The clock goes on, as far as there is something to show.
   * @param {number} passed
   * @param {number} now
   */
  advance(passed, now) {
    this.waiting = false;
    if (!this.playing) return;
    if (this.still && now - this.jumpedAt < STILL_JUMP) return;
    if (this.still) this.jumpedAt = now;
    const milliseconds = this.still ? STILL_JUMP : passed;
    const { recording, t } = this;
    const limit = recording.ready(t) ? recording.playableTo(t) : t;
    const next = t + (this.settings.speed * milliseconds) / 1000;
    const atEnd = limit >= recording.minutes;
    this.waiting = next > limit && !atEnd;
    // A little before the limit: at it, the playhead would be in the chunk that is not here.
    this.t = Math.min(next, Math.max(t, limit - (atEnd ? 0 : 1e-3)));
    if (!this.waiting) this.flowPhase += milliseconds * FLOW_PACE;
    recording.seek(this.t);
    this.dirty = true;
    if (this.t >= recording.minutes) this.pause();
  }

  /** Minutes for which an answered call is still seen. */
  get echo() {
    return Math.min(LONGEST_ECHO, Math.max(2, this.settings.speed * ECHO_SECONDS));
  }

  /**
   * The picture of now, if its chunks are here.
   * @param {number} now
   */
  paint(now) {
    if (this.recording.ready(this.t)) this.draw(now);
  }

  /** @param {number} now */
  draw(now) {
    if (this.resized) this.fitCanvases();
    if (!this.dirty) return;
    this.useHeads();
    const groundToo = now - this.paintedAt > GROUND_EVERY || !this.playing;
    if (groundToo) this.paintedAt = now;
    const { flowPhase, echo, still } = this;
    const options = { flowPhase, echo, still, groundToo, hidden: this.formatter.hidden };
    for (const side of SIDES) this.views[side].draw(this.recording, this.t, this.camera, options);
    this.pointOut();
    this.frames += 1;
    this.dirty = false;
    this.shown = true;
  }

  useHeads() {
    const { lang, labels } = this.formatter;
    for (const side of SIDES) {
      this.views[side].use(this.recording.head(side, this.t), this.colours, lang, labels.rules);
    }
    const { place, tables } = this.views.left.head;
    const name = place?.name ?? `${tables.cells.rows}`;
    if (this.place === name) return;
    this.place = name;
    this.camera.fit(boxOf(tables.cells));
  }

  fitCanvases() {
    const { width, height } = this.box.getBoundingClientRect();
    if (width < 2 || height < 2) return;
    const ratio = Math.min(2, globalThis.devicePixelRatio || 1);
    for (const side of SIDES) this.views[side].resize(width, height, ratio);
    this.camera.resize(width, height);
    this.resized = false;
    this.dirty = true;
  }

  /** The place that the sentence speaks of, and the thing inspected, on both maps. */
  pointOut() {
    const { x, y } = this.views.left.head.tables.cells;
    const { camera, colours, sentence, selected } = this;
    if (sentence && !this.still) {
      const { cell } = sentence;
      for (const side of SIDES) this.views[side].point(camera, x[cell], y[cell], colours.accent, 20);
    }
    const spot = selected && this.spotOf(selected);
    if (!spot) return;
    const sides = selected.kind === "officer" ? [selected.side] : SIDES;
    for (const side of sides) this.views[side].point(camera, spot.x, spot.y, colours.ink, 13);
  }

  /**
   * Where a thing is, in cells; an officer of one world may be anywhere in the other.
   * @param {Thing} thing
   */
  spotOf({ kind, id, side }) {
    const view = this.views[side];
    const { cells, posts, sites } = view.head.tables;
    /** @param {number} cell */
    const at = (cell) => ({ x: cells.x[cell], y: cells.y[cell] });
    if (kind === "officer") {
      const { rows, x, y } = view.officers;
      return id < rows ? { x: x[id], y: y[id] } : null;
    }
    if (kind === "call") {
      const call = this.recording.callById(side, id, this.t);
      return call && at(call.cell);
    }
    if (kind === "post") return at(posts.cell[id]);
    if (kind === "station") return at(sites.cell[id]);
    if (kind === "township") return at(view.head.townships[id].seat);
    const edge = view.edges[id];
    return edge && { x: (cells.x[edge.a] + cells.x[edge.b]) / 2, y: (cells.y[edge.a] + cells.y[edge.b]) / 2 };
  }

  // Looking closer

  /**
   * The camera is that of the maps as they are laid out now. A panel that comes beside them makes them narrower
   * at once, and the observer tells only a frame later, or many on a slow machine: a click in between would
   * be looked up on the map that was.
   */
  keepUp() {
    const { width, height } = this.box.getBoundingClientRect();
    if (this.shown && (width !== this.camera.width || height !== this.camera.height)) this.fitCanvases();
  }

  /**
   * The thing at a place in pixels of one side's map.
   * @param {Side} side
   * @param {number} px
   * @param {number} py
   */
  under(side, px, py) {
    this.keepUp();
    return this.shown ? pick(this.views[side], this.camera, px, py, this.t) : null;
  }

  /** @param {Thing | null} thing */
  describe(thing) {
    const { recording, t, formatter, views } = this;
    if (!thing || !this.shown || !recording.ready(t)) return null;
    return describe(thing, { recording, t, formatter, views });
  }

  /** @param {Thing | null} thing */
  select(thing) {
    this.selected = thing;
    this.dirty = true;
  }

  /** The page has moved the camera. */
  moved() {
    this.dirty = true;
  }

  // Telling the page

  /** @param {RecordingEvent} event */
  heard(event) {
    if (event.kind === "gone") this.onGone?.();
    else if (event.kind === "lost") this.status = { kind: "lost" };
    else if (event.kind === "back") this.status = { kind: "back", until: performance.now() + BACK_HOLDS };
    else if (event.kind === "queued") this.heardQueued(event);
    else if (event.kind === "refused") {
      if (event.job.what !== "result") this.status = { kind: "refused", message: event.message };
    } else {
      this.dirty = true;
      if (this.status?.kind === "refused") this.status = null;
    }
  }

  /** @param {Queued} event */
  heardQueued(event) {
    if (event.job.chunk !== this.recording.playheadChunk) return;
    this.queue = { ...event, at: performance.now() };
  }

  /** @param {number} now */
  snapshot(now) {
    this.snapshotAt = now;
    const { recording, formatter, settings, t } = this;
    const ready = recording.ready(t);
    const drawn = ready && this.shown;
    this.forgetOld(now);
    if (ready) this.chooseSentence(now);
    this.onSnapshot({
      t,
      minutes: recording.minutes,
      clock: formatter.clock(t),
      playing: this.playing,
      ready,
      shown: this.shown,
      waiting: this.haltedFor(now, ready) > WORTH_SAYING,
      computed: recording.computed(),
      sentence: this.sentence,
      score: ready ? this.score() : null,
      status: this.status,
      queue: this.queue,
      about: this.describe(this.selected),
      table: settings.table && drawn ? listing(recording, t, formatter, this.views) : null,
      choices: settings.choices && drawn ? this.choices(now) : null,
      rules: ready ? SIDES.map((side) => recording.worlds[side].rule) : [],
      changes: this.changes(),
      frames: this.frames,
    });
  }

  /**
   * What was heard some time ago holds no longer.
   * @param {number} now
   */
  forgetOld(now) {
    if (this.status?.kind === "back" && this.status.until < now) this.status = null;
    if (this.queue && now - this.queue.at >= QUEUE_HOLDS) this.queue = null;
  }

  /**
   * For how long the clock has stood still because something is not here.
   * @param {number} now
   * @param {boolean} ready
   */
  haltedFor(now, ready) {
    const halted = this.waiting || (this.recording.plan !== null && !ready);
    this.haltedSince = halted ? (this.haltedSince ?? now) : null;
    return this.haltedSince === null ? 0 : now - this.haltedSince;
  }

  /** @param {number} now */
  chooseSentence(now) {
    const { highlight, recording, t } = this;
    const hidden = this.formatter.hidden;
    const pair = this.shown && !hidden ? highlight.choose(recording, t, this.echo, now) : null;
    if (pair) this.sentence = this.sentenceOf(pair);
    else if (hidden || !highlight.shown) this.sentence = null;
  }

  changes() {
    const { version } = this.recording;
    if (this.changesKnown.version !== version) {
      this.changesKnown = { version, changes: this.recording.changes() };
    }
    return this.changesKnown.changes;
  }

  /**
   * The list to choose from, made anew once a second.
   * @param {number} now
   */
  choices(now) {
    const { recording, t, formatter, views } = this;
    if (now - this.listed.at > CHOICES_EVERY) {
      this.listed = { at: now, groups: choices(recording, t, formatter, views) };
    }
    return this.listed.groups;
  }

  /** @param {Pair} pair */
  sentenceOf(pair) {
    const view = this.views.left;
    const call = eitherOf(pair);
    const place = view.townshipName(call.township);
    const names = SIDES.map((side) => this.nameOf(side));
    return sentence(pair, this.t, this.formatter, view.kindName(call), place, [names[0], names[1]]);
  }

  /**
   * What a world is called: by what tells it from the other, else by its rule.
   * @param {Side} side
   */
  nameOf(side) {
    return this.settings.sides[side]?.name ?? this.recording.worlds[side].rule;
  }

  /**
   * The chosen outcome on both sides and the difference, as texts.
   * @returns {Score | null}
   */
  score() {
    const { outcome, hidden } = this.settings;
    if (!outcome || hidden) return null;
    const { formatter, recording, t } = this;
    const left = recording.outcome("left", outcome.name, t);
    const right = recording.outcome("right", outcome.name, t);
    const apart = differenceOf(left, right);
    return {
      left: formatter.amount(left?.value, outcome),
      right: formatter.amount(right?.value, outcome),
      n: [left?.n ?? 0, right?.n ?? 0],
      apart,
      difference: apart === null ? "–" : formatter.amount(apart, outcome, true),
      better: betterSide(apart, outcome),
      asOf: Math.min(left?.at ?? t, right?.at ?? t),
    };
  }
}

/**
 * @param {number | null} apart right less left
 * @param {Outcome} outcome
 * @returns {"" | Side}
 */
function betterSide(apart, { better }) {
  if (!apart || better === "neither") return "";
  return apart < 0 === (better === "less") ? "right" : "left";
}

/**
 * Right less left, null where one of them is not known.
 * @param {MeasuredAt | null} left
 * @param {MeasuredAt | null} right
 */
function differenceOf(left, right) {
  const one = left?.value ?? null;
  const other = right?.value ?? null;
  return one === null || other === null ? null : other - one;
}
