// The map above: what moves. Officers, calls as rings, the line from an officer to a call, posts, flowing roads.

import { fontOf } from "./ground.js";
import { phase, waited } from "./ledger.js";
import { mixed } from "./palette.js";
import { Sprites } from "./shapes.js";

export const OFF = 0,
  POST = 3,
  TO_CALL = 5,
  ON_SCENE = 6,
  PAPERWORK = 7,
  TRAINING = 8,
  BUSINESS = 9;
const BUSY = new Set([TO_CALL, ON_SCENE, POST]);
const HIDDEN = new Set([OFF]);
const PALE = new Set([PAPERWORK, TRAINING, BUSINESS]);
const OLD_AFTER = 60; // minutes after which a ring is as dark and wide as it gets
const MOST_DOTS = 900;
const DOTS_PER_FLOW = 1 / 260;

export class Movers {
  constructor(head, edges, colours, side, ratio, lang) {
    Object.assign(this, { head, edges, colours, side, lang });
    this.hue = colours[side];
    this.sprites = new Sprites(colours, 5.2, ratio);
    this.ages = Array.from({ length: 24 }, (_, i) => mixed(colours["call-new"], colours["call-old"], i / 23));
    this.corps = head.corps;
  }

  // now: {t, names (draws them), officers, calls, holders (of posts), roads, phase (of the dots), echo (min), still}
  draw(context, camera, now) {
    context.clearRect(0, 0, camera.width, camera.height);
    if (now.roads && !now.still) this.drawFlow(context, camera, now);
    this.drawPosts(context, camera, now);
    this.drawRides(context, camera, now);
    this.drawOfficers(context, camera, now);
    now.names(context, camera);
    this.drawCalls(context, camera, now);
  }

  // Dots on the links: as many as the flow, as quick as the speed; their pace is of the screen, not of the clock.
  drawFlow(context, camera, { roads, phase: turned }) {
    const { x, y } = this.head.tables.cells;
    const { tail, head } = this.head.tables.links;
    const size = Math.max(1.4, Math.min(2.6, camera.scale / 6));
    context.fillStyle = this.colours.soft;
    context.globalAlpha = 0.55;
    let drawn = 0;
    for (let link = 0; link < roads.flow.length && drawn < MOST_DOTS; link++) {
      const dots = roads.flow[link] * DOTS_PER_FLOW;
      if (dots < 0.12) continue;
      const start = (link * 0.618034) % 1;
      if (dots < 1 && start > dots * 1.2) continue;
      const ax = camera.px(x[tail[link]]);
      const ay = camera.py(y[tail[link]]);
      const dx = camera.px(x[head[link]]) - ax;
      const dy = camera.py(y[head[link]]) - ay;
      if (ax < -20 || ay < -20 || ax > camera.width + 20 || ay > camera.height + 20) continue;
      const whole = Math.max(1, Math.round(dots));
      const pace = roads.blocked[link] ? 0 : roads.speed[link];
      const side = 0.09 * camera.scale;
      const length = Math.hypot(dx, dy) || 1; // keep to the right
      const ox = (-dy / length) * side;
      const oy = (dx / length) * side;
      for (let i = 0; i < whole; i++) {
        const share = (start + i / whole + turned * pace) % 1;
        context.fillRect(ax + dx * share + ox - size / 2, ay + dy * share + oy - size / 2, size, size);
        drawn += 1;
      }
    }
    context.globalAlpha = 1;
  }

  drawPosts(context, camera, { holders }) {
    const { posts, cells } = this.head.tables;
    context.lineWidth = 1.6;
    for (let i = 0; i < posts.rows; i++) {
      const held = !Number.isNaN(holders[i]);
      context.beginPath();
      context.arc(camera.px(cells.x[posts.cell[i]]), camera.py(cells.y[posts.cell[i]]), 7.5, 0, 2 * Math.PI);
      context.strokeStyle = held ? this.colours["post-on"] : this.colours.soft;
      context.setLineDash(held ? [] : [2.5, 2.5]);
      context.stroke();
    }
    context.setLineDash([]);
  }

