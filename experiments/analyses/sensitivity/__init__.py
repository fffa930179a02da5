"""Sensitivity: which assumptions matter and how far, by Morris and Sobol; chart and page."""
