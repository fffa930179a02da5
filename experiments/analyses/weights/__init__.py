"""Weights: the share of all under which each rule is best, and a triangle of three; chart and page."""
