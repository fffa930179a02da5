// The engine of the player: the clock, the two maps in lock-step, and a snapshot of words and numbers a few
// times a second for the page around them. It knows no framework; the page calls it and listens.

import { boxOf, Camera } from "./camera.js";
import { about, pick } from "./inspect.js";
import { palette } from "./palette.js";
import { Story, sentence } from "./story.js";
import { choices, listed } from "./tables.js";
import { SIDES, Tape } from "./tape.js";
import { Teller } from "./telling.js";
import { View } from "./view.js";

const ECHO_SECONDS = 1.5; // how long an answered call is still seen, whatever the speed
const LONGEST_ECHO = 420; // minutes; with more, a fast run would bury its map under what has been
const SNAPSHOT_EVERY = 120; // ms
const GROUND_EVERY = 140; // ms between two paintings of the warming roads
const FLOW_PACE = 0.0007; // links a ms that a dot passes at free speed, on the screen
const WORTH_SAYING = 400; // ms of waiting for the next chunk before it is said
const STILL_JUMP = 700; // ms between two pictures when motion is to be reduced

export class Engine {
  constructor({ root, person, onSnapshot, onPlay, onGone, fetch }) {
    Object.assign(this, { root, onSnapshot, onPlay, onGone });
    this.tape = new Tape({ person, fetch, onNews: (news) => this.heard(news) });
    this.camera = new Camera();
    this.story = new Story();
    this.teller = new Teller({}, "en");
    this.settings = { speed: 168, focus: null, hidden: false };
    this.t = 0;
    this.turned = 0;
    this.frames = 0;
    this.sparing = 0; // ms at least between two frames, for whom the browser has more to do
    this.status = null;
    this.queue = null;
    this.selected = null;
    this.views = {};
    const motion = globalThis.matchMedia?.("(prefers-reduced-motion: reduce)");
    this.still = !!motion?.matches;
    motion?.addEventListener?.("change", (event) => (this.still = event.matches));
  }

  // Another page takes this engine over as it plays; it mounts its own canvases next.
  handTo({ root, person, onSnapshot, onPlay, onGone }) {
    cancelAnimationFrame(this.asked);
    this.watcher?.disconnect();
    Object.assign(this, { root, onSnapshot, onPlay, onGone, sparing: 0 });
    this.tape.fetching.person = person;
    return this;
  }

  // Canvases: {left: [below, above], right: [below, above]}, and the element whose size both maps have.
  mount(canvases, box) {
    for (const side of SIDES)
      this.views[side] = this.views[side]?.moveTo(...canvases[side]) ?? new View(side, ...canvases[side]);
    this.box = box;
    this.colours = palette(this.root);
    this.watcher = new ResizeObserver(() => (this.resized = true));
    this.watcher.observe(box);
    this.resized = true;
    this.tick = (now) => this.frame(now);
    this.asked = requestAnimationFrame(this.tick);
  }

  destroy() {
    cancelAnimationFrame(this.asked);
    this.watcher?.disconnect();
    this.tape.stop();
    this.gone = true;
  }

  speak(words, lang, labels) {
    this.teller = new Teller(words, lang, labels);
    this.teller.hidden = !!this.settings.hidden;
    this.dirty = true;
  }

  restyle() {
    this.colours = palette(this.root);
    this.dirty = true;
  }

  set(settings) {
    this.settings = { ...this.settings, ...settings };
    this.teller.hidden = !!this.settings.hidden;
    this.tape.hide(this.teller.hidden);
    this.dirty = true;
  }

  // A new plan. The playhead stays, unless this is another story: another place, or another rule from the start.
  setPlan(plan, start = 0) {
    const former = this.tape.plan;
    const another =
      !former ||
      ["left", "right"].some((side) => former[side].rule !== plan[side].rule) ||
      former.minutes !== plan.minutes ||
      former.place !== plan.place;
    this.tape.setPlan(plan);
    this.seek(another ? start : Math.min(this.t, plan.minutes));
    this.status = null;
  }

  // Transport

  play() {
    if (this.playing || !this.tape.plan) return;
    if (this.t >= this.tape.minutes) this.seek(0);
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
    this.onPlay?.({ playing: !!this.playing, minute: this.t, speed: this.settings.speed });
  }

