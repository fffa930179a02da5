// The quickest ways along the roads, as the model drives them: at free speed, by links.
// path(a, b) -> {cells: [a, ..., b], at: share of the way at which each is reached, 0..1}.

const KEPT = 20_000;

export class Paths {
  constructor(cells, links) {
    const count = cells.rows;
    this.x = cells.x;
    this.y = cells.y;
    this.first = new Int32Array(count + 1);
    for (const tail of links.tail) this.first[tail + 1] += 1;
    for (let i = 0; i < count; i++) this.first[i + 1] += this.first[i];
    const next = this.first.slice();
    this.head = new Int32Array(links.rows);
    this.minutes = new Float64Array(links.rows);
    for (let row = 0; row < links.rows; row++) {
      const place = next[links.tail[row]]++;
      this.head[place] = links.head[row];
      this.minutes[place] = links.free_minutes[row];
    }
    this.count = count;
    this.best = new Float64Array(count);
    this.before = new Int32Array(count);
    this.known = new Map();
  }

  path(from, to) {
    const key = from * this.count + to;
    let way = this.known.get(key);
    if (way) return way;
    way = from === to ? { cells: [from], at: [0] } : this.search(from, to);
    if (this.known.size >= KEPT) this.known.delete(this.known.keys().next().value);
    this.known.set(key, way);
    return way;
  }

  // Dijkstra that stops at the goal, with a heap of (minutes, cell).
  search(from, to) {
    const { best, before, first, head, minutes } = this;
    best.fill(Infinity);
    best[from] = 0;
    before[from] = -1;
    const heap = new Heap();
    heap.push(0, from);
    while (heap.size) {
      const { key: reached, value: cell } = heap.pop();
      if (cell === to) return this.traced(from, to);
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

  traced(_from, to) {
    const cells = [];
    for (let cell = to; cell !== -1; cell = this.before[cell]) cells.push(cell);
    cells.reverse();
    const whole = this.best[to] || 1;
    return { cells, at: cells.map((cell) => this.best[cell] / whole) };
  }

  // The place (in cells) at a share of the way, written into `out`.
  place(from, to, share, out) {
    if (from === to) return set(out, this.x[from], this.y[from], 0, 0);
    const { cells, at } = this.path(from, to);
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

function set(out, x, y, dx, dy) {
  out.x = x;
  out.y = y;
  out.dx = dx;
  out.dy = dy;
  return out;
}

class Heap {
  constructor() {
    this.keys = [];
    this.values = [];
  }

  get size() {
    return this.keys.length;
  }

  push(key, value) {
    const { keys, values } = this;
    let i = keys.push(key) - 1;
    values.push(value);
    while (i > 0) {
      const up = (i - 1) >> 1;
      if (keys[up] <= keys[i]) break;
      this.swap(i, up);
      i = up;
    }
  }

  pop() {
    const { keys, values } = this;
    const top = { key: keys[0], value: values[0] };
    const key = keys.pop();
    const value = values.pop();
    if (keys.length) {
      keys[0] = key;
      values[0] = value;
      this.sink();
    }
    return top;
  }

  sink() {
    const { keys } = this;
    for (let i = 0; ; ) {
      let least = i;
      for (const child of [2 * i + 1, 2 * i + 2])
        if (child < keys.length && keys[child] < keys[least]) least = child;
      if (least === i) return;
      this.swap(i, least);
      i = least;
    }
  }

  swap(a, b) {
    const { keys, values } = this;
    [keys[a], keys[b]] = [keys[b], keys[a]];
    [values[a], values[b]] = [values[b], values[a]];
  }
}
