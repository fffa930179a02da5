// Prints, for every chunk end of a recording in a folder, what the browser's records and the model say of
// some outcomes.
import { readFileSync } from "node:fs";
import { measure } from "../../../dashboard/player/call_records.js";
import { decode } from "../../../dashboard/player/decode.js";
import { Recording } from "../../../dashboard/player/recording.js";

const [folder, ...names] = process.argv.slice(2);
const read = (name) => {
  const file = readFileSync(`${folder}/${name}`);
  return file.buffer.slice(file.byteOffset, file.byteOffset + file.byteLength);
};
const recording = new Recording({
  fetch: async (url) => ({ status: 200, arrayBuffer: async () => read(url.split("?")[0].slice(6)) }),
});
const plan = JSON.parse(readFileSync(`${folder}/plan.json`, "utf8"));
recording.setPlan(plan);
while (!["left", "right"].every((side) => recording.whole(side, plan.left.chunks.length - 1)))
  await new Promise((done) => setTimeout(done, 5));
const rows = [];
for (const side of ["left", "right"]) {
  recording.worlds[side].chunks.forEach((chunk, k) => {
    for (const name of names) {
      const [value, n] = chunk.result.running[name];
      rows.push({
        side,
        minute: chunk.to,
        name,
        here: measure(name, recording.all(side, k), chunk.to),
        model: { value, n },
      });
    }
  });
}
const officers = recording.officers("left", 700, null);
const legs = decode(read(plan.left.chunks[5].scene.slice(6))).tables.legs;
console.log(JSON.stringify({ rows, officers: officers.rows, legs: legs.rows }));
process.exit(0);