  seek(t) {
    this.t = Math.max(0, Math.min(this.tape.minutes ?? 0, t));
    if (this.tape.plan) this.tape.seek(this.t);
    this.story.reset();
    this.dirty = true;
  }

  step(minutes) {
    this.pause();
    this.seek(Math.round(this.t + minutes));
  }

  setSpeed(speed) {
    this.settings.speed = speed;
    this.announce();
  }

  // A frame

  frame(now) {
    if (this.gone) return;
    this.asked = requestAnimationFrame(this.tick);
    if (now - this.last < this.sparing) return;
    const passed = Math.min(100, now - (this.last ?? now));
    this.last = now;
    this.advance(passed, now);
    this.paint(now);
    if (now - (this.snapped ?? 0) >= SNAPSHOT_EVERY) this.snapshot(now);
  }

  advance(passed, now) {
    this.waiting = false;
    if (!this.playing) return;
    if (this.still) {
      if (now - (this.jumped ?? 0) < STILL_JUMP) return;
      passed = STILL_JUMP;
      this.jumped = now;
    }
    const limit = this.tape.ready(this.t) ? this.tape.playableTo(this.t) : this.t;
    const next = this.t + (this.settings.speed * passed) / 1000;
    this.waiting = next > limit && limit < this.tape.minutes;
    this.t = Math.min(next, Math.max(this.t, limit - (limit < this.tape.minutes ? 1e-3 : 0)));
    if (!this.waiting) this.turned += passed * FLOW_PACE;
    this.tape.seek(this.t);
    this.dirty = true;
    if (this.t >= this.tape.minutes) this.pause();
  }

  get echo() {
    return Math.min(LONGEST_ECHO, Math.max(2, this.settings.speed * ECHO_SECONDS));
  }

  // The picture of now, if its chunks are here.
  paint(now) {
    if (this.tape.plan && this.tape.ready(this.t)) this.draw(now);
  }

  draw(now) {
    if (this.resized) this.fitCanvases();
    if (!this.dirty && !this.camera.moved) return;
    const heads = SIDES.map((side) => this.tape.head(side, this.t));
    this.wear(heads);
    const groundToo = now - (this.painted ?? 0) > GROUND_EVERY || !this.playing;
    if (groundToo) this.painted = now;
    const how = {
      phase: this.turned,
      echo: this.echo,
      still: this.still,
      groundToo,
      hidden: this.teller.hidden,
    };
    for (const side of SIDES) this.views[side].draw(this.tape, this.t, this.camera, how);
    this.pointOut();
    this.frames += 1;
    this.dirty = false;
    this.shown = true;
  }

