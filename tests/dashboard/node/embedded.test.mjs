// The tapes that a page holds, read with the browser's own means and without them.

import assert from "node:assert/strict";
import { randomBytes } from "node:crypto";
import { readFileSync } from "node:fs";
import { test } from "node:test";
import { constants, gzipSync } from "node:zlib";
import { bytesOf, fetchFrom } from "../../../dashboard/sending/embedded.js";
import { gunzip } from "../../../dashboard/sending/inflate.js";

const TEXT = readFileSync(new URL("../../../dashboard/player/engine.js", import.meta.url));
const CONTENTS = [
  Buffer.alloc(0),
  Buffer.from("a"),
  Buffer.alloc(300_000, 7), // a length of 258 again and again
  randomBytes(100_000), // nothing to find: blocks that are not packed
  TEXT,
  Buffer.concat([TEXT, randomBytes(33_000), TEXT]), // found again as far back as can be
];
const FORMS = [
  { level: 0 },
  { level: 1 },
  { level: 9 },
  { level: 9, strategy: constants.Z_FIXED },
  { strategy: constants.Z_HUFFMAN_ONLY },
];

for (const form of FORMS) {
  test(`our own inflate gives back what was packed with ${JSON.stringify(form)}`, () => {
    for (const content of CONTENTS) {
      const back = gunzip(new Uint8Array(gzipSync(content, form)));
      assert.equal(Buffer.compare(Buffer.from(back), content), 0);
    }
  });
}

test("what is cut off or spoilt is an error and not another tape", () => {
  const packed = new Uint8Array(gzipSync(TEXT));
  assert.throws(() => gunzip(packed.slice(0, packed.length / 2)));
  const spoilt = packed.slice();
  spoilt[10] |= 6; // a kind of block that there is none of
  assert.throws(() => gunzip(spoilt), /no known kind/);
});

test("a page that holds a tape answers as the server would, with and without DecompressionStream", async () => {
  const tapes = { abc: gzipSync(TEXT).toString("base64") };
  const own = globalThis.DecompressionStream;
  try {
    for (const means of [own, undefined]) {
      globalThis.DecompressionStream = means;
      const answer = await fetchFrom(tapes)("abc?at=3&person=");
      assert.equal(answer.status, 200);
      assert.equal(Buffer.compare(Buffer.from(await answer.arrayBuffer()), TEXT), 0);
    }
  } finally {
    globalThis.DecompressionStream = own;
  }
});

test("what it does not hold is not there", async () => {
  const answer = await fetchFrom({ abc: "" })("toString");
  assert.equal(answer.status, 404);
  assert.deepEqual(await answer.json(), {});
});

test("base64 becomes the bytes that it stands for", () => {
  const bytes = randomBytes(1_000);
  assert.equal(Buffer.compare(Buffer.from(bytesOf(bytes.toString("base64"))), bytes), 0);
});
