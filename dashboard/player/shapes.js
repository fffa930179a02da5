// A shape for each corps, so that colour is never the only sign. Sprites are drawn once a size.

export const SHAPES = {
  traffic: (c, r) => polygon(c, r * 1.15, 4, 0), // diamond
  station: (c, r) => c.rect(-r * 0.85, -r * 0.85, r * 1.7, r * 1.7), // square
  patrol: (c, r) => polygon(c, r * 1.25, 3, 0), // triangle
  auxiliary: (c, r) => c.arc(0, 0, r * 0.8, 0, 2 * Math.PI), // disc
  traffic_specialist: (c, r) => star(c, r * 1.35, 4), // four-pointed star
  case_specialist: (c, r) => polygon(c, r * 1.1, 6, 0), // hexagon
};

function polygon(context, r, corners, turn) {
  for (let i = 0; i < corners; i++) {
    const angle = turn - Math.PI / 2 + (2 * Math.PI * i) / corners;
    context[i ? "lineTo" : "moveTo"](r * Math.cos(angle), r * Math.sin(angle));
  }
  context.closePath();
}

function star(context, r, points) {
  for (let i = 0; i < 2 * points; i++) {
    const angle = -Math.PI / 2 + (Math.PI * i) / points;
    const reach = i % 2 ? r * 0.45 : r;
    context[i ? "lineTo" : "moveTo"](reach * Math.cos(angle), reach * Math.sin(angle));
  }
  context.closePath();
}

export function trace(context, corps, r) {
  context.beginPath();
  (SHAPES[corps] ?? SHAPES.auxiliary)(context, r);
}

// Sprites by corps and mood: `busy` filled, `ready` filled and paler, `off` outline only.
export class Sprites {
  constructor(colours, radius, ratio) {
    this.half = Math.ceil(radius * 1.6) + 2;
    this.images = new Map();
    Object.assign(this, { colours, radius, ratio });
  }

  get(corps, mood) {
    const key = `${corps} ${mood}`;
    if (!this.images.has(key)) this.images.set(key, this.make(corps, mood));
    return this.images.get(key);
  }

  make(corps, mood) {
    const side = 2 * this.half;
    const image = new OffscreenCanvas(side * this.ratio, side * this.ratio);
    const context = image.getContext("2d");
    const colour = this.colours[`corps-${corps}`] ?? this.colours.ink;
    context.scale(this.ratio, this.ratio);
    context.translate(this.half, this.half);
    trace(context, corps, mood === "busy" ? this.radius : this.radius * 0.8);
    context.lineJoin = "round";
    context.lineWidth = mood === "off" ? 1.2 : 1.4;
    context.fillStyle = mood === "off" ? this.colours.paper : colour;
    context.strokeStyle = mood === "off" ? colour : this.colours.paper;
    context.globalAlpha = mood === "off" ? 0.55 : mood === "ready" ? 0.9 : 1;
    context.stroke();
    context.fill();
    return image;
  }

  draw(context, corps, mood, x, y) {
    const side = 2 * this.half;
    context.drawImage(this.get(corps, mood), x - this.half, y - this.half, side, side);
  }
}
