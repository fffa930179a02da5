// Tests of the map under Node: `LANDS=<file> node --test tests/dashboard/node/map.test.mjs`.
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";
import {
  cover,
  houseCount,
  houseSide,
  houses,
  ink,
  placesOf,
  townTone,
} from "../../../dashboard/player/built_up.js";
import { boxOf, Camera } from "../../../dashboard/player/camera.js";
import { gatheredCalls, Stations } from "../../../dashboard/player/gather.js";
import { overlap, placeNames } from "../../../dashboard/player/labels.js";
import { hilliness } from "../../../dashboard/player/land.js";
import { lightAt } from "../../../dashboard/player/light.js";
import { echoFor } from "../../../dashboard/player/movers.js";
import { outlines, rounded, townRings } from "../../../dashboard/player/outlines.js";
import { heatOf, pixelsWide, widthOf } from "../../../dashboard/player/road_lines.js";

const { lands, settled } = JSON.parse(readFileSync(process.env.LANDS, "utf8"));
const densitiesTried = Array.from({ length: 400 }, (_, i) => 40 * i);

function rises(values, strictly = false) {
  for (let i = 1; i < values.length; i++) {
    assert.ok(strictly ? values[i] > values[i - 1] : values[i] >= values[i - 1], `at ${i}: ${values[i]}`);
  }
}

function random(seed) {
  let state = seed;
  return () => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return state / 4294967296;
  };
}

const turn = (a, b, c) => (b[0] - a[0]) * (c[1] - a[1]) - (b[1] - a[1]) * (c[0] - a[0]);
const apart = (a, b, c, d) => turn(a, b, c) * turn(a, b, d) > 0 || turn(c, d, a) * turn(c, d, b) > 0;

function crossesItself(ring) {
  const n = ring.length;
  for (let i = 0; i < n; i++) {
    for (let j = i + 2; j < n; j++) {
      if (i === 0 && j === n - 1) continue;
      if (!apart(ring[i], ring[i + 1], ring[j], ring[(j + 1) % n])) return true;
    }
  }
  return false;
}

function inside(ring, [x, y]) {
  let odd = false;
  for (const [i, [ax, ay]] of ring.entries()) {
    const [bx, by] = ring[(i + 1) % ring.length];
    if (ay > y !== by > y && x < ax + ((y - ay) * (bx - ax)) / (by - ay)) odd = !odd;
  }
  return odd;
}

test("the more people a cell has, the more of it is built up, and nothing falls", () => {
  rises(densitiesTried.map(cover), true);
  rises(densitiesTried.map(townTone));
  rises(densitiesTried.map(houseSide));
  rises(densitiesTried.map((density) => houseCount(3, 4, density)));
  assert.equal(cover(0), 0);
  assert.equal(townTone(300), 0);
  assert.equal(townTone(20_000), 1);
  assert.ok(houseCount(3, 4, 1e6) <= 25);
});

test("a cell that grows keeps the buildings it had, and no building leaves its cell", () => {
  const of = (people) => houses({ rows: 1, x: [5], y: [6], people: [people] }, 1);
  const few = of(900);
  const many = of(5_000);
  assert.ok(few.length > 0 && many.length > few.length);
  for (const { x, y } of few) assert.ok(many.some((each) => each.x === x && each.y === y));
  for (const [px, py] of placesOf(5, 6)) assert.ok(Math.max(Math.abs(px), Math.abs(py)) < 0.5);
});

test("with urbanization towns hold more ink and more land, and villages less", () => {
  const shares = settled.map(({ cells, cell_km }) => {
    const inked = ink(cells, cell_km);
    const sum = (area) => inked.reduce((all, each, i) => all + (cells.area[i] === area ? each : 0), 0);
    return { town: sum(1), village: sum(0), land: cells.area.filter((area) => area === 1).length };
  });
  rises(
    shares.map(({ town }) => town),
    true,
  );
  rises(
    shares.map(({ land }) => land),
    true,
  );
  rises(
    shares.map(({ village }) => -village),
    true,
  );
  assert.ok(shares.at(-1).town > 3 * shares[0].town, JSON.stringify(shares));
});

test("hills stay where they are when the people move to town", () => {
  const heads = settled.map(({ cells, townships, cell_km }) => ({
    tables: { cells },
    townships,
    grid: { cell_km },
    place: { name: "here" },
  }));
  const [first, ...others] = heads.map((head) => hilliness(head, boxOf(head.tables.cells)));
  for (const other of others) assert.deepEqual(other, first);
  assert.ok(first.every((each) => each >= 0 && each <= 1));
});

