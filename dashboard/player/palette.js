// The colours of the maps: the page's CSS variables where it has them, else these.

const FALLBACK = {
  paper: "#fbf8f1",
  ink: "#2b2a27",
  soft: "#6f6a60",
  line: "#d8d1c3",
  accent: "#8c3b2e",
  left: "#1f5f8b",
  right: "#a8531c",
  "land-water": "#cfe0e6",
  "land-hill": "#e3e4d3",
  "land-field": "#efeeda",
  "land-village": "#eadfc6",
  "land-urban": "#dccfba",
  "road-free": "#a99f8d",
  "road-slow": "#d98e32",
  "road-jam": "#b3341f",
  "road-blocked": "#5f0f0f",
  "corps-traffic": "#0072b2",
  "corps-station": "#009e73",
  "corps-patrol": "#cc79a7",
  "corps-auxiliary": "#8a8a8a",
  "corps-traffic_specialist": "#56b4e9",
  "corps-case_specialist": "#e69f00",
  "call-new": "#e2a33b",
  "call-old": "#7c1d12",
  "post-on": "#2b2a27",
};

export function palette(element) {
  const style = element ? getComputedStyle(element) : null;
  const found = {};
  for (const [name, colour] of Object.entries(FALLBACK))
    found[name] = style?.getPropertyValue(`--${name}`).trim() || colour;
  return found;
}

// "#rgb", "#rrggbb" or "rgb(...)" as [r, g, b].
export function rgb(colour) {
  const hex = /^#([0-9a-f]{3}|[0-9a-f]{6})$/i.exec(colour)?.[1];
  if (hex)
    return hex.length === 3
      ? [...hex].map((c) => parseInt(c + c, 16))
      : [0, 2, 4].map((i) => parseInt(hex.slice(i, i + 2), 16));
  const parts = colour.match(/[\d.]+/g);
  return parts ? parts.slice(0, 3).map(Number) : [128, 128, 128];
}

export function mixed(from, to, share) {
  const a = rgb(from);
  const b = rgb(to);
  const part = Math.max(0, Math.min(1, share));
  return `rgb(${a.map((each, i) => Math.round(each + (b[i] - each) * part)).join(",")})`;
}

// `steps` colours along a row of stops.
export function ramp(stops, steps) {
  return Array.from({ length: steps }, (_, i) => {
    const place = (i / (steps - 1)) * (stops.length - 1);
    const first = Math.min(stops.length - 2, Math.floor(place));
    return mixed(stops[first], stops[first + 1], place - first);
  });
}
