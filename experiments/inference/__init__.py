"""Parameters told from what was seen: emulators, waves of runs, a posterior sample, and its file."""
