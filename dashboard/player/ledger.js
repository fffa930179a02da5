// What became of the calls: compact records of every chunk seen, kept for the whole run after its scene is gone.
//
// A record: {id, kind, domain, priority, area, cell, township, complex, onPatrol, secondary, arose, known,
// dispatched, there, crew, closed, state, lead, helper, handling, satisfaction, badly, escalations};
// times in minutes from the start, NaN where it has not happened by the chunk's end.

const TO_CALL = 5;
const ON_SCENE = 6;
export const GAVE_UP = 7,
  UNREPORTED = 8;

// The records of one chunk. Without the result (hidden from a class, or not yet here) the lives of calls are
// read from the officers who are under way to them.
export function records(scene, result) {
  const calls = scene.tables.calls;
  const list = [];
  const ends = result ? endsById(result.tables.ends) : null;
  const rides = ridesByCall(scene.tables.legs);
  const seen = ends ? null : fromLegs(scene.tables.legs, scene.to);
  for (let i = 0; i < calls.rows; i++) {
    const call = {
      id: calls.id[i],
      kind: calls.kind[i],
      domain: calls.domain[i],
      priority: calls.priority[i],
      area: calls.area[i],
      cell: calls.cell[i],
      township: calls.township[i],
      complex: !!calls.complex[i],
      onPatrol: !!calls.on_patrol[i],
      secondary: !!calls.secondary?.[i],
      arose: calls.arose[i],
      known: calls.known[i],
      needed: calls.needed?.[i] ?? 1,
      patience: calls.patience?.[i] ?? NaN,
      rides: rides.get(calls.id[i]) ?? [],
    };
    list.push(Object.assign(call, (ends ?? seen).get(call.id) ?? nothingYet()));
  }
  return list;
}

function nothingYet() {
  return {
    dispatched: NaN,
    there: NaN,
    crew: NaN,
    closed: NaN,
    state: NaN,
    lead: NaN,
    helper: NaN,
    handling: NaN,
    satisfaction: NaN,
    badly: false,
    escalations: 0,
  };
}

function endsById(ends) {
  const found = new Map();
  for (let i = 0; i < ends.rows; i++) {
    found.set(ends.id[i], {
      dispatched: ends.dispatched[i],
      there: ends.first_there[i],
      crew: ends.crew_there[i],
      closed: ends.closed[i],
      state: ends.state[i],
      lead: ends.lead[i],
      helper: ends.helper[i],
      handling: ends.handling_minutes[i],
      satisfaction: ends.satisfaction[i],
      badly: !!ends.closed_badly[i],
      escalations: ends.escalations[i],
    });
  }
  return found;
}

// The drives to each call: [{officer, t0, t1, from, to, start, upto}], in order of time.
function ridesByCall(legs) {
  const found = new Map();
  for (let i = 0; i < legs.rows; i++) {
    if (legs.duty[i] !== TO_CALL || Number.isNaN(legs.call[i])) continue;
    const ride = {
      officer: legs.officer[i],
      t0: legs.t0[i],
      t1: legs.t1[i],
      from: legs.cell0[i],
      to: legs.cell1[i],
      start: legs.start?.[i] ?? 0,
      upto: legs.upto?.[i] ?? 1,
    };
    found.set(legs.call[i], [...(found.get(legs.call[i]) ?? []), ride]);
  }
  return found;
}

function fromLegs(legs, end) {
  const found = new Map();
  for (let i = 0; i < legs.rows; i++) {
    const id = legs.call[i];
    if (Number.isNaN(id)) continue;
    const life = found.get(id) ?? nothingYet();
    found.set(id, life);
    if (legs.duty[i] === TO_CALL) {
      life.dispatched = least(life.dispatched, legs.t0[i]);
      if (legs.t1[i] <= end) life.there = least(life.there, legs.t1[i]);
    } else if (legs.duty[i] === ON_SCENE) {
      life.there = least(life.there, legs.t0[i]);
      if (legs.t1[i] < end) life.closed = Math.max(life.closed || 0, legs.t1[i]);
    } else continue;
    life.lead = legs.officer[i];
  }
  return found;
}

function least(a, b) {
  return Number.isNaN(a) ? b : Math.min(a, b);
}

// Where a call is in its life at a moment: quiet (nobody called yet), waiting, coming, attended, done, gave_up.
export function phase(call, t) {
  if (!(call.known <= t)) return "quiet";
  if (call.closed <= t) return call.state === GAVE_UP ? "gave_up" : "done";
  if (call.there <= t) return "attended";
  if (call.dispatched <= t) return "coming";
  return "waiting";
}

// Minutes from the call until somebody came; where nobody has come, until now or the end of the caller's patience.
export function waited(call, t) {
  if (call.there <= t) return call.there - call.known;
  const until = Math.min(t, Number.isNaN(call.closed) ? t : call.closed) - call.known;
  return Math.max(0, call.patience >= 0 ? Math.min(until, call.patience) : until);
}

// A call that somebody made: what the outcomes count.
export function counted(call, t) {
  return call.known <= t && !call.onPatrol && call.state !== UNREPORTED;
}

const DOMAINS = ["traffic", "order", "service"];
const AREAS = ["rural", "urban"];

// A measure of calls at any moment, from the records: {value, n}, or null where only the chunk ends know it.
export function measured(name, calls, t) {
  const parts =
    /^(response_mean|calls_total|calls_gave_up)(?:_(traffic|order|service))?(?:_(rural|urban))?$/.exec(name);
  if (!parts) return null;
  const [, measure, domain, area] = parts;
  const ofDomain = domain && DOMAINS.indexOf(domain);
  const ofArea = area && AREAS.indexOf(area);
  let n = 0;
  let sum = 0;
  for (const call of calls) {
    if (!counted(call, t) || (domain && call.domain !== ofDomain) || (area && call.area !== ofArea)) continue;
    n += 1;
    if (measure === "response_mean") sum += waited(call, t);
    else if (measure === "calls_total") sum += 1;
    else if (call.state === GAVE_UP && call.closed <= t) sum += 1;
  }
  return {
    value: n || measure !== "response_mean" ? (measure === "response_mean" ? sum / n : sum) : null,
    n,
  };
}

// The most calls without anybody there, in each stretch of so many minutes up to t: [{minute, waiting}].
export function queued(calls, t, stretch) {
  const turns = [];
  for (const call of calls) {
    if (!counted(call, t)) continue;
    const end = Number.isNaN(call.there) ? call.closed : call.there;
    turns.push([call.known, 1]);
    if (end <= t) turns.push([end, -1]);
  }
  turns.sort((a, b) => a[0] - b[0] || a[1] - b[1]);
  const points = [];
  let waiting = 0;
  let next = 0;
  for (let minute = 0; minute <= t; minute += stretch) {
    let most = waiting;
    while (next < turns.length && turns[next][0] <= Math.min(t, minute + stretch)) {
      waiting += turns[next++][1];
      most = Math.max(most, waiting);
    }
    points.push({ minute, waiting: most });
  }
  return points;
}

// The latest record of every call in these chunks, with all the drives to it.
export function latest(chunks) {
  const found = new Map();
  for (const chunk of chunks) {
    for (const call of chunk.records ?? []) {
      const rides = found.get(call.id)?.rides;
      found.set(call.id, rides?.length ? { ...call, rides: [...rides, ...call.rides] } : call);
    }
  }
  return [...found.values()];
}
