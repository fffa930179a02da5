// Minutes gained and lost by township: how much sooner or later the same calls are answered on the right.

import { counts, waitOf } from "./call_records.js";
import { shownContext } from "./canvas.js";
import { mixed } from "./palette.js";

/** @import { CallRecord, TownshipMinutes } from "./types.js" */
/** @import { Engine } from "./engine.js" */

const DOMAINS = ["traffic", "order", "service"];
const FEW = 3; // calls below which a township is left pale
const PALEST = 0.14; // of a hue, where little was gained or lost
const DEEPEST = 0.78;
const LEAST = 5; // minutes at which a colour is as deep as it gets, where no township has more

/**
 * Right less left, in minutes until somebody came, over the calls that both worlds have.
 * @param {CallRecord[]} left
 * @param {CallRecord[]} right
 * @param {number} t
 * @param {string} outcome whose domain alone counts, where it names one
 * @returns {TownshipMinutes[]} by township, those with a call
 */
export function minutesByTownship(left, right, t, outcome) {
  const domain = DOMAINS.findIndex((each) => outcome.includes(`_${each}`));
  const others = new Map(right.filter((call) => counts(call, t)).map((call) => [call.id, call]));
  /** @type {Map<number, { n: number, sum: number }>} */
  const found = new Map();
  for (const call of left) {
    const other = others.get(call.id);
    if (!other || !counts(call, t) || (domain >= 0 && call.domain !== domain)) continue;
    const township = found.get(call.township) ?? { n: 0, sum: 0 };
    found.set(call.township, township);
    township.n += 1;
    township.sum += waitOf(other, t) - waitOf(call, t);
  }
  return [...found].map(([township, { n, sum }]) => ({ township, n, minutes: sum / n }));
}

/** What the engine knows at its moment. @param {Engine} engine */
export function minutesNow({ recording, t, settings }) {
  if (settings.hidden || !recording.ready(t)) return [];
  const k = recording.chunkAt(t);
  return minutesByTownship(
    recording.all("left", k),
    recording.all("right", k),
    t,
    settings.outcome?.name ?? "",
  );
}

/**
 * The townships in the hue of the side that answers sooner there, the deeper the more, with their minutes.
 * @param {HTMLCanvasElement} canvas
 * @param {Engine} engine
 * @param {TownshipMinutes[]} found
 */
export function drawTownships(canvas, engine, found) {
  const { camera, colours, views, formatter } = engine;
  const { ratio } = views.left;
  canvas.width = Math.round(camera.width * ratio);
  canvas.height = Math.round(camera.height * ratio);
  const context = shownContext(canvas);
  context.setTransform(ratio, 0, 0, ratio, 0, 0);
  context.clearRect(0, 0, camera.width, camera.height);
  const { tables, townships } = views.left.head;
  const most = Math.max(LEAST, ...found.filter(({ n }) => n >= FEW).map(({ minutes }) => Math.abs(minutes)));
  const fills = townships.map(() => colours["land-field"]);
  for (const each of found) fills[each.township] = fillOf(each, most, colours);
  fillCells(context, engine, fills);
  for (const { township, n, minutes } of found) {
    const { seat } = townships[township];
    const x = camera.px(tables.cells.x[seat]);
    const y = camera.py(tables.cells.y[seat]);
    write(context, views.left.townshipName(township), x, y - 8, `12px ${FONT}`, colours.soft, colours.paper);
    const text = signed(minutes, formatter.minutes(Math.abs(minutes)));
    const ink = n < FEW ? colours.soft : colours.ink;
    write(context, text, x, y + 9, `600 17px ${FONT}`, ink, colours.paper);
  }
}

const FONT = '"Noto Sans", "Helvetica Neue", Arial, "Noto Sans CJK SC", sans-serif';

/**
 * @param {TownshipMinutes} each
 * @param {number} most
 * @param {Record<string, string>} colours
 */
function fillOf({ n, minutes }, most, colours) {
  const hue = minutes < 0 ? colours.right : colours.left;
  const share = PALEST + (DEEPEST - PALEST) * Math.min(1, Math.abs(minutes) / most);
  return mixed(colours["land-field"], hue, n < FEW ? PALEST : share);
}

/**
 * @param {CanvasRenderingContext2D} context
 * @param {Engine} engine
 * @param {string[]} fills by township
 */
function fillCells(context, { camera, views }, fills) {
  const { cells } = views.left.head.tables;
  const size = camera.scale + 0.6;
  for (let i = 0; i < cells.rows; i++) {
    const fill = fills[cells.township[i]];
    if (!fill) continue;
    context.fillStyle = fill;
    context.fillRect(camera.px(cells.x[i]) - size / 2, camera.py(cells.y[i]) - size / 2, size, size);
  }
}

/**
 * @param {CanvasRenderingContext2D} context
 * @param {string} text
 * @param {number} x
 * @param {number} y
 * @param {string} font
 * @param {string} ink
 * @param {string} paper
 */
function write(context, text, x, y, font, ink, paper) {
  context.font = font;
  context.textAlign = "center";
  context.lineJoin = "round";
  context.lineWidth = 3;
  context.strokeStyle = paper;
  context.strokeText(text, x, y);
  context.fillStyle = ink;
  context.fillText(text, x, y);
}

/**
 * Minutes with their sign; what is written as zero has none.
 * @param {number} minutes
 * @param {string} text of their size
 */
export function signed(minutes, text) {
  if (!/[1-9]/.test(text)) return text;
  return `${minutes < 0 ? "−" : "+"}${text}`;
}
