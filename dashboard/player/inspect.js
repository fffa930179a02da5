// What lies under the pointer, and all that is known about it: plain data for the inspector to show.

import { phase, waited } from "./ledger.js";
import { aside, drawingOrder } from "./movers.js";

const REACH = 16; // px

// {kind, id, side} of the nearest thing at (px, py), null where there is only paper.
export function pick(view, camera, px, py, t) {
  const { head, officers, calls, side } = view;
  const { cells, posts, sites } = head.tables;
  let best = null;
  let nearest = REACH;
  const offer = (kind, id, x, y, handicap = 0) => {
    const away = Math.hypot(x - px, y - py) + handicap;
    if (away < nearest) [nearest, best] = [away, { kind, id, side }];
  };
  for (const call of calls) {
    if (call.onPatrol || phase(call, t) === "done") continue;
    offer("call", call.id, camera.px(cells.x[call.cell]), camera.py(cells.y[call.cell]), -3);
  }
  const crowd = new Map();
  for (const row of drawingOrder(officers.staff, head.corps)) {
    if (!officers.duty[row]) continue;
    let x = camera.px(officers.x[row]);
    let y = camera.py(officers.y[row]);
    if (!officers.dx[row] && !officers.dy[row]) {
      const key = Math.round(officers.x[row] * 64) * 8192 + Math.round(officers.y[row] * 64);
      const n = crowd.get(key) ?? 0;
      crowd.set(key, n + 1);
      [x, y] = aside(x, y, n);
    }
    offer("officer", row, x, y);
  }
  for (let i = 0; i < posts.rows; i++)
    offer("post", i, camera.px(cells.x[posts.cell[i]]), camera.py(cells.y[posts.cell[i]]), 5);
  for (let i = 0; i < sites.rows; i++)
    offer("station", i, camera.px(cells.x[sites.cell[i]]), camera.py(cells.y[sites.cell[i]]), 4);
  return best ?? roadOrTownship(view, camera, px, py);
}

function roadOrTownship(view, camera, px, py) {
  const { head, edges, side } = view;
  const { cells } = head.tables;
  let best = null;
  let nearest = 6;
  edges.forEach((edge, i) => {
    if (edge.road === 0 && camera.scale < 14) return;
    const away = toSegment(
      px,
      py,
      camera.px(cells.x[edge.a]),
      camera.py(cells.y[edge.a]),
      camera.px(cells.x[edge.b]),
      camera.py(cells.y[edge.b]),
    );
    if (away < nearest) [nearest, best] = [away, { kind: "road", id: i, side }];
  });
  if (best) return best;
  const [x, y] = camera.cell(px, py);
  const cell = view.cellAt(Math.round(x), Math.round(y));
  return cell < 0 ? null : { kind: "township", id: cells.township[cell], side, cell };
}

function toSegment(px, py, ax, ay, bx, by) {
  const dx = bx - ax;
  const dy = by - ay;
  const share = Math.max(0, Math.min(1, ((px - ax) * dx + (py - ay) * dy) / (dx * dx + dy * dy || 1)));
  return Math.hypot(ax + dx * share - px, ay + dy * share - py);
}

// Everything about a thing: {title, facts: [[label, value]], lives, strip, lines, township}.
export function about(what, tape, t, teller, views) {
  const view = views[what.side];
  return { ...what, ...TELL[what.kind](what, tape, t, teller, view, views) };
}

const TELL = { officer, call, post, station, road, township };

function officer({ id, side }, tape, t, teller, view) {
  const { head } = view;
  const row = view.officers.staff;
  const corps = head.corps[row.corps[id]];
  const duty = head.duties[view.officers.duty[id]];
  const facts = [
    [teller.say("corps"), teller.label("corps", corps)],
    [teller.say("doing"), teller.label("duties", duty)],
    [teller.say("home"), view.townshipName(row.township[id])],
  ];
  for (const domain of head.domains ?? []) {
    const skill = row[`skill_${domain}`]?.[id];
    if (skill >= 0)
      facts.push([teller.say("skill_of", { domain: teller.label("domains", domain) }), skill.toFixed(2)]);
  }
  return {
    title: teller.say("officer_of", { corps: teller.label("corps", corps) }),
    corps,
    facts,
    strip: today(id, side, tape, t, head),
  };
}

// Stretches of an officer's day so far, as far as the tape holds them: [{from, to, duty}].
function today(id, side, tape, t, head) {
  const begin = Math.floor(t / 1440) * 1440;
  const stretches = [];
  for (const chunk of tape.worlds[side].chunks) {
    if (!chunk.scene || chunk.to <= begin || chunk.from > t) continue;
    const { first } = chunk.scene.legs;
    const { legs } = chunk.scene.tables;
    if (id + 1 >= first.length) continue;
    for (let i = first[id]; i < first[id + 1]; i++) {
      const from = Math.max(begin, chunk.from, legs.t0[i]);
      const to = Math.min(t, chunk.to, legs.t1[i]);
      const duty = head.duties[legs.duty[i]];
      const last = stretches.at(-1);
      if (to <= from) continue;
      if (last && last.duty === duty && from - last.to < 1) last.to = to;
      else stretches.push({ from, to, duty });
    }
  }
  return { begin, stretches };
}

