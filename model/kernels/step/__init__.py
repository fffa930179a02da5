"""The minute, and the loop over its events."""
