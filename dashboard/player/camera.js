// One camera for both maps: which cell is in the middle, and how many pixels a cell has. North is up.

const CLOSEST = 60;
const MARGIN = 18;

export class Camera {
  constructor() {
    this.width = this.height = 1;
    this.x = this.y = 0;
    this.scale = 1;
    this.version = 0;
    this.touched = false; // whether somebody has zoomed or moved: then a new size keeps the view
  }

  resize(width, height) {
    if (width === this.width && height === this.height) return;
    this.width = width;
    this.height = height;
    if (this.box && !this.touched) this.fit(this.box);
    else this.bounded();
  }

  // Show a whole box of cells: {x0, y0, x1, y1}.
  fit(box) {
    this.box = box;
    this.touched = false;
    this.least = Math.min(
      (this.width - 2 * MARGIN) / (box.x1 - box.x0 + 1),
      (this.height - 2 * MARGIN) / (box.y1 - box.y0 + 1),
    );
    this.scale = this.least = Math.max(0.5, this.least);
    this.x = (box.x0 + box.x1) / 2;
    this.y = (box.y0 + box.y1) / 2;
    this.version += 1;
  }

  // Nearer (factor > 1) or further, with the point (px, py) held in place.
  zoom(factor, px = this.width / 2, py = this.height / 2) {
    const [x, y] = this.cell(px, py);
    this.scale = Math.max(this.least, Math.min(CLOSEST, this.scale * factor));
    this.x = x - (px - this.width / 2) / this.scale;
    this.y = y + (py - this.height / 2) / this.scale;
    this.touched = this.scale > this.least * 1.001;
    this.bounded();
  }

  pan(dx, dy) {
    this.x -= dx / this.scale;
    this.y += dy / this.scale;
    this.touched = true;
    this.bounded();
  }

  centre(x, y, scale = this.scale) {
    Object.assign(this, { x, y, scale: Math.max(this.least, scale), touched: true });
    this.bounded();
  }

  bounded() {
    if (this.box) {
      this.x = Math.max(this.box.x0, Math.min(this.box.x1, this.x));
      this.y = Math.max(this.box.y0, Math.min(this.box.y1, this.y));
    }
    this.version += 1;
  }

  px(x) {
    return (x - this.x) * this.scale + this.width / 2;
  }

  py(y) {
    return (this.y - y) * this.scale + this.height / 2;
  }

  cell(px, py) {
    return [this.x + (px - this.width / 2) / this.scale, this.y - (py - this.height / 2) / this.scale];
  }
}

export function boxOf(cells) {
  const box = { x0: Infinity, y0: Infinity, x1: -Infinity, y1: -Infinity };
  for (let i = 0; i < cells.rows; i++) {
    box.x0 = Math.min(box.x0, cells.x[i]);
    box.x1 = Math.max(box.x1, cells.x[i]);
    box.y0 = Math.min(box.y0, cells.y[i]);
    box.y1 = Math.max(box.y1, cells.y[i]);
  }
  return box;
}
