// Words and badges that give way to each other: what is placed first stays, what finds no room is left out.

/** @import { Box, NameForm, Point } from "./types.js" */

const GAP = 2; // pixels between two texts

/** The boxes that are taken in a picture, in pixels. */
export class Boxes {
  /** @param {Box[]} [taken] */
  constructor(taken = []) {
    this.taken = [...taken];
  }

  /**
   * Whether a box touches none that is taken.
   * @param {Box} box
   */
  free(box) {
    return !this.taken.some((each) => overlap(each, box));
  }

  /**
   * Take the first box that is free; null where none is.
   * @param {Box[]} wanted
   */
  place(wanted) {
    const box = wanted.find((each) => this.free(each)) ?? null;
    if (box) this.taken.push(box);
    return box;
  }
}

/**
 * @param {Box} a
 * @param {Box} b
 */
export function overlap(a, b) {
  return a.x0 < b.x1 + GAP && b.x0 < a.x1 + GAP && a.y0 < b.y1 + GAP && b.y0 < a.y1 + GAP;
}

/**
 * Boxes of a size around a point: below, above, to the right and to the left of it, the nearest first.
 * @param {Point} point
 * @param {Point} size
 * @param {number} away pixels from the point to the box
 * @returns {Box[]}
 */
export function around([x, y], [width, height], away) {
  const tall = { y0: y - height / 2, y1: y + height / 2 };
  const wide = { x0: x - width / 2, x1: x + width / 2 };
  return [
    { ...wide, y0: y + away, y1: y + away + height },
    { ...wide, y0: y - away - height, y1: y - away },
    { ...tall, x0: x + away, x1: x + away + width },
    { ...tall, x0: x - away - width, x1: x - away },
  ];
}

/**
 * Where names are written: the most important first, each beside its seat; a name that finds no room clear of
 * the others is written in its next shorter form, or left out. Houses of stations are kept clear as far as that
 * goes.
 * @template {NameForm} Form
 * @param {{ importance: number, at: Point, forms: Form[] }[]} names forms: the longest first
 * @param {Box[]} houses
 * @param {Box} page what can be seen
 * @returns {(Form & { importance: number, box: Box })[]}
 */
export function placeNames(names, houses, page) {
  const written = new Boxes();
  const all = new Boxes(houses);
  const order = [...names].sort((a, b) => b.importance - a.importance);
  return order.flatMap(({ importance, at, forms }) => {
    for (const form of forms) {
      const wanted = [9, 18].flatMap((away) => around(at, form.size, away));
      const seen = wanted.filter((box) => inside(box, page));
      const box = seen.find((each) => all.free(each)) ?? seen.find((each) => written.free(each));
      if (!box) continue;
      written.taken.push(box);
      all.taken.push(box);
      return [{ ...form, importance, box }];
    }
    return [];
  });
}

/**
 * @param {Box} box
 * @param {Box} page
 */
function inside(box, page) {
  return box.x0 >= page.x0 && box.x1 <= page.x1 && box.y0 >= page.y0 && box.y1 <= page.y1;
}
