// Prints, for every chunk end of a tape in a folder, what the browser's ledger and the model say of some outcomes.
import { readFileSync } from "node:fs";

import { decode } from "../../../dashboard/player/decode.js";
import { measured } from "../../../dashboard/player/ledger.js";
import { Tape } from "../../../dashboard/player/tape.js";

const [folder, ...names] = process.argv.slice(2);
const read = (name) => {
  const file = readFileSync(`${folder}/${name}`);
  return file.buffer.slice(file.byteOffset, file.byteOffset + file.byteLength);
};
const tape = new Tape({
  fetch: async (url) => ({ status: 200, arrayBuffer: async () => read(url.split("?")[0].slice(6)) }),
});
const plan = JSON.parse(readFileSync(`${folder}/plan.json`, "utf8"));
tape.setPlan(plan);
while (!["left", "right"].every((side) => tape.whole(side, plan.left.chunks.length - 1)))
  await new Promise((done) => setTimeout(done, 5));
const rows = [];
for (const side of ["left", "right"]) {
  tape.worlds[side].chunks.forEach((chunk, k) => {
    for (const name of names) {
      const [value, n] = chunk.result.running[name];
      rows.push({
        side,
        minute: chunk.to,
        name,
        here: measured(name, tape.all(side, k), chunk.to),
        model: { value, n },
      });
    }
  });
}
const officers = tape.officers("left", 700, null);
const legs = decode(read(plan.left.chunks[5].scene.slice(6))).tables.legs;
console.log(JSON.stringify({ rows, officers: officers.rows, legs: legs.rows }));
process.exit(0);