  // Who comes: the way still to go, in the side's hue; once there, its echo.
  drawRides(context, camera, { t, echo, calls }) {
    context.lineCap = "round";
    context.strokeStyle = this.hue;
    for (const call of calls) {
      for (const { t0, t1, from, to, start, upto } of call.rides) {
        const after = (t - t1) / echo;
        if (t < t0 || after > 0.7 || from === to) continue;
        const share = start + (upto - start) * Math.min(1, (t - t0) / Math.max(0.01, t1 - t0));
        context.globalAlpha = after > 0 ? 0.75 * (1 - after / 0.7) : 0.85;
        context.lineWidth = 2.4;
        this.traceWay(context, camera, this.head.paths.path(from, to), after > 0 ? start : share);
        context.stroke();
      }
    }
    context.globalAlpha = 1;
  }

  traceWay(context, camera, way, from) {
    const { x, y } = this.head.tables.cells;
    context.beginPath();
    let open = false;
    for (let i = 0; i < way.cells.length; i++) {
      if (i + 1 < way.cells.length && way.at[i + 1] <= from) continue;
      const cell = way.cells[i];
      if (!open && i + 1 < way.cells.length && from > way.at[i]) {
        const next = way.cells[i + 1];
        const part = (from - way.at[i]) / (way.at[i + 1] - way.at[i] || 1);
        context.moveTo(
          camera.px(x[cell] + (x[next] - x[cell]) * part),
          camera.py(y[cell] + (y[next] - y[cell]) * part),
        );
      } else context[open ? "lineTo" : "moveTo"](camera.px(x[cell]), camera.py(y[cell]));
      open = true;
    }
  }

  // Officers; those who wait at one place stand in a small ring around it, so that none hides another.
  drawOfficers(context, camera, { officers }) {
    const crowd = new Map();
    for (const row of drawingOrder(officers.staff, this.corps)) {
      const duty = officers.duty[row];
      if (HIDDEN.has(duty)) continue;
      const corps = this.corps[officers.staff.corps[row]];
      let px = camera.px(officers.x[row]);
      let py = camera.py(officers.y[row]);
      if (px < -20 || py < -20 || px > camera.width + 20 || py > camera.height + 20) continue;
      if (!officers.dx[row] && !officers.dy[row]) {
        const key = Math.round(officers.x[row] * 64) * 8192 + Math.round(officers.y[row] * 64);
        const before = crowd.get(key) ?? 0;
        crowd.set(key, before + 1);
        [px, py] = aside(px, py, before);
      }
      this.sprites.draw(context, corps, BUSY.has(duty) ? "busy" : PALE.has(duty) ? "off" : "ready", px, py);
    }
  }

  // Calls: a ring that grows and darkens while nobody comes; when somebody has come, the minutes it took.
  drawCalls(context, camera, now) {
    const { t, echo, calls, hidden } = now;
    const { x, y } = this.head.tables.cells;
    context.textAlign = "center";
    context.textBaseline = "alphabetic";
    context.lineJoin = "round";
    this.numbers = [];
    for (const call of calls) {
      const px = camera.px(x[call.cell]);
      const py = camera.py(y[call.cell]);
      if (px < -40 || py < -40 || px > camera.width + 40 || py > camera.height + 40) continue;
      const state = phase(call, t);
      if (call.onPatrol) this.drawFound(context, call, px, py, t, echo);
      else if (state === "quiet") this.drawQuiet(context, px, py);
      else this.drawRing(context, call, state, px, py, t, echo, hidden);
    }
    context.globalAlpha = 1;
  }

  drawQuiet(context, px, py) {
    context.globalAlpha = 0.8;
    context.fillStyle = this.colours["call-new"];
    context.beginPath();
    context.arc(px, py, 1.8, 0, 2 * Math.PI);
    context.fill();
  }

  // Found by an officer on patrol: nobody called and nobody waits; a small tick that fades.
  drawFound(context, call, px, py, t, echo) {
    const fresh = 1 - (t - call.known) / echo;
    if (!(fresh > 0)) return;
    context.globalAlpha = 0.6 * fresh;
    context.strokeStyle = this.colours.soft;
    context.lineWidth = 1.4;
    context.beginPath();
    context.arc(px, py, 4, 0, 2 * Math.PI);
    context.stroke();
  }