function call({ id, side }, tape, t, teller, view, views) {
  const lives = ["left", "right"].map((each) => ({
    side: each,
    ...life(tape.callById(each, id, t), t, teller, view.head, views[each].officers.staff),
  }));
  const record = tape.callById(side, id, t);
  if (!record) return { title: teller.say("call_gone"), facts: [] };
  const facts = [
    [teller.say("where"), view.townshipName(record.township)],
    [teller.say("priority"), String(record.priority)],
    [teller.say("called_at"), Number.isNaN(record.known) ? "–" : teller.clockText(record.known)],
  ];
  if (record.complex) facts.push([teller.say("needs"), teller.say("complex_call")]);
  return { title: teller.label("kinds", view.kindName(record)), facts, lives };
}

// One world's life of a call: what happened when, and a sentence.
function life(record, t, teller, head, staff) {
  if (teller.hidden) return { text: "?", steps: [] };
  if (!record) return { text: teller.say("no_such_call"), steps: [] };
  const steps = [
    ["known", record.known],
    ["dispatched", record.dispatched],
    ["there", record.there],
    ["closed", record.closed],
  ]
    .filter(([, at]) => at <= t)
    .map(([name, at]) => ({ name, label: teller.say(`step_${name}`), minute: at - record.known }));
  const now = phase(record, t);
  const minutes = teller.minutes(waited(record, t));
  const who = record.rides.findLast((ride) => ride.t0 <= t)?.officer ?? record.lead;
  const corps = who >= 0 ? teller.label("corps", head.corps[staff.corps[who]]) : teller.say("somebody");
  return {
    text: teller.say(`life_${now}`, { minutes, corps }),
    steps,
    phase: now,
    until: Math.max(waited(record, t), ...steps.map((each) => each.minute)),
  };
}

function post({ id }, _tape, _t, teller, view) {
  const { head } = view;
  const holder = view.holders[id];
  const who = Number.isNaN(holder)
    ? teller.say("nobody")
    : teller.label("corps", head.corps[view.officers.staff.corps[holder]]);
  return {
    title: teller.say("junction_post"),
    facts: [
      [teller.say("where"), view.townshipName(head.tables.posts.township[id])],
      [teller.say("held_by"), who],
    ],
  };
}

function station({ id }, _tape, _t, teller, view) {
  const { head } = view;
  const { sites } = head.tables;
  const officers = view.officers.staff;
  const cell = sites.cell[id];
  const facts = [];
  const count = new Map();
  for (let row = 0; row < officers.rows; row++) {
    if (officers.home_cell[row] !== cell) continue;
    const corps = head.corps[officers.corps[row]];
    const each = count.get(corps) ?? { all: 0, now: 0 };
    each.all += 1;
    if (view.officers.duty[row]) each.now += 1;
    count.set(corps, each);
  }
  for (const [corps, { all, now }] of count)
    facts.push([teller.label("corps", corps), teller.say("of_whom_on_duty", { all, now })]);
  if (!facts.length) facts.push([teller.say("officers"), "0"]);
  return { title: teller.say("station_in", { place: view.townshipName(sites.township[id]) }), facts };
}

const ROADS = ["village", "county", "trunk", "street"];

function road({ id, side }, tape, t, teller, view) {
  const edge = view.edges[id];
  const { links } = view.head.tables;
  const now = tape.roads(side, t);
  const link = edge.links.reduce(
    (most, each) => (now.flow[each] > now.flow[most] ? each : most),
    edge.links[0],
  );
  const facts = [
    [teller.say("flow"), teller.say("vehicles_an_hour", { n: Math.round(now.flow[link]) })],
    [teller.say("capacity"), teller.say("vehicles_an_hour", { n: Math.round(links.capacity[link]) })],
    [teller.say("speed"), teller.say("of_free_speed", { n: Math.round(100 * now.speed[link]) })],
  ];
  if (now.blocked[link]) facts.push([teller.say("lane"), teller.say("blocked")]);
  return {
    title: teller.label("roads", ROADS[edge.road]),
    facts,
    lines: throughTheDay(link, side, tape, t, links.rows),
  };
}

function throughTheDay(link, side, tape, t, count) {
  const begin = Math.floor(t / 1440) * 1440;
  const points = [];
  for (const chunk of tape.worlds[side].chunks) {
    if (!chunk.scene || chunk.to <= begin || chunk.from > t) continue;
    const { flow, speed } = chunk.scene.tables.links;
    const steps = flow.length / count;
    for (let i = 0; i < steps; i++) {
      const minute = chunk.from + ((chunk.to - chunk.from) * i) / steps;
      if (minute <= t)
        points.push({ minute: minute - begin, flow: flow[i * count + link], speed: speed[i * count + link] });
    }
  }
  return points;
}

function township({ id, side }, tape, t, teller, view) {
  const told = view.head.townships[id];
  const k = tape.chunkAt(t);
  const facts = [];
  if (told.population) facts.push([teller.say("people"), teller.plain.format(told.population)]);
  for (const each of ["left", "right"]) {
    const here = tape
      .all(each, k)
      .filter((record) => record.township === id && record.known <= t && !record.onPatrol);
    const mean = here.reduce((sum, record) => sum + waited(record, t), 0) / here.length;
    facts.push([
      teller.say(`calls_${each}`),
      teller.say("calls_and_mean", { n: here.length, minutes: here.length ? teller.minutes(mean) : "–" }),
    ]);
  }
  return {
    title: view.townshipName(id),
    facts,
    township: { name: told.name, rule: ruleOf(told, side, tape) },
  };
}

export function ruleOf(township, side, tape) {
  const given = township.rules ?? township.rule;
  if (Array.isArray(given)) return given[side === "left" ? 0 : 1];
  if (given && typeof given === "object") return given[side];
  return given ?? tape.worlds[side].rule;
}
