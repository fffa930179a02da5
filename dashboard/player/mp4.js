// An MP4 file around pictures that a browser has encoded: one track, every picture shown for the same time.
//
// What stands in front says where each picture begins, so that a player may jump. Boxes as in ISO/IEC
// 14496-12, those of H.264 in 14496-15, those of VP9 in the VP codec binding.

/** @import { Pictured, Track } from "./types.js" */

const TICKS = 1_000; // of the clock of the file, in one picture
const UNITY = [0x10000, 0, 0, 0, 0x10000, 0, 0, 0, 0x40000000];

/**
 * The file. Error where there is no picture, or the first one needs another before it.
 * @param {Track} track
 * @param {Pictured[]} pictures in the order in which they are shown
 */
export function mp4(track, pictures) {
  if (!pictures[0]?.key) throw new Error("a film begins with a whole picture");
  const front = box("ftyp", text("isom"), u32(0x200), text("isomiso2mp41"));
  // Where the pictures begin follows from how long the box is that says so; its length does not change.
  const length = movie(track, pictures, 0).length;
  const told = movie(track, pictures, front.length + length + 8);
  const body = box("mdat", ...pictures.map(({ bytes }) => bytes));
  return new Blob([front, told, body], { type: "video/mp4" });
}

/**
 * @param {Track} track
 * @param {Pictured[]} pictures
 * @param {number} at where the first picture stands in the file
 */
function movie(track, pictures, at) {
  const lasts = pictures.length * TICKS;
  const rate = track.fps * TICKS;
  const still = u32(0, 0, ...UNITY, 0, 0, 0, 0, 0, 0, 2);
  const head = full("mvhd", 0, u32(0, 0, rate, lasts, 0x10000), u16(0x100, 0), still);
  return box("moov", head, trackBox(track, pictures, at, rate, lasts));
}

/**
 * @param {Track} track
 * @param {Pictured[]} pictures
 * @param {number} at
 * @param {number} rate ticks a second
 * @param {number} lasts ticks
 */
function trackBox(track, pictures, at, rate, lasts) {
  const size = u32(track.width * 0x10000, track.height * 0x10000);
  const head = full("tkhd", 3, u32(0, 0, 1, 0, lasts, 0, 0), u16(0, 0, 0, 0), u32(...UNITY), size);
  const clock = full("mdhd", 0, u32(0, 0, rate, lasts), u16(0x55c4, 0));
  const kind = full("hdlr", 0, u32(0), text("vide"), u32(0, 0, 0), text("film\0"));
  const here = full("dref", 0, u32(1), full("url ", 1));
  const table = box(
    "stbl",
    full("stsd", 0, u32(1), sampleEntry(track)),
    full("stts", 0, u32(1, pictures.length, TICKS)),
    full("stss", 0, ...counted(pictures.flatMap(({ key }, i) => (key ? [i + 1] : [])))),
    full("stsc", 0, u32(1, 1, pictures.length, 1)),
    full("stsz", 0, u32(0), ...counted(pictures.map(({ bytes }) => bytes.length))),
    full("stco", 0, u32(1, at)),
  );
  const about = box("minf", full("vmhd", 1, u16(0, 0, 0, 0)), box("dinf", here), table);
  return box("trak", head, box("mdia", clock, kind, about));
}

/** @param {Track} track */
function sampleEntry({ codec, description, width, height }) {
  const h264 = codec.startsWith("avc1");
  if (h264 && !description) throw new Error("the browser does not say how its pictures are to be read");
  const look = h264 ? box("avcC", description ?? u8()) : full("vpcC", 0x1000000, ofVp9(codec));
  return box(
    h264 ? "avc1" : "vp09",
    u8(0, 0, 0, 0, 0, 0, 0, 1),
    u32(0, 0, 0, 0),
    u16(width, height),
    u32(0x480000, 0x480000, 0),
    u16(1),
    new Uint8Array(32),
    u16(24, 0xffff),
    look,
  );
}

/**
 * Profile, level and bits of "vp09.00.40.08"; colours as of BT.709.
 * @param {string} codec
 */
function ofVp9(codec) {
  const [profile, level, bits] = codec.split(".").slice(1).map(Number);
  return u8(profile, level, (bits << 4) | 2, 1, 1, 1, 0, 0);
}

/** @param {number[]} numbers a count of them, then they themselves */
function counted(numbers) {
  return [u32(numbers.length), u32(...numbers)];
}

/**
 * @param {string} name
 * @param {Uint8Array<ArrayBuffer>[]} parts
 */
function box(name, ...parts) {
  const length = parts.reduce((sum, part) => sum + part.length, 8);
  return joinedOf([u32(length), text(name), ...parts]);
}

/**
 * A box with its version (the first byte) and flags.
 * @param {string} name
 * @param {number} flags
 * @param {Uint8Array<ArrayBuffer>[]} parts
 */
function full(name, flags, ...parts) {
  return box(name, u32(flags), ...parts);
}

/** @param {Uint8Array<ArrayBuffer>[]} parts */
function joinedOf(parts) {
  const joined = new Uint8Array(parts.reduce((sum, part) => sum + part.length, 0));
  let at = 0;
  for (const part of parts) {
    joined.set(part, at);
    at += part.length;
  }
  return joined;
}

/** @param {number[]} numbers */
function u8(...numbers) {
  return Uint8Array.from(numbers);
}

/** @param {number[]} numbers */
function u16(...numbers) {
  return u8(...numbers.flatMap((each) => [each >> 8, each & 0xff]));
}

/** @param {number[]} numbers */
function u32(...numbers) {
  const bytes = new Uint8Array(4 * numbers.length);
  const view = new DataView(bytes.buffer);
  for (const [i, each] of numbers.entries()) view.setUint32(4 * i, each);
  return bytes;
}

/** @param {string} signs */
function text(signs) {
  return u8(...Array.from(signs, (sign) => sign.charCodeAt(0)));
}
