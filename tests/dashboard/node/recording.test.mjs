// Tests of the recording under Node: `PRETEND=<folder> node --test tests/dashboard/node/`.
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";
import { measure, phaseOf, waitOf } from "../../../dashboard/player/call_records.js";
import { decode } from "../../../dashboard/player/decode.js";
import { FetchQueue } from "../../../dashboard/player/fetch_queue.js";
import { Recording } from "../../../dashboard/player/recording.js";
import { Routes } from "../../../dashboard/player/routes.js";

const folder = process.env.PRETEND;
const plan = () => JSON.parse(readFileSync(`${folder}/plan.json`, "utf8"));
const bytes = (name) => {
  const file = readFileSync(`${folder}/${name}`);
  return file.buffer.slice(file.byteOffset, file.byteOffset + file.byteLength);
};
const reply = (status, body) => ({ status, json: async () => body, arrayBuffer: async () => body });
const nameOf = (url) => url.split("?")[0].replace("/tape/", "");
const shelf = async (url) => reply(200, bytes(nameOf(url)));
const noting = (asked) => async (url) => {
  asked.push(nameOf(url));
  return shelf(url);
};
const soon = (milliseconds = 5) => new Promise((done) => setTimeout(done, milliseconds));

async function until(condition, tries = 400) {
  for (let i = 0; i < tries; i++) {
    if (condition()) return;
    await soon();
  }
  assert.fail(`never came true: ${condition}`);
}

async function loaded(fetch = shelf, made = plan()) {
  const recording = new Recording({ fetch, person: "p" });
  recording.setPlan(made);
  await until(() => recording.computed().at(-1)?.[1] === made.minutes);
  await until(() => recording.whole("left", 11) && recording.whole("right", 11));
  return recording;
}

test("columns come back as they were written, with scale, gaps and differences undone", () => {
  const scene = decode(bytes("left-scene-120"));
  const { legs, calls, links } = scene.tables;
  assert.equal(scene.from, 120);
  assert.ok(legs.rows > 10);
  for (let i = 1; i < legs.rows; i++) {
    assert.ok(legs.officer[i] >= legs.officer[i - 1]);
    if (legs.officer[i] === legs.officer[i - 1]) assert.ok(legs.t0[i] >= legs.t0[i - 1]);
  }
  assert.ok([...legs.call].some(Number.isNaN) && [...legs.call].some((id) => id >= 100));
  assert.ok([...calls.arose].every((t, i) => i === 0 || t >= calls.arose[i - 1]));
  assert.equal(links.flow.length, 12 * decode(bytes("head")).tables.links.rows);
  assert.ok(Math.abs(links.speed[0] - 0.95) < 0.006 || Math.abs(links.speed[0] - 0.4) < 0.006);
});

test("an id that is written as a large offset and one byte comes back whole", () => {
  const header = {
    kind: "scene",
    from: 0,
    to: 1,
    tables: {
      calls: {
        rows: 2,
        columns: {
          id: {
            type: "u8",
            shape: [2],
            scale: 1,
            offset0: 4103456001,
            delta: false,
            missing: null,
            at: 0,
            bytes: 2,
          },
        },
      },
    },
  };
  const text = new TextEncoder().encode(JSON.stringify(header).padEnd(400));
  const made = new Uint8Array(404 + 4);
  new DataView(made.buffer).setUint32(0, 400, true);
  made.set(text, 4);
  made.set([1, 254], 404);
  assert.deepEqual([...decode(made.buffer).tables.calls.id], [4103456002, 4103456255]);
});

test("an officer who drives is on the roads between the two cells, and there in time", async () => {
  const recording = await loaded();
  const scene = recording.scene("left", 300);
  const { legs } = scene.tables;
  const row = [...legs.duty].findIndex(
    (duty, i) =>
      duty === 5 && legs.t0[i] > scene.from && legs.t1[i] < scene.to && legs.cell0[i] !== legs.cell1[i],
  );
  assert.ok(row >= 0);
  const { x, y } = recording.head("left").tables.cells;
  const at = (t) => {
    const all = recording.officers("left", t, null);
    return [all.x[legs.officer[row]], all.y[legs.officer[row]]];
  };
  assert.deepEqual(at(legs.t0[row]), [x[legs.cell0[row]], y[legs.cell0[row]]]);
  assert.deepEqual(
    at(legs.t1[row] - 1e-9).map((v) => Math.round(v * 1e4) / 1e4),
    [x[legs.cell1[row]], y[legs.cell1[row]]],
  );
  const [mx, my] = at((legs.t0[row] + legs.t1[row]) / 2);
  assert.ok(Number.isInteger(mx) || Number.isInteger(my), "between two neighbouring cells");
});

