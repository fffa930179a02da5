"""Calls: candidates arrive, become calls, reach a desk, are worked on at the scene and closed."""
