"""Where a stored thing comes from, and how it is written."""
