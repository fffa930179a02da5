// The foot of a chart that leaves the page, under Node.
import assert from "node:assert/strict";
import { test } from "node:test";
import { footed, linesOf } from "../../../dashboard/player/cite.js";

const SVG =
  '<svg xmlns="http://www.w3.org/2000/svg" width="400" height="200" viewBox="0 0 400 200"><g/></svg>';
const COLOURS = { paper: "#fff", soft: "#666" };

test("every sentence is in it, in lines that fit, below the chart", () => {
  const told = ["Zigui 2004, seed 1 <&>.", "jiaosuo 0.1.0. ".repeat(12)];
  const svg = footed(SVG, told, COLOURS);
  const [, height] = svg.match(/height="([\d.]+)" viewBox="0 0 400 \1"/);
  assert.ok(Number(height) > 200 + 3 * 15);
  assert.ok(svg.includes("Zigui 2004, seed 1 &lt;&amp;&gt;."));
  assert.equal(linesOf(told, 400).join(" ").replace(/\s+/g, " "), told.join(" ").trim().replace(/\s+/g, " "));
  for (const line of linesOf(told, 400)) assert.ok(line.length < 70);
  assert.ok(svg.endsWith("</svg>"));
});

test("Chinese is parted anywhere but before a stop", () => {
  const lines = linesOf(["秭归，".repeat(40)], 200);
  assert.ok(lines.length > 3);
  for (const line of lines) assert.ok(!/^[，。]/.test(line));
});

test("a chart without a foot stays as it is", () => {
  assert.equal(footed(SVG, [], COLOURS), SVG);
});
