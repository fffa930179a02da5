"""One look for every chart, and one way from a Vega-Lite spec to a page, an SVG or a PNG."""