  drawRing(context, call, state, px, py, t, echo, hidden) {
    const minutes = hidden ? 0 : waited(call, t);
    const come = call.there <= t;
    const end = come ? call.there : call.closed;
    const since = state === "waiting" || state === "coming" ? 0 : Math.max(0, (t - end) / echo);
    const age = Math.min(1, minutes / OLD_AFTER);
    const urgent = call.priority === 1 ? 1.35 : 1;
    const radius = (5 + 13 * Math.sqrt(age)) * urgent;
    context.strokeStyle = this.ages[Math.round(age * (this.ages.length - 1))];
    if (since < 1) {
      const rising = Math.min(1, Math.max(0, (t - call.known) / (0.12 * echo)));
      context.globalAlpha = (1 - since) * (0.35 + 0.65 * rising);
      context.lineWidth = (call.priority === 1 ? 3.4 : 2.2) * (1 - 0.5 * since);
      context.beginPath();
      context.arc(px, py, radius * (1 + 0.25 * since), 0, 2 * Math.PI);
      context.stroke();
      if (state !== "attended" && state !== "done") this.fillRing(context);
      if (state === "gave_up") this.cross(context, px, py, radius * 0.5);
    }
    if (state === "attended") this.drawAttended(context, px, py);
    if (!hidden && since > 0 && since < 1 && call.priority <= 3)
      this.drawMinutes(context, minutes, px, py - radius - 3 - 10 * since, 1 - since, state);
  }

  fillRing(context) {
    context.globalAlpha *= 0.16;
    context.fillStyle = context.strokeStyle;
    context.fill();
  }

  cross(context, px, py, r) {
    context.beginPath();
    context.moveTo(px - r, py - r);
    context.lineTo(px + r, py + r);
    context.moveTo(px + r, py - r);
    context.lineTo(px - r, py + r);
    context.stroke();
  }

  drawAttended(context, px, py) {
    context.globalAlpha = 0.9;
    context.strokeStyle = this.colours.ink;
    context.lineWidth = 1;
    context.beginPath();
    context.arc(px, py, 8, 0, 2 * Math.PI);
    context.stroke();
  }

  // Higher up where another number already stands.
  freeSpot(px, py) {
    for (let tries = 0; tries < 4; tries++) {
      if (!this.numbers.some(([x, y]) => Math.abs(x - px) < 30 && Math.abs(y - py) < 14)) break;
      py -= 14;
    }
    this.numbers.push([px, py]);
    return py;
  }

  drawMinutes(context, minutes, px, py, strength, state) {
    const text = state === "gave_up" ? "✕" : `${Math.round(minutes)}′`;
    py = this.freeSpot(px, py);
    const large = Math.min(1, minutes / OLD_AFTER);
    context.font = `600 ${13 + 6 * large}px ${fontOf(this.lang)}`;
    context.globalAlpha = Math.min(1, strength * 1.6);
    context.lineWidth = 3;
    context.strokeStyle = this.colours.paper;
    context.fillStyle = this.hue;
    context.strokeText(text, px, py);
    context.fillText(text, px, py);
  }
}

// Where the n-th officer at one place stands: the first on it, six around it, twelve around those.
export function aside(px, py, n) {
  if (n === 0) return [px, py];
  let ring = 1;
  let place = n - 1;
  while (place >= 6 * ring) {
    place -= 6 * ring;
    ring += 1;
  }
  const angle = (2 * Math.PI * place) / (6 * ring);
  const r = 7 * ring;
  return [px + r * Math.cos(angle), py + r * Math.sin(angle)];
}

const orders = new WeakMap();

// Traffic officers last, on top: there are few of them and they are the question.
export function drawingOrder(staff, names) {
  let order = orders.get(staff);
  if (order) return order;
  const rank = { auxiliary: 0, station: 1, patrol: 2, case_specialist: 3, traffic_specialist: 4, traffic: 5 };
  const { corps, rows } = staff;
  const of = (row) => rank[names[corps[row]]] ?? 0;
  order = Array.from({ length: rows }, (_, row) => row).sort((a, b) => of(a) - of(b));
  orders.set(staff, order);
  return order;
}