for (const { name, cells, seats } of lands) {
  test(`${name} is one body of land in one ring that does not cross itself`, () => {
    const { outer } = outlines(cells, 17);
    assert.equal(outer.length, 1);
    assert.ok(!crossesItself(outer[0]));
    for (const seat of seats) assert.ok(inside(outer[0], [cells.x[seat], cells.y[seat]]), `seat ${seat}`);
    const within = Array.from({ length: cells.rows }, (_, i) => inside(outer[0], [cells.x[i], cells.y[i]]));
    assert.ok(within.filter(Boolean).length > 0.95 * cells.rows);
  });
}

test("two cells that touch at a corner alone are two towns, and a hole is no land", () => {
  const corner = { rows: 2, x: [0, 1], y: [0, 1] };
  assert.equal(townRings(corner, [true, true]).length, 2);
  const ring = [-1, 0, 1].flatMap((x) => [-1, 0, 1].map((y) => [x, y])).filter(([x, y]) => x || y);
  const cells = {
    rows: 8,
    x: ring.map(([x]) => x),
    y: ring.map(([, y]) => y),
    township: new Array(8).fill(0),
  };
  assert.equal(outlines(cells).outer.length, 1);
});

test("the towns of a setting are outlined around their cells", () => {
  const rings = settled.map(({ cells }) =>
    townRings(
      cells,
      cells.area.map((area) => area === 1),
    ),
  );
  for (const each of rings.flat()) assert.ok(!crossesItself(each));
  assert.ok(rings.at(-1).flat().length > rings[0].flat().length);
});

test("a river goes from its first point to its last", () => {
  const line = rounded([[0, 0], [4, 0], [4, 4]]); // biome-ignore format: a line
  assert.deepEqual([line[0], line.at(-1)], [[0, 0], [4, 4]]); // biome-ignore format: two points
  assert.ok(line.length > 10);
});

function force(rows, seed) {
  const draw = random(seed);
  const cells = {
    x: Array.from({ length: 40 }, (_, i) => i % 8),
    y: Array.from({ length: 40 }, (_, i) => i >> 3),
  };
  const home_cell = Array.from({ length: rows }, () => Math.floor(6 * draw()) * 7);
  const officers = {
    rows,
    staff: { rows, corps: Array.from({ length: rows }, () => Math.floor(4 * draw())), home_cell },
  };
  for (const name of ["x", "y", "dx", "dy"]) officers[name] = new Float64Array(rows);
  officers.duty = Uint8Array.from({ length: rows }, () => Math.floor(10 * draw()));
  for (let row = 0; row < rows; row++) {
    const cell = draw() < 0.6 ? home_cell[row] : Math.floor(40 * draw());
    officers.x[row] = cells.x[cell];
    officers.y[row] = cells.y[cell];
    if (officers.duty[row] === 5) officers.dx[row] = 1;
  }
  return { cells, officers };
}

function camera(scale) {
  const made = new Camera();
  made.resize(500, 400);
  made.fit({ x0: 0, y0: 0, x1: 7, y1: 4 });
  made.zoom(scale);
  return made;
}

test("who waits together is counted once: signs and single officers are all on duty in sight", () => {
  for (const [rows, scale] of [
    [60, 1],
    [700, 1],
    [700, 3],
  ]) {
    // biome-ignore format: pairs
    const { cells, officers } = force(rows, rows + scale);
    const view = camera(scale);
    const stations = new Stations(officers.staff, cells);
    stations.settle(view, []);
    const order = Array.from({ length: rows }, (_, row) => row);
    const { gatherings, singles } = stations.sort(officers, order, view);
    const seen = order.filter(
      (row) => officers.duty[row] && view.sees(view.px(officers.x[row]), view.py(officers.y[row]), 20),
    );
    const signs = gatherings.flatMap((each) => each.signs);
    const drawn = singles.length + signs.reduce((sum, sign) => sum + sign.count, 0);
    assert.equal(drawn, seen.length);
    const byCorps = (corps) =>
      singles.filter(({ row }) => officers.staff.corps[row] === corps).length +
      signs.reduce((sum, sign) => sum + (sign.corps === corps ? sign.count : 0), 0);
    for (const corps of [0, 1, 2, 3]) {
      assert.equal(byCorps(corps), seen.filter((row) => officers.staff.corps[row] === corps).length);
    }
    assert.ok(
      singles.every(({ row }) => officers.duty[row]),
      "nobody off duty is drawn",
    );
    for (const { row } of singles.filter(({ row }) => officers.duty[row] === 5)) assert.ok(officers.dx[row]);
  }
});

