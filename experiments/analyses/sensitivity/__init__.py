"""The room of the sensitivity: which assumptions, how far, Morris and Sobol, figure, page."""
