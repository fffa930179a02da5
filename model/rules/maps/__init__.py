"""One file per map of rules."""
