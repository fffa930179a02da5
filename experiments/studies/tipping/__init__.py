"""The room of the tipping point: cells, who wins in each and how surely, the theory beside it, figure, page."""
