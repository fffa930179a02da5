"""Rules compared on the same worlds, and what is said of it."""