  wear(heads) {
    for (const [i, side] of SIDES.entries()) {
      this.views[side].wear(heads[i], this.colours, this.teller.lang, this.teller.labels.rules);
    }
    const place = heads[0].place?.name ?? `${heads[0].tables.cells.rows}`;
    if (this.place !== place) {
      this.place = place;
      this.camera.fit(boxOf(heads[0].tables.cells));
    }
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

  // The thing inspected, and the place the sentence speaks of, on both maps.
  pointOut() {
    const { x, y } = this.views.left.head.tables.cells;
    if (this.newest?.cell !== undefined && this.newest && !this.still) {
      for (const side of SIDES)
        this.views[side].point(
          this.camera,
          x[this.newest.cell],
          y[this.newest.cell],
          this.colours.accent,
          20,
        );
    }
    const spot = this.selected && this.spotOf(this.selected);
    if (spot)
      for (const side of spot.both ? SIDES : [this.selected.side])
        this.views[side].point(this.camera, spot.x, spot.y, this.colours.ink, 13);
  }

  spotOf({ kind, id, side }) {
    const view = this.views[side];
    const { cells, posts, sites } = view.head.tables;
    const at = (cell, both = true) => ({ x: cells.x[cell], y: cells.y[cell], both });
    if (kind === "officer")
      return id < view.officers.rows ? { x: view.officers.x[id], y: view.officers.y[id] } : null;
    if (kind === "call") {
      const call = this.tape.callById(side, id, this.t);
      return call && at(call.cell);
    }
    if (kind === "post") return at(posts.cell[id]);
    if (kind === "station") return at(sites.cell[id]);
    if (kind === "township") return at(view.head.townships[id].seat);
    const edge = view.edges[id];
    return (
      edge && {
        x: (cells.x[edge.a] + cells.x[edge.b]) / 2,
        y: (cells.y[edge.a] + cells.y[edge.b]) / 2,
        both: true,
      }
    );
  }

  // Looking closer

  under(side, px, py) {
    return this.shown ? pick(this.views[side], this.camera, px, py, this.t) : null;
  }

  about(what) {
    return what && this.shown && this.tape.ready(this.t)
      ? about(what, this.tape, this.t, this.teller, this.views)
      : null;
  }

  select(what) {
    this.selected = what;
    this.dirty = true;
  }

  moved() {
    this.dirty = true;
  }

  // Telling

  heard(news) {
    if (news.kind === "gone") this.onGone?.();
    else if (news.kind === "lost") this.status = { kind: "lost" };
    else if (news.kind === "back") this.status = { kind: "back", until: performance.now() + 4_000 };
    else if (news.kind === "queued" && news.job.chunk === this.tape.playheadChunk)
      this.queue = { ...news, at: performance.now() };
    else if (news.kind === "refused" && news.job.what !== "result")
      this.status = { kind: "refused", message: news.message };
    else if (news.kind === "arrived") {
      this.dirty = true;
      if (this.status?.kind === "refused") this.status = null;
    }
  }

  snapshot(now) {
    this.snapped = now;
    const { tape, teller, t } = this;
    if (this.status?.until < now) this.status = null;
    const halted = this.waiting || (!!tape.plan && !tape.ready(t));
    this.haltedSince = halted ? (this.haltedSince ?? now) : null;
    const ready = tape.plan && tape.ready(t);
    const pair = ready && this.shown && !teller.hidden ? this.story.moment(tape, t, this.echo, now) : null;
    if (pair) this.newest = this.sentenceOf(pair);
    else if (ready && (teller.hidden || !this.story.told)) this.newest = null;
    this.onSnapshot({
      t,
      playing: !!this.playing,
      ready: !!ready,
      shown: !!this.shown,
      waiting: halted && now - this.haltedSince > WORTH_SAYING,
      minutes: tape.minutes ?? 0,
      clock: teller.clock(t),
      computed: tape.plan ? tape.computed() : [],
      sentence: this.newest ?? null,
      score: ready ? this.score() : null,
      status: this.status,
      queue: this.queue && now - this.queue.at < 2_500 ? this.queue : null,
      about: this.selected ? this.about(this.selected) : null,
      table: this.settings.table && ready ? listed(tape, t, teller, this.views) : null,
      choices: this.settings.closer && ready && this.shown ? this.choices(now) : null,
      rules: ready ? SIDES.map((side) => tape.worlds[side].rule) : [],
      changes: this.changes(),
      frames: this.frames,
    });
  }

  changes() {
    const { tape } = this;
    if (!tape.plan) return [];
    if (this.changesAt !== tape.version)
      Object.assign(this, { changesAt: tape.version, told: tape.changes() });
    return this.told ?? [];
  }

  // The list to choose from, made anew once a second.
  choices(now) {
    if (!this.listed || now - this.listed.at > 1_000)
      this.listed = { at: now, list: choices(this.tape, this.t, this.teller, this.views) };
    return this.listed.list;
  }

  sentenceOf(pair) {
    const view = this.views.left;
    const any = pair.left ?? pair.right;
    any.kindName = view.kindName(any);
    return sentence(
      pair,
      this.t,
      this.teller,
      view.head.townships.map((_, row) => view.townshipName(row)),
    );
  }

  // The chosen outcome on both sides and the difference, as texts.
  score() {
    const { outcome } = this.settings;
    if (!outcome || this.settings.hidden) return null;
    const [left, right] = SIDES.map((side) => this.tape.outcome(side, outcome.name, this.t));
    const text = (told) => this.teller.amount(told?.value, outcome);
    const known = left?.value != null && right?.value != null;
    const apart = known ? right.value - left.value : null;
    return {
      left: text(left),
      right: text(right),
      n: [left?.n ?? 0, right?.n ?? 0],
      apart,
      difference: known ? this.teller.amount(apart, outcome, true) : "–",
      better:
        !apart || outcome.better === "neither"
          ? ""
          : apart < 0 === (outcome.better === "less")
            ? "right"
            : "left",
      asOf: Math.min(left?.at ?? this.t, right?.at ?? this.t),
    };
  }
}