test("the signs of one station do not lie on each other, nor on those of another", () => {
  const { cells, officers } = force(700, 5);
  const view = camera(1);
  const stations = new Stations(officers.staff, cells);
  stations.settle(view, []);
  const { gatherings } = stations.sort(officers, [...Array(700).keys()], view);
  const boxes = gatherings.flatMap(({ signs }) =>
    signs.map(({ px, py, count }) => {
      const digits = count > 1 ? 6.5 * String(count).length : 0;
      return { x0: px - 4, x1: px + 4 + digits, y0: py - 4, y1: py + 4 };
    }),
  );
  const homes = boxes.slice(0, 24);
  for (const [i, a] of homes.entries()) {
    for (const b of homes.slice(i + 1)) assert.ok(!overlap(a, b), JSON.stringify([a, b]));
  }
});

test("calls that lie on each other share a ring, and every open call is in one", () => {
  const draw = random(11);
  const cells = { x: [0, 0.2, 3, 6], y: [0, 0, 2, 4] };
  const calls = Array.from({ length: 90 }, (_, id) => ({
    id,
    known: 100 * draw(),
    cell: Math.floor(4 * draw()),
  }));
  const rings = gatheredCalls(calls, cells, camera(0.1));
  const found = rings.flatMap((ring) => ring.calls.map(({ id }) => id)).sort((a, b) => a - b);
  assert.deepEqual(found, [...Array(90).keys()]);
  assert.ok(rings.length <= 4);
  for (const { calls: shared } of rings) rises(shared.map(({ known }) => known));
});

test("no two names overlap, the most important stands, and all do where there is room", () => {
  const draw = random(3);
  const page = { x0: 0, y0: 0, x1: 500, y1: 400 };
  for (let turn = 0; turn < 30; turn++) {
    const names = Array.from({ length: 30 }, (_, i) => ({
      importance: i,
      at: [60 + 380 * draw(), 40 + 320 * draw()],
      forms: [{ size: [60 + 60 * draw(), 28] }, { size: [30 + 40 * draw(), 14] }],
    }));
    const placed = placeNames(names, [], page);
    assert.ok(placed.some(({ importance }) => importance === 29));
    for (const [i, a] of placed.entries()) {
      for (const b of placed.slice(i + 1)) assert.ok(!overlap(a.box, b.box));
    }
  }
  const far = [0, 1, 2].map((i) => ({
    importance: i,
    at: [100 + 120 * i, 100],
    forms: [{ size: [60, 14] }],
  }));
  assert.equal(placeNames(far, [], page).length, 3);
});

test("a road is as wide as its vehicles are many, and as warm as they are slow", () => {
  const edge = { links: [0, 1] };
  const flows = [0, 40, 300, 900, 2_000, 6_000];
  rises(flows.map((flow) => widthOf(edge, { flow: [flow, flow] })));
  const speeds = [1, 0.9, 0.6, 0.3];
  rises(speeds.map((speed) => heatOf(edge, { flow: [0, 0], speed: [speed, 1] }, [1e3, 1e3])));
  rises([0, 1, 2, 5, 7].map((wide) => pixelsWide(2, wide, 12)));
  assert.ok(pixelsWide(2, 7, 24) > 1.5 * pixelsWide(2, 0, 24));
  assert.ok(pixelsWide(3, 7, 5) <= 2, "streets do not cover a town seen from afar");
});

test("it is dark at midnight and light at noon, and the rush hours have their sun", () => {
  assert.equal(lightAt(0).night, 1);
  assert.equal(lightAt(3 * 1440).night, 1);
  assert.deepEqual(lightAt(720), { night: 0, sun: 0 });
  assert.ok(lightAt(465).sun > 0.9 && lightAt(1440 + 1070).sun > 0.9);
  for (let t = 0; t < 1440; t += 10) {
    for (const each of Object.values(lightAt(t))) assert.ok(each >= 0 && each <= 1);
  }
});

test("where very many calls were answered, the latest alone are still seen", () => {
  const calls = Array.from({ length: 50 }, (_, i) => ({ there: i, closed: i + 30 }));
  assert.equal(echoFor(calls, 100, 240, 60), 240);
  const echo = echoFor(calls, 100, 240, 20);
  assert.equal(calls.filter(({ there }) => 100 - there < echo).length, 20);
  assert.equal(echoFor([{ there: NaN, closed: NaN }], 100, 240, 0), 240);
});
