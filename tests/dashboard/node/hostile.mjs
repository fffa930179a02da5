// Reads the packed columns of a folder as the player does, prints them, then breaks the same bytes in
// thousands of ways: decode must throw or give columns that are no larger than the bytes they came from.
// `node hostile.mjs FOLDER TRIES`.
import { readFileSync } from "node:fs";

import { decode } from "../../../dashboard/player/decode.js";

const [folder, tries] = process.argv.slice(2);
const bytes = new Uint8Array(readFileSync(`${folder}/packed`));
const whole = decode(bytes.buffer.slice(bytes.byteOffset, bytes.byteOffset + bytes.byteLength));
const plain = {};
for (const [name, table] of Object.entries(whole.tables)) {
  plain[name] = Object.fromEntries(
    Object.entries(table).map(([key, column]) => [key, key === "rows" ? column : [...column]]),
  );
}

let state = 12345;
const random = (n) => {
  state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
  return state % n;
};
const size = new DataView(bytes.buffer, bytes.byteOffset).getUint32(0, true);

function broken() {
  const made = bytes.slice();
  const how = random(5);
  if (how === 0) return made.slice(0, random(made.length));
  if (how === 1)
    new DataView(made.buffer).setUint32(0, [0, 1, size - 4, size + 4, 2 ** 31, 2 ** 32 - 1][random(6)], true);
  if (how >= 2) {
    // a digit of the header becomes another sign: shapes, places, types and scales that nobody wrote
    for (let n = 0; n <= random(3); n++)
      made[4 + random(size)] = '0123456789-.e[]{},:"nultrfas'.charCodeAt(random(28));
  }
  return made;
}

function weight(value) {
  if (ArrayBuffer.isView(value)) return value.length;
  return value && typeof value === "object"
    ? Object.values(value).reduce((sum, each) => sum + weight(each), 0)
    : 0;
}

let refused = 0;
let largest = 0;
for (let n = 0; n < Number(tries); n++) {
  const made = broken();
  try {
    largest = Math.max(largest, weight(decode(made.buffer).tables));
  } catch (error) {
    if (!(error instanceof Error)) throw new Error(`thrown, but no error: ${error}`);
    refused += 1;
  }
}
console.log(
  JSON.stringify({ plain, refused, largest, bytes: bytes.length }, (_, value) =>
    Number.isNaN(value) ? null : value,
  ),
);
