// One side's map: its two canvases, and what was last drawn on them.

import { Ground, nameOf } from "./ground.js";
import { Movers } from "./movers.js";

export class View {
  constructor(side, below, above) {
    Object.assign(this, { side, officers: null, calls: [], holders: [] });
    this.moveTo(below, above);
  }

  moveTo(below, above) {
    Object.assign(this, { below, above, drawn: null });
    this.belowContext = below.getContext("2d");
    this.aboveContext = above.getContext("2d");
    return this;
  }

  resize(width, height, ratio) {
    for (const canvas of [this.below, this.above]) {
      canvas.width = Math.round(width * ratio);
      canvas.height = Math.round(height * ratio);
    }
    this.ratio = ratio;
    this.drawn = null;
  }

  // Take the land and roads of a head, in the colours of the page.
  wear(head, colours, lang, rules) {
    if (
      this.head === head &&
      this.colours === colours &&
      this.lang === lang &&
      this.rules === rules &&
      this.worn === this.ratio
    )
      return;
    Object.assign(this, { head, colours, lang, rules, worn: this.ratio, drawn: null });
    this.ground = new Ground(head, colours, lang, rules);
    this.edges = this.ground.edges;
    this.movers = new Movers(head, this.edges, colours, this.side, this.ratio, lang);
    const { cells } = head.tables;
    const rows = new Map();
    for (let i = 0; i < cells.rows; i++) rows.set(cells.x[i] * 4096 + cells.y[i], i);
    this.cellAt = (x, y) => rows.get(x * 4096 + y) ?? -1;
  }

  // Read the state at t and draw it. The ground is drawn anew only when the camera moved or the roads changed.
  draw(tape, t, camera, { phase, echo, still, groundToo, hidden }) {
    this.officers = tape.officers(this.side, t, this.officers);
    this.calls = tape.calls(this.side, t, echo);
    this.holders = tape.posts(this.side, t);
    const roads = tape.roads(this.side, t);
    const key = `${roads.step} ${camera.version}`;
    if (this.drawn !== key && (groundToo || this.drawn?.split(" ").at(-1) !== String(camera.version))) {
      this.belowContext.setTransform(this.ratio, 0, 0, this.ratio, 0, 0);
      this.ground.draw(this.belowContext, camera, roads, this.ratio);
      this.drawn = key;
    }
    this.aboveContext.setTransform(this.ratio, 0, 0, this.ratio, 0, 0);
    const names = (context) => this.ground.drawNames(context, camera);
    this.movers.draw(this.aboveContext, camera, {
      t,
      echo,
      phase,
      still,
      hidden,
      roads,
      names,
      officers: this.officers,
      calls: this.calls,
      holders: this.holders,
    });
  }

  // A ring around what is inspected, or where the sentence of the moment points.
  point(camera, x, y, colour, radius = 22) {
    const context = this.aboveContext;
    context.beginPath();
    context.arc(camera.px(x), camera.py(y), radius, 0, 2 * Math.PI);
    context.strokeStyle = colour;
    context.lineWidth = 2;
    context.setLineDash([4, 4]);
    context.stroke();
    context.setLineDash([]);
  }

  townshipName(row) {
    const township = this.head.townships[row];
    return township ? nameOf(township, this.lang) : "–";
  }

  kindName(call) {
    return this.head.kinds[call.kind]?.name;
  }
}
