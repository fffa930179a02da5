// The quickest routes along the roads, as the model drives them: at free speed, by links.

/** @import { Cells, Links, Route, Spot } from "./types.js" */

const CACHED = 20_000; // routes

export class Routes {
  /**
   * @param {Pick<Cells, "rows" | "x" | "y">} cells
   * @param {Pick<Links, "rows" | "tail" | "head" | "free_minutes">} links
   */
  constructor(cells, links) {
    const count = cells.rows;
    this.x = cells.x;
    this.y = cells.y;
    this.count = count;
    /** The links that leave cell i are those from first[i] to before first[i + 1]. */
    this.first = new Int32Array(count + 1);
    this.head = new Int32Array(links.rows);
    this.minutes = new Float64Array(links.rows);
    this.sortByTail(links);
    // Space of the search, taken once: there are many searches.
    this.best = new Float64Array(count);
    this.before = new Int32Array(count);
    /** @type {Map<number, Route>} */
    this.cached = new Map();
  }

  /** @param {Pick<Links, "rows" | "tail" | "head" | "free_minutes">} links */
  sortByTail(links) {
    for (const tail of links.tail) this.first[tail + 1] += 1;
    for (let i = 0; i < this.count; i++) this.first[i + 1] += this.first[i];
    const next = this.first.slice();
    for (let row = 0; row < links.rows; row++) {
      const place = next[links.tail[row]];
      next[links.tail[row]] += 1;
      this.head[place] = links.head[row];
      this.minutes[place] = links.free_minutes[row];
    }
  }

  /**
   * @param {number} from
   * @param {number} to
   * @returns {Route}
   */
  route(from, to) {
    const key = from * this.count + to;
    const known = this.cached.get(key);
    if (known) return known;
    const route = from === to ? { cells: [from], at: [0] } : this.search(from, to);
    if (this.cached.size >= CACHED) this.forgetOldest();
    this.cached.set(key, route);
    return route;
  }

  forgetOldest() {
    for (const oldest of this.cached.keys()) {
      this.cached.delete(oldest);
      return;
    }
  }

  /**
   * Dijkstra that stops at the goal, with a heap of (minutes, cell).
   * @param {number} from
   * @param {number} to
   * @returns {Route}
   */
  search(from, to) {
    const { best, before, first, head, minutes } = this;
    best.fill(Infinity);
    best[from] = 0;
    before[from] = -1;
    const heap = new Heap();
    heap.push(0, from);
    while (heap.size) {
      const { key: reached, value: cell } = heap.pop();
      if (cell === to) return this.traced(to);
      if (reached > best[cell]) continue;
      for (let link = first[cell]; link < first[cell + 1]; link++) {
        const there = reached + minutes[link];
        if (there >= best[head[link]]) continue;
        best[head[link]] = there;
        before[head[link]] = cell;
        heap.push(there, head[link]);
      }
    }
    return { cells: [from, to], at: [0, 1] }; // no road: a straight line
  }

  /**
   * @param {number} to
   * @returns {Route}
   */
  traced(to) {
    const cells = [];
    for (let cell = to; cell !== -1; cell = this.before[cell]) cells.push(cell);
    cells.reverse();
    const whole = this.best[to] || 1;
    return { cells, at: cells.map((cell) => this.best[cell] / whole) };
  }

  /**
   * The place at a share of the route's time, written into `out`: called for every officer in every frame.
   * @param {number} from
   * @param {number} to
   * @param {number} share
   * @param {Spot} out
   */
  place(from, to, share, out) {
    if (from === to) return set(out, this.x[from], this.y[from], 0, 0);
    const { cells, at } = this.route(from, to);
    if (share >= 1) return set(out, this.x[to], this.y[to], 0, 0);
    let i = 1;
    while (i < at.length - 1 && at[i] < share) i++;
    const a = cells[i - 1];
    const b = cells[i];
    const span = at[i] - at[i - 1] || 1;
    const part = Math.max(0, Math.min(1, (share - at[i - 1]) / span));
    const dx = this.x[b] - this.x[a];
    const dy = this.y[b] - this.y[a];
    return set(out, this.x[a] + dx * part, this.y[a] + dy * part, dx, dy);
  }
}

/**
 * @param {Spot} out
 * @param {number} x
 * @param {number} y
 * @param {number} dx
 * @param {number} dy
 */
function set(out, x, y, dx, dy) {
  out.x = x;
  out.y = y;
  out.dx = dx;
  out.dy = dy;
  return out;
}

class Heap {
  constructor() {
    /** @type {number[]} */
    this.keys = [];
    /** @type {number[]} */
    this.values = [];
  }

  get size() {
    return this.keys.length;
  }

  /**
   * @param {number} key
   * @param {number} value
   */
  push(key, value) {
    const { keys } = this;
    let i = keys.push(key) - 1;
    this.values.push(value);
    while (i > 0) {
      const up = (i - 1) >> 1;
      if (keys[up] <= keys[i]) break;
      this.swap(i, up);
      i = up;
    }
  }

  /** The least key and its value; the heap must hold one. */
  pop() {
    const last = this.size - 1;
    this.swap(0, last);
    const top = { key: this.keys[last], value: this.values[last] };
    this.keys.length = last;
    this.values.length = last;
    this.sink();
    return top;
  }

  sink() {
    const { keys } = this;
    for (let i = 0; ; ) {
      let least = i;
      for (const child of [2 * i + 1, 2 * i + 2]) {
        if (child < keys.length && keys[child] < keys[least]) least = child;
      }
      if (least === i) return;
      this.swap(i, least);
      i = least;
    }
  }

  /**
   * @param {number} a
   * @param {number} b
   */
  swap(a, b) {
    const { keys, values } = this;
    [keys[a], keys[b]] = [keys[b], keys[a]];
    [values[a], values[b]] = [values[b], values[a]];
  }
}
