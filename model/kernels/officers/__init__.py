"""Officers: authority, duty, movement, skill, deterrence, and who is dispatched to which call."""