test("an officer sent elsewhere on the way turns round where they are", async () => {
  const recording = await loaded();
  const scene = recording.scene("left", 300);
  const { legs } = scene.tables;
  const row = [...legs.duty].findIndex(
    (duty, i) =>
      duty === 5 && legs.t0[i] > scene.from && legs.t1[i] < scene.to && legs.cell0[i] !== legs.cell1[i],
  );
  legs.start = new Float32Array(legs.rows).fill(0.5);
  legs.upto = new Float32Array(legs.rows).fill(0);
  const { x, y } = recording.head("left").tables.cells;
  const ends = recording.officers("left", legs.t1[row] - 1e-9, null);
  const officer = legs.officer[row];
  assert.ok(Math.hypot(ends.x[officer] - x[legs.cell0[row]], ends.y[officer] - y[legs.cell0[row]]) < 0.01);
});

test("a column of levels gives the values they stand for", () => {
  const scene = bytes("left-scene-0");
  const size = new DataView(scene).getUint32(0, true);
  const header = JSON.parse(new TextDecoder().decode(new Uint8Array(scene, 4, size)));
  const form = { ...header.tables.calls.columns.kind, levels: [0, 10, 100, 1000], scale: undefined };
  const text = JSON.stringify({
    ...header,
    tables: { calls: { rows: form.shape[0], columns: { kind: form } } },
  }).padEnd(size, " ");
  new Uint8Array(scene, 4, size).set(new TextEncoder().encode(text));
  const raw = decode(bytes("left-scene-0")).tables.calls.kind;
  assert.deepEqual(
    [...decode(scene).tables.calls.kind],
    [...raw].map((kind) => [0, 10, 100, 1000][kind]),
  );
});

test("the way taken is the quickest, not the straightest", () => {
  const cells = { rows: 4, x: [0, 1, 1, 0], y: [0, 0, 1, 1] };
  const ways = [
    [0, 1, 9],
    [0, 3, 1],
    [3, 2, 1],
    [2, 1, 1],
  ];
  const links = {
    rows: 4,
    tail: ways.map((w) => w[0]),
    head: ways.map((w) => w[1]),
    free_minutes: ways.map((w) => w[2]),
  };
  const { cells: through, at } = new Routes(cells, links).route(0, 1);
  assert.deepEqual(through, [0, 3, 2, 1]);
  assert.deepEqual(
    at.map((share) => Math.round(share * 3)),
    [0, 1, 2, 3],
  );
});

test("a call goes through its phases in order, and its wait stops when somebody comes", async () => {
  const recording = await loaded();
  const call = recording
    .all("left", 11)
    .find((each) => each.there > each.dispatched && each.closed > each.there);
  const moments = [call.known - 1, call.known, call.dispatched, call.there, call.closed];
  assert.deepEqual(
    moments.map((t) => phaseOf(call, t)),
    ["quiet", "waiting", "coming", "attended", "done"],
  );
  assert.equal(waitOf(call, call.there + 500), call.there - call.known);
  assert.ok(
    recording.calls("left", call.closed + 5, 10).some((each) => each.id === call.id),
    "an echo is still drawn",
  );
  assert.ok(!recording.calls("left", call.closed + 5, 0).some((each) => each.id === call.id));
});

test("the same event has the same name in both worlds", async () => {
  const recording = await loaded();
  const left = recording.all("left", 11).map((call) => call.id);
  const right = recording.all("right", 11).map((call) => call.id);
  assert.deepEqual(left.sort(), right.sort());
});

test("without the results of a world its calls are still seen to be answered", async () => {
  const recording = await loaded(async (url) =>
    nameOf(url).includes("result") ? reply(403, { error: "hidden" }) : shelf(url),
  );
  const open = await loaded();
  const t = 700;
  const hidden = new Map(recording.all("left", 5).map((call) => [call.id, call]));
  const known = open.all("left", 5).filter((call) => call.there < t);
  assert.ok(known.length > 10);
  for (const call of known) assert.ok(Math.abs(hidden.get(call.id).there - call.there) < 0.02);
});

test("a mean from the calls counts who still waits up to now, and nobody found on patrol", () => {
  const call = (known, there, more = {}) => ({
    domain: 0,
    area: 0,
    known,
    there,
    closed: NaN,
    state: 3,
    onPatrol: false,
    ...more,
  });
  const calls = [
    call(0, 10),
    call(0, NaN),
    call(5, 6, { onPatrol: true }),
    call(0, 4, { domain: 1 }),
    call(100, 101),
  ];
  assert.deepEqual(measure("response_mean_traffic_rural", calls, 20), { value: 15, n: 2 });
  assert.deepEqual(measure("response_mean_service", calls, 20), { value: null, n: 0 });
  assert.equal(measure("expected_deaths", calls, 20), null);
});

