// Films of a span: which spans can be filmed, what pictures they have, and the file around them, under Node.
import assert from "node:assert/strict";
import { test } from "node:test";
import {
  boundsOf,
  fileName,
  filmFormats,
  NoFilm,
  spanOf,
  stepsOf,
  usualOf,
} from "../../../dashboard/player/film.js";
import { cameraLike, wrapped } from "../../../dashboard/player/film_frame.js";
import { Formatter } from "../../../dashboard/player/format.js";
import { mp4 } from "../../../dashboard/player/mp4.js";
import { videoFormat } from "../../../dashboard/player/video.js";

const WEEK = 7 * 1440;
const VIDEO = { name: "mp4", how: "encoder", codec: "avc1.42e028", fps: 30, label: "" };
const GIF = { name: "gif", how: "server", codec: "", fps: 10, label: "GIF" };
const asked = (day, time, hours) => ({ day, time, hours });

/** The sentence with which something is refused. */
function refusal(act) {
  try {
    act();
  } catch (error) {
    assert.ok(error instanceof NoFilm, `${error}`);
    return error.key;
  }
  return null;
}

test("hours at a speed come to two to thirty seconds, and never to more than the run", () => {
  assert.deepEqual(boundsOf(168, WEEK), { least: 5.6, usual: 28, most: 84 });
  assert.deepEqual(boundsOf(1440, 1440), { least: 24, usual: 24, most: 24 });
});

test("a span is refused with the field that is wrong", () => {
  const refused = (day, time, hours) => refusal(() => spanOf(asked(day, time, hours), 168, WEEK));
  assert.deepEqual(spanOf(asked(1, "07:00", 28), 168, WEEK), { from: 420, to: 2100 });
  assert.deepEqual(spanOf(asked(7, "00:00", 28), 168, WEEK), { from: 6 * 1440, to: WEEK });
  for (const day of [0, -1, 1.5, NaN, "", 8]) assert.equal(refused(day, "07:00", 28), "film_from_wrong");
  for (const time of ["", "7", "24:00", "07:60", "-1:00", "07:00x", "aa:bb", undefined])
    assert.equal(refused(1, time, 28), "film_from_wrong", time);
  for (const hours of [0, -5, 5.5, 84.1, NaN, "", Infinity])
    assert.equal(refused(1, "07:00", hours), "film_hours_wrong");
  assert.equal(refused(7, "23:00", 28), "film_end_near");
});

test("what the panel begins with can be filmed, wherever the playhead stands", () => {
  for (const t of [0, 421.7, WEEK - 1, WEEK]) {
    const engine = { t, settings: { speed: 168 }, recording: { minutes: WEEK }, formatter: new Formatter() };
    const { from, to } = spanOf(usualOf(engine), 168, WEEK);
    assert.ok(from <= t && to <= WEEK);
    assert.equal((to - from) / 168, 10);
  }
});

test("a video has thirty pictures a second, a GIF no more than ten and 150 in all", () => {
  for (const seconds of [2, 7.3, 10, 15, 30]) {
    const span = { from: 60, to: 60 + 168 * seconds };
    const video = stepsOf(VIDEO, span, 168);
    assert.equal(video.count, Math.round(30 * seconds));
    const gif = stepsOf(GIF, span, 168);
    assert.ok(gif.count <= 150 && gif.shown >= 0.1);
    for (const { count, minutes, shown } of [video, gif]) {
      assert.ok(Math.abs(count * minutes - 168 * seconds) < 1e-6, "the pictures fill the span");
      assert.ok(Math.abs(count * shown - seconds) < 0.2, "and stand for its seconds");
    }
  }
});

test("a file is named by place, rules and the first minute", () => {
  const clock = new Formatter().clock(420);
  const name = fileName("zigui-2004-separate-integrated", clock, "mp4");
  assert.equal(name, "zigui-2004-separate-integrated-day1-0700.mp4");
});

test("a browser with neither encoder nor recorder makes no video, and a GIF only with a server", async () => {
  assert.equal(await videoFormat(), null);
  assert.deepEqual(await filmFormats(false), []);
  assert.deepEqual(
    (await filmFormats(true)).map(({ name }) => name),
    ["gif"],
  );
});

test("the line below is parted where it may be", () => {
  const widthOf = (text) => text.length;
  const lines = wrapped("Zigui 2004 · separate | integrated · seed 1", 20, widthOf);
  assert.ok(lines.length > 2 && lines.every((line) => line.length <= 20));
  assert.equal(lines.join(" "), "Zigui 2004 · separate | integrated · seed 1");
  for (const line of wrapped("单次仿真，不作为结论。".repeat(4), 10, widthOf))
    assert.ok(!/^[，。]/.test(line));
});

