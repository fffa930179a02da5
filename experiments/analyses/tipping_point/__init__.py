"""The room of the tipping point: who wins in each cell and how surely, the theory beside it, figure, page."""