test("the running mean at a chunk end is the outcome the world itself gives", async () => {
  const recording = await loaded();
  const official = recording.worlds.left.chunks[3].result.running.response_mean_traffic;
  const answered = recording.all("left", 3).filter((call) => call.there <= 480);
  assert.equal(answered.length, official[1]);
});

test("only chunks with a new address are fetched again, and the others stay", async () => {
  const asked = [];
  let gate = () => true;
  const recording = await loaded(async (url) => {
    asked.push(nameOf(url));
    return gate() ? shelf(url.replace("new-", "")) : reply(202, { place: 1, of: 1, state: "running" });
  });
  recording.seek(600);
  const before = recording.worlds.right.chunks[2].scene;
  const made = plan();
  for (const chunk of made.right.chunks.slice(5)) chunk.scene = chunk.scene.replace("/tape/", "/tape/new-");
  asked.length = 0;
  gate = () => false;
  recording.setPlan(made);
  assert.equal(recording.worlds.right.chunks[2].scene, before);
  assert.ok(!recording.ready(610) && recording.ready(590));
  await soon(20);
  assert.ok(asked.length > 0 && asked.every((name) => name.startsWith("new-right-scene")), asked.join());
  gate = () => true;
  await until(() => recording.ready(610));
});

test("the playhead's own chunk is asked for first, then what lies ahead, then the past", async () => {
  const asked = [];
  const recording = new Recording({ fetch: noting(asked), person: "p" });
  recording.setPlan(plan());
  recording.seek(6 * 120 + 5);
  await until(() => recording.computed()[0]?.[0] === 0 && recording.computed()[0][1] === 1440);
  const scenes = asked
    .filter((name) => name.includes("left-scene"))
    .map((name) => Number(name.split("-").at(-1)) / 120);
  const late = scenes.filter((k) => k >= 6);
  const after = scenes.lastIndexOf(11);
  assert.deepEqual([...new Set(late)].slice(0, 3), [6, 7, 8]);
  assert.ok(scenes.indexOf(5) > scenes.indexOf(7), scenes.join());
  assert.ok(after > 0);
});

test("a queued chunk is asked for again, each time with the playhead and the person", async () => {
  const urls = [];
  const heard = [];
  let times = 0;
  const fetch = async (url) => {
    urls.push(url);
    return url.includes("left-scene-0") && times++ < 3
      ? reply(202, { place: 2, of: 5, state: "queued" })
      : shelf(url);
  };
  const recording = new Recording({ fetch, person: "me", onEvent: (event) => heard.push(event) });
  recording.setPlan(plan());
  await until(() => recording.ready(0));
  assert.ok(
    urls.every((url) => url.includes("person=me") && url.includes("at=0")),
    urls[0],
  );
  const queued = heard.filter((event) => event.kind === "queued");
  assert.deepEqual([queued.length, queued[0].place, queued[0].of], [3, 2, 5]);
});

test("who waits asks again when the server says, and with growing pauses where it says nothing", async () => {
  const pauses = [];
  let said = { place: 9, of: 9, wait: 350 };
  const queue = new FetchQueue({
    fetch: async () => reply(202, said),
    onBytes: () => {},
    timer: (_call, after) => pauses.push(after),
  });
  queue.want([{ url: "/tape/x", rank: 0, chunk: 0 }]);
  await until(() => pauses.length > 0);
  assert.ok(pauses.at(-1) > 300 && pauses.at(-1) <= 350, pauses.join());
  said = { place: 9, of: 9, wait: 90_000 };
  queue.wanted.get("/tape/x").due = 0;
  queue.timed = 0;
  queue.pump();
  await until(() => pauses.length > 1);
  assert.ok(pauses.at(-1) <= 2_000, pauses.join());
  queue.stop();
});

test("a server that goes away is told once, asked with growing pauses, and its return is told", async () => {
  const heard = [];
  let away = true;
  let tries = 0;
  const queue = new FetchQueue({
    fetch: async (url) => {
      tries += 1;
      if (away) throw new TypeError("Failed to fetch");
      return shelf(url);
    },
    onBytes: () => heard.push("bytes"),
    onEvent: (state) => heard.push(state.kind),
    timer: (call, milliseconds) => setTimeout(call, Math.min(milliseconds, 5)),
  });
  queue.want(
    ["head", "left-scene-0"].map((name, rank) => ({ url: `/tape/${name}`, rank, chunk: 0, what: name })),
  );
  await soon(60);
  assert.deepEqual(heard, ["lost"]);
  assert.ok(tries < 40);
  away = false;
  for (const job of queue.wanted.values()) job.due = 0;
  queue.pump();
  await until(() => heard.filter((each) => each === "bytes").length === 2);
  assert.deepEqual(heard.slice(0, 2), ["lost", "back"]);
});

