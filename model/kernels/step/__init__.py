"""The minute: its numbered steps, the loop over its events, and the look at its end."""
