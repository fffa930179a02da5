"""Tipping points: who wins in each cell and how surely, the theory beside it, chart and page."""