test("a plan that is gone is told once, and the new one goes on at the same minute", async () => {
  const heard = [];
  const made = plan();
  let restarted = false;
  const fetch = async (url) =>
    restarted && !url.includes("again-") ? reply(410, { error: "gone" }) : shelf(url.replace("again-", ""));
  const recording = new Recording({
    fetch,
    onEvent: (event) => heard.push(event.kind),
    timer: (call, after) => setTimeout(call, Math.min(after, 5)),
  });
  recording.setPlan(made);
  await until(() => recording.ready(0));
  restarted = true;
  recording.seek(1210);
  for (const world of ["left", "right"])
    for (const chunk of recording.worlds[world].chunks) chunk.scene = null;
  recording.want();
  await until(() => heard.includes("gone"));
  await soon(30);
  assert.equal(heard.filter((kind) => kind === "gone").length, 1);
  assert.ok(!heard.includes("refused"));
  recording.setPlan(JSON.parse(JSON.stringify(made).replaceAll("/tape/", "/tape/again-")));
  await until(() => recording.ready(1210));
  assert.equal(recording.playhead, 1210);
});

test("bytes that cannot be read are told and not asked for without end", async () => {
  const heard = [];
  let tries = 0;
  const recording = new Recording({
    fetch: async (url) => {
      if (nameOf(url) !== "left-scene-0") return shelf(url);
      tries += 1;
      return reply(200, new ArrayBuffer(7));
    },
    onEvent: (event) => heard.push(event),
  });
  recording.setPlan(plan());
  await until(() => heard.some((event) => event.kind === "refused"));
  await soon(30);
  assert.ok(tries <= 2, `${tries} tries`);
  assert.match(heard.find((event) => event.kind === "refused").message, /unreadable scene/);
});

test("what a worker could not do is told in the language of the page", async () => {
  const said = { error: "not enough memory", error_zh: "内存不足" };
  for (const [lang, message] of [
    ["zh-CN", said.error_zh],
    ["en", said.error],
    [undefined, said.error],
  ]) {
    globalThis.document = lang && { documentElement: { lang } };
    const heard = [];
    const recording = new Recording({
      fetch: async (url) => (nameOf(url) === "left-scene-0" ? reply(500, said) : shelf(url)),
      onEvent: (event) => heard.push(event),
    });
    recording.setPlan(plan());
    await until(() => heard.some((event) => event.kind === "refused"));
    assert.equal(heard.find((event) => event.kind === "refused").message, message);
  }
  delete globalThis.document;
});

test("memory stays bounded: scenes far from the playhead are dropped, calls are kept", async () => {
  const made = plan();
  const long = structuredClone(made);
  for (const side of ["left", "right"]) {
    long[side].chunks = Array.from({ length: 60 }, (_, k) => {
      const planned = made[side].chunks[k % 12];
      return {
        from: k * 120,
        to: k * 120 + 120,
        scene: `${planned.scene}?k=${k}`,
        result: `${planned.result}?k=${k}`,
      };
    });
  }
  long.minutes = 7200;
  const recording = new Recording({ fetch: async (url) => reply(200, bytes(nameOf(url))), person: "p" });
  recording.setPlan(long);
  for (let t = 0; t < 7200; t += 120) {
    recording.seek(t);
    await until(() => recording.ready(t));
  }
  await until(() => recording.computed()[0][1] === 7200);
  const held = recording.worlds.left.chunks.filter((chunk) => chunk.scene).length;
  assert.ok(held <= 24, `${held} scenes`);
  assert.ok(recording.worlds.left.chunks.every((chunk) => chunk.records));
});

test("while outcomes are hidden no result is asked for, and once they are shown again all are", async () => {
  const asked = [];
  const recording = new Recording({ fetch: noting(asked), person: "p" });
  recording.hide(true);
  recording.setPlan(plan());
  await until(() => recording.computed().at(-1)?.[1] === recording.minutes);
  await soon(30);
  assert.ok(!asked.some((name) => name.includes("result")));
  assert.ok(recording.all("left", 11).every((call) => Number.isNaN(call.handling)));
  recording.hide(false);
  await until(() => recording.whole("left", 11) && recording.whole("right", 11));
  assert.ok(recording.all("left", 11).some((call) => call.handling > 0));
});
