"""Professionals: from which load on two forces win, by which measure, and which assumption decides it."""
