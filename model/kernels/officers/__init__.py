"""Officers: duty, movement, skill, deterrence, and who is sent to which call."""
