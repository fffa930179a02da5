"""One run of one county: done, traced, timed."""
