// A chart that leaves the page says at its foot of which place it is, how long, how sure, and from where.

/** @import { VegaView } from "./types.js" */

const SIZE = 11; // px of the foot's type
const LEADING = 15;
const MARGIN = 8;
const NARROW = 0.53; // width of a Latin sign, of the size of the type; a Chinese one is as wide as high
const FAMILY = "'Source Sans 3', 'Noto Sans CJK SC', 'PingFang SC', 'Microsoft YaHei', sans-serif";

/**
 * Sentences as lines no wider than a chart.
 * @param {string[]} sentences
 * @param {number} width in px
 */
export function linesOf(sentences, width) {
  const room = width - 2 * MARGIN;
  const lines = [];
  for (const sentence of sentences) {
    let line = "";
    for (const piece of sentence.match(/[\u2e80-\uffef]|[^\s\u2e80-\uffef]+\s*|\s+/gu) ?? []) {
      if (line && widthOf(line + piece.trimEnd()) > room && !/^[，。；：、）]/u.test(piece)) {
        lines.push(line.trimEnd());
        line = "";
      }
      line += piece;
    }
    if (line.trim()) lines.push(line.trimEnd());
  }
  return lines;
}

/** @param {string} text */
function widthOf(text) {
  let signs = 0;
  for (const sign of text) signs += sign > "\u2e7f" ? 1 : NARROW;
  return signs * SIZE;
}

/**
 * A chart's SVG with these sentences below it.
 * @param {string} svg
 * @param {string[]} sentences
 * @param {{ paper: string, soft: string }} colours
 */
export function footed(svg, sentences, { paper, soft }) {
  const head = svg.match(/<svg[^>]*>/)?.[0];
  const width = Number(head?.match(/ width="([\d.]+)"/)?.[1]);
  const height = Number(head?.match(/ height="([\d.]+)"/)?.[1]);
  const lines = linesOf(sentences, width);
  if (!head || !width || !height || !lines.length) return svg;
  const whole = height + footHeight(lines);
  const taller = head
    .replace(/ height="[\d.]+"/, ` height="${whole}"`)
    .replace(/ viewBox="[^"]*"/, ` viewBox="0 0 ${width} ${whole}"`);
  const texts = lines.map(
    (line, i) => `<text x="${MARGIN}" y="${baseline(height, i)}">${escaped(line)}</text>`,
  );
  const sheet = `<rect y="${height}" width="${width}" height="${whole - height}" fill="${paper}"/>`;
  const foot = `<g font-family="${FAMILY}" font-size="${SIZE}" fill="${soft}">${texts.join("")}</g>`;
  return svg.replace(head, taller).replace(/<\/svg>\s*$/, `${sheet}${foot}</svg>`);
}

/**
 * The same as a PNG's address.
 * @param {VegaView} view
 * @param {string[]} sentences
 * @param {{ paper: string, soft: string }} colours
 * @param {number} scale
 */
export async function footedPng(view, sentences, { paper, soft }, scale) {
  const drawn = await view.toCanvas(scale);
  const lines = linesOf(sentences, drawn.width / scale);
  const sheet = document.createElement("canvas");
  sheet.width = drawn.width;
  sheet.height = drawn.height + footHeight(lines) * scale;
  const pen = sheet.getContext("2d");
  if (!pen) return drawn.toDataURL("image/png");
  pen.fillStyle = paper;
  pen.fillRect(0, 0, sheet.width, sheet.height);
  pen.drawImage(drawn, 0, 0);
  pen.scale(scale, scale);
  pen.fillStyle = soft;
  pen.font = `${SIZE}px ${FAMILY}`;
  for (const [i, line] of lines.entries()) pen.fillText(line, MARGIN, baseline(drawn.height / scale, i));
  return sheet.toDataURL("image/png");
}

/** @param {string[]} lines */
function footHeight(lines) {
  return lines.length ? lines.length * LEADING + MARGIN : 0;
}

/**
 * @param {number} top
 * @param {number} row
 */
function baseline(top, row) {
  return top + LEADING * (row + 0.8);
}

/** @param {string} text */
function escaped(text) {
  return text.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll(">", "&gt;");
}
