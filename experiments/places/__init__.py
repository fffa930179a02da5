"""Places of one's own: a folder filled from the files people have, checked and drawn."""
