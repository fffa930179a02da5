// Borders of the county and its townships as smooth lines: a map drawn by hand, not a staircase of cells.
// Paths are in cells, x to the east and y to the north; `placed` puts one under the camera.

const PASSES = 4;

export function outlines(cells) {
  const owner = new Map();
  for (let i = 0; i < cells.rows; i++) owner.set(key(cells.x[i], cells.y[i]), cells.township[i]);
  const outer = [];
  const inner = [];
  for (let i = 0; i < cells.rows; i++) {
    const x = cells.x[i];
    const y = cells.y[i];
    for (const [dx, dy, line] of sides(x, y)) {
      const other = owner.get(key(x + dx, y + dy));
      if (other === undefined) outer.push(line);
      else if (other !== cells.township[i] && dx + dy > 0) inner.push(line);
    }
  }
  return { outer: path(chains(outer), true), inner: path(chains(inner), false) };
}

export function placed(base, camera) {
  const path = new Path2D();
  const { scale } = camera;
  path.addPath(
    base,
    new DOMMatrix([
      scale,
      0,
      0,
      -scale,
      camera.width / 2 - camera.x * scale,
      camera.height / 2 + camera.y * scale,
    ]),
  );
  return path;
}

function key(x, y) {
  return x * 8192 + y;
}

// The four sides of a cell with the neighbour beyond, walked with the cell on the left.
function sides(x, y) {
  const l = x - 0.5;
  const r = x + 0.5;
  const b = y - 0.5;
  const t = y + 0.5;
  return [
    [1, 0, [r, b, r, t]],
    [0, 1, [r, t, l, t]],
    [-1, 0, [l, t, l, b]],
    [0, -1, [l, b, r, b]],
  ];
}

// Segments joined end to end into lines; a line ends where three or more meet.
export function chains(segments) {
  const at = new Map();
  const name = (x, y) => `${x},${y}`;
  for (const line of segments) {
    for (const end of [name(line[0], line[1]), name(line[2], line[3])])
      at.set(end, [...(at.get(end) ?? []), line]);
  }
  const used = new Set();
  const found = [];
  const walk = (x, y) => {
    const points = [[x, y]];
    for (;;) {
      const next = at.get(name(x, y)).find((line) => !used.has(line));
      if (!next) return points;
      used.add(next);
      [x, y] = next[0] === x && next[1] === y ? [next[2], next[3]] : [next[0], next[1]];
      points.push([x, y]);
      if (at.get(name(x, y)).length !== 2) return points;
    }
  };
  const starts = [...at.entries()].sort((a, b) => Number(a[1].length === 2) - Number(b[1].length === 2));
  for (const [end, lines] of starts) {
    for (let i = 0; i < lines.length; i++) {
      const points = walk(...end.split(",").map(Number));
      if (points.length > 1) found.push(points);
    }
  }
  return found;
}

// Each point drawn towards its neighbours, a few times; ends of open lines stay.
export function smoothed(points) {
  const closed = points[0][0] === points.at(-1)[0] && points[0][1] === points.at(-1)[1];
  let line = closed ? points.slice(0, -1) : points;
  for (let pass = 0; pass < PASSES; pass++) {
    const n = line.length;
    line = line.map((point, i) => {
      if (!closed && (i === 0 || i === n - 1)) return point;
      const a = line[(i - 1 + n) % n];
      const b = line[(i + 1) % n];
      return [(a[0] + 2 * point[0] + b[0]) / 4, (a[1] + 2 * point[1] + b[1]) / 4];
    });
  }
  return { line, closed };
}

function path(lines, close) {
  const drawn = new Path2D();
  for (const points of lines) {
    const { line, closed } = smoothed(points);
    for (const [i, [x, y]] of line.entries()) drawn[i ? "lineTo" : "moveTo"](x, y);
    if (close || closed) drawn.closePath();
  }
  return drawn;
}