test("the camera shows the whole county, or what the page's shows where somebody came nearer", () => {
  const box = { x0: 0, y0: 0, x1: 39, y1: 29 };
  const seen = { box, touched: false, width: 900, height: 300, x: 9, y: 9, scale: 7, least: 7 };
  const whole = cameraLike({ camera: seen }, 638);
  for (const [x, y] of [
    [0, 0],
    [39, 29],
  ])
    assert.ok(whole.sees(whole.px(x), whole.py(y), -20), "with room for its border");
  const near = cameraLike({ camera: { ...seen, touched: true, scale: 30 } }, 638);
  assert.equal(near.px(9), near.width / 2);
  assert.ok(near.scale < 30 && near.scale > whole.scale);
  assert.equal(near.height % 2, 0);
});

// The file

/** Boxes by their path, with what is in them. */
function boxesOf(bytes, inside = ["moov", "trak", "mdia", "minf", "stbl"], path = "", found = new Map()) {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  let at = 0;
  while (at < bytes.length) {
    const length = view.getUint32(at);
    assert.ok(length >= 8 && at + length <= bytes.length, `the length of a box after ${path}`);
    const name = String.fromCharCode(...bytes.subarray(at + 4, at + 8));
    const body = bytes.subarray(at + 8, at + length);
    found.set(path + name, { body, at });
    if (inside.includes(name)) boxesOf(body, inside, `${path}${name}/`, found);
    at += length;
  }
  return found;
}

const numbers = ({ body }) =>
  Array.from({ length: body.length >> 2 }, (_, i) =>
    new DataView(body.buffer, body.byteOffset, body.byteLength).getUint32(4 * i),
  );

const TRACK = {
  codec: "avc1.42e028",
  fps: 30,
  width: 1280,
  height: 522,
  description: Uint8Array.of(1, 2, 3),
};
const pictures = [
  { bytes: Uint8Array.of(7, 7, 7), key: true },
  { bytes: Uint8Array.of(8), key: false },
  { bytes: Uint8Array.of(9, 9), key: true },
];

test("an MP4 says how long it is, where each picture begins, and which stand alone", async () => {
  const blob = mp4(TRACK, pictures);
  assert.equal(blob.type, "video/mp4");
  const bytes = new Uint8Array(await blob.arrayBuffer());
  const boxes = boxesOf(bytes);
  assert.deepEqual([...boxes.keys()].slice(0, 3), ["ftyp", "moov", "moov/mvhd"]);
  const table = (name) => numbers(boxes.get(`moov/trak/mdia/minf/stbl/${name}`)).slice(1);
  assert.deepEqual(table("stts"), [1, 3, 1000]);
  assert.deepEqual(table("stss"), [2, 1, 3]);
  assert.deepEqual(table("stsz"), [0, 3, 3, 1, 2]);
  const [, , , rate, lasts] = numbers(boxes.get("moov/trak/mdia/mdhd"));
  assert.equal(lasts / rate, 3 / 30, "seconds");
  const [, first] = table("stco");
  assert.deepEqual([...bytes.subarray(first, first + 6)], [7, 7, 7, 8, 9, 9]);
  assert.equal(first, boxes.get("mdat").at + 8);
  const head = numbers(boxes.get("moov/trak/tkhd"));
  assert.deepEqual([head.at(-2) >> 16, head.at(-1) >> 16], [1280, 522]);
});

test("each codec is described by its own box, at the end of what is said of the pictures", async () => {
  const described = async (track) => {
    const bytes = new Uint8Array(await mp4(track, pictures).arrayBuffer());
    const { body } = boxesOf(bytes).get("moov/trak/mdia/minf/stbl/stsd");
    const entry = boxesOf(body.subarray(8)).entries().next().value;
    const look = boxesOf(entry[1].body.subarray(78)).entries().next().value;
    return [entry[0], look[0], ...look[1].body];
  };
  assert.deepEqual(await described(TRACK), ["avc1", "avcC", 1, 2, 3]);
  const vp9 = await described({ ...TRACK, codec: "vp09.00.40.08" });
  assert.deepEqual(vp9, ["vp09", "vpcC", 1, 0, 0, 0, 0, 40, 0x82, 1, 1, 1, 0, 0]);
});

test("pictures that no player could show are an error here", () => {
  assert.throws(() => mp4(TRACK, []), /begins with a whole picture/);
  assert.throws(() => mp4(TRACK, pictures.slice(1)), /begins with a whole picture/);
  assert.throws(() => mp4({ ...TRACK, description: undefined }, pictures), /how its pictures are to be read/);
});
